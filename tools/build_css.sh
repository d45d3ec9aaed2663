#!/bin/sh
# Build the stylesheet from assets/ (needs node 20 or newer, only on the machine of whoever changes the looks).
# tools/build_css.sh          write foundation/ui/static/ui/app.css
# tools/build_css.sh --check  say whether the committed one is current
set -eu
cd "$(dirname "$0")/../assets"
# Not `npm ci`: it wants every platform of an optional part in the lock file, and not every index has them all.
[ -d node_modules ] || npm install --no-save --no-audit --no-fund --ignore-scripts
exec node build.mjs "$@"
