"""Whether the database already has the tables this version wants; asking Django takes a second."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from tools.launcher.places import ROOT

STAMP = "migrated"


def is_current(data: Path) -> bool:
    """True only if nothing changed since `note_current`: neither the code nor what the database says of itself.

    A backup put in place of the database says something else, and so is brought up to date.
    """
    stamp = data / STAMP
    return stamp.exists() and stamp.read_text() == _state(data)


def note_current(data: Path) -> None:
    (data / STAMP).write_text(_state(data))


def _state(data: Path) -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "runtime.txt").read_bytes())
    for path in sorted((ROOT / "src").glob("**/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update(repr(_applied(data / "springtide.sqlite3")).encode())
    return digest.hexdigest()


def _applied(database: Path) -> list[tuple[str, str]] | None:
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    except sqlite3.Error:
        return None
