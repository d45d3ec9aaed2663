#!/bin/sh
# Real postings and résumés, from import to allocation. ci_real_input.sh DATA: the folder that holds both.
set -eu
data=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
python=$(./springtide parts runtime | tail -n 1)
SPRINGTIDE_DATA=$(mktemp -d)
export SPRINGTIDE_DATA SPRINGTIDE_LOG_LEVEL=ERROR
trap 'rm -rf "$SPRINGTIDE_DATA"' EXIT
"$python" manage.py migrate --no-input --verbosity=0
"$python" manage.py drill "$data"
