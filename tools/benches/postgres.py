"""A PostgreSQL of its own for a bench, where one is installed."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tools.launcher.places import ROOT

TELL_AND_WAIT = 'echo "$SPRINGTIDE_DATABASE_URL"; cat >/dev/null'
# As it is delivered: what was acknowledged survives a power cut, as it does on SQLite.
LASTING = {"SPRINGTIDE_POSTGRES_OPTIONS": "-c max_connections=200"}


@contextmanager
def postgres(env: dict[str, str]) -> Iterator[str]:
    """The address of an empty database that goes with the block; "" where PostgreSQL is not installed."""
    command = ["sh", str(ROOT / "tools" / "with_postgres.sh"), "sh", "-c", TELL_AND_WAIT]
    with subprocess.Popen(
        command, env=env | LASTING, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as cluster:
        yield cluster.stdout.readline().strip() if cluster.stdout else ""
        # Leaving closes its input: the command ends, and the cluster with it.
        if cluster.stdin:
            cluster.stdin.close()
