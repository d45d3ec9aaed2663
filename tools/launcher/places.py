"""Where things are, and the environment every part of Springtide is started in."""

import argparse
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = Path(os.environ.get("SPRINGTIDE_VENV") or ROOT / ".venv").expanduser().absolute()
PYTHON = VENV / "bin" / "python"
MANAGE = ROOT / "manage.py"


def data_folder(chosen: str | None = None) -> Path:
    """The folder that holds all state: chosen on the command line, by SPRINGTIDE_DATA, or ./var."""
    return Path(chosen or os.environ.get("SPRINGTIDE_DATA") or ROOT / "var").expanduser().absolute()


def split_data(argv: list[str]) -> tuple[str | None, list[str]]:
    """Take `--data DIR` out of the words meant for a command."""
    parser = argparse.ArgumentParser(prog="./springtide", add_help=False, allow_abbrev=False)
    parser.add_argument("--data", metavar="DIR")
    known, words = parser.parse_known_args(argv)
    return known.data, words


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a child; a setting given by the user stays as it is."""
    defaults = {"PYTHONUNBUFFERED": "1", **settings}
    return {**defaults, **os.environ, "SPRINGTIDE_DATA": str(data)}


def has_command(name: str) -> bool:
    """True if `manage.py NAME` is one of Springtide's own commands."""
    return any(ROOT.glob(f"src/springtide/**/management/commands/{name}.py"))
