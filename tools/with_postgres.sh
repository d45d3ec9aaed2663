#!/bin/sh
# Run a command with a private PostgreSQL that lives as long as it does:
#   tools/with_postgres.sh ./springtide test
# The cluster stands in a temporary folder, on a free port of the loopback; nothing else is touched.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(pg_config --bindir 2>/dev/null) || bin=
if [ ! -x "$bin/initdb" ]; then
  echo "with_postgres: PostgreSQL is not installed (Debian and Ubuntu: sudo apt install postgresql)" >&2
  exit 69
fi

folder=$(mktemp -d)
as_owner=
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  owner=postgres
  id -u "$owner" >/dev/null 2>&1 || owner=nobody
  chown "$owner" "$folder"
  as_owner="setpriv --reuid=$owner --regid=$(id -g "$owner") --clear-groups"
fi
server() { (cd "$folder" && LC_ALL=C $as_owner "$bin/$@"); }

finish() {
  server pg_ctl -D "$folder/db" -m immediate -s stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
server initdb -D "$folder/db" -U springtide -A trust -E UTF8 --locale=C >/dev/null
# Thrown away afterwards: what makes it survive a power cut only costs time. A bench wants it all the same.
fleeting="-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200"
server pg_ctl -D "$folder/db" -l "$folder/log" -s -w start \
  -o "-c listen_addresses=127.0.0.1 -p $port -k $folder ${SPRINGTIDE_POSTGRES_OPTIONS:-$fleeting}" \
  || { cat "$folder/log" >&2; exit 1; }
server createdb -h 127.0.0.1 -p "$port" -U springtide springtide

SPRINGTIDE_DATABASE_URL="postgresql://springtide@127.0.0.1:$port/springtide" "$@"
