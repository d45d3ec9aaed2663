"""Says what this machine has, and what it lacks for which purpose."""

import importlib.util
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.launcher.checks import require_port, require_writable
from tools.launcher.places import VENV, data_folder, split_data
from tools.launcher.trouble import Trouble

NEEDED_GB = 1


def doctor(argv: list[str]) -> int:
    """Print one line a finding; 1 if anything that `run` needs is missing."""
    data = data_folder(split_data(argv)[0])
    missing = False
    for fine, text in [*_needed(data), *_wished()]:
        missing |= fine is False
        print({True: "  ok       ", False: "  MISSING  ", None: "  without  "}[fine] + text)
    return int(missing)


def _needed(data: Path) -> Iterator[tuple[bool, str]]:
    yield True, f"Python {platform.python_version()} ({sys.executable})"
    installer = shutil.which("uv") or importlib.util.find_spec("ensurepip")
    yield bool(installer), "uv, or pip with venv" + ("" if installer else ": sudo apt install python3-venv")
    yield _tried(lambda: require_writable(VENV, ""), f"parts go to {VENV}")
    yield _tried(lambda: require_writable(data, ""), f"state goes to {data}")
    free = shutil.disk_usage(data if data.exists() else data.anchor).free / 1e9
    yield free > NEEDED_GB, f"{free:.1f} GB free there ({NEEDED_GB} GB wanted)"


def _wished() -> Iterator[tuple[bool | None, str]]:
    fine, text = _tried(lambda: require_port("127.0.0.1", 8000), "port 8000 is free")
    yield fine or None, text
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    yield bool(chromium) or None, "Chromium, for the journeys among the tests"
    postgres = shutil.which("pg_ctl") or sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    yield bool(postgres) or None, "PostgreSQL, for the tests on it"


def _tried(check: Callable[[], None], good: str) -> tuple[bool, str]:
    try:
        check()
    except Trouble as trouble:
        return False, str(trouble).removeprefix("springtide: ").splitlines()[0]
    return True, good
