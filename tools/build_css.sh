#!/bin/sh
# Build the stylesheet from assets/ (needs node 20 or newer, only on the machine of whoever changes the looks).
# tools/build_css.sh          write foundation/ui/static/ui/app.css
# tools/build_css.sh --check  say whether the committed one is current
set -eu
cd "$(dirname "$0")/../assets"
[ -d node_modules ] || npm ci --no-audit --no-fund --ignore-scripts
exec node build.mjs "$@"
