"""The parts Springtide stands on: an environment of its own, filled from the hash-locked requirements."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools.launcher.checks import held, require_writable
from tools.launcher.places import PYTHON, ROOT, VENV
from tools.launcher.progress import follow
from tools.launcher.trouble import Trouble

UNFINISHED = VENV / ".unfinished"  # stands only while parts are put in place
LOCK = VENV / ".springtide-lock"  # uv has its own, named .lock
OFFLINE = re.compile(
    r"name resolution|name or service not known|nodename nor servname|new connection|network is unreachable"
    r"|timed out|connection refused|dns error|error sending request|tcp connect|proxyerror",
    re.IGNORECASE,
)


def ensure(name: str) -> Path:
    """Install requirements/NAME.txt unless that was done before; returns the Python that has it.

    Two starts at once: one installs, the other waits. A start that was killed is made good by the next.
    """
    lock = ROOT / "requirements" / f"{name}.txt"
    stamp = VENV / f".installed-{name}"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if not _stands(stamp, wanted):
        require_writable(VENV, "Give yourself the right to write there, or name another: SPRINGTIDE_VENV=DIR")
        with held(LOCK, waiting="Another start is setting up; waiting for it …") as holding:
            if not _stands(stamp, wanted):
                _install(lock, holding)
                stamp.write_text(wanted)
                UNFINISHED.unlink()
    return PYTHON


def _stands(stamp: Path, wanted: str) -> bool:
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted and not UNFINISHED.exists()


def _install(lock: Path, holding: int) -> None:
    began = time.monotonic()
    uv = None if os.environ.get("SPRINGTIDE_NO_UV") else shutil.which("uv")
    if UNFINISHED.exists() or not _same_python():
        _clear()
    UNFINISHED.touch()
    _make_environment(uv)
    options = ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    if uv:
        command = [uv, "pip", "install", "--python", str(PYTHON), *options]
    else:
        quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--retries", "1"]
        command = [str(PYTHON), "-m", "pip", "install", *quiet, *options]
    print(f"Installing the parts of requirements/{lock.name} into {VENV} …", file=sys.stderr, flush=True)
    status, output = follow(command, total=lock.read_text().count("=="), keep=holding)
    if status:
        UNFINISHED.unlink()  # the installer ended by itself and left nothing half done
        raise _explain(output)
    print(f"  done in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def _make_environment(uv: str | None) -> None:
    if uv:
        if not PYTHON.exists():
            subprocess.run([uv, "venv", "-q", "--allow-existing", "--python", sys.executable, VENV], check=True)
        return
    pip = PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "-V"], capture_output=True, check=False)
    if pip and pip.returncode == 0:
        return
    # Debian ships Python without ensurepip, which venv needs to bring pip.
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Trouble(
            "this Python comes without its venv module, and uv is not installed either.",
            "On Debian and Ubuntu: sudo apt install python3-venv   (then run this again)",
        )
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def _same_python() -> bool:
    """True if the environment is absent, or was made by a Python of the version that runs now."""
    made = VENV / "pyvenv.cfg"
    if not made.exists():
        strangers = [path.name for path in VENV.iterdir() if path not in (LOCK, UNFINISHED)]
        if strangers:
            raise Trouble(
                f"{VENV} holds other things ({strangers[0]}) and is not a Python environment.",
                "Name an empty folder: SPRINGTIDE_VENV=DIR",
            )
        return True
    version = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", made.read_text(), re.MULTILINE)
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    return PYTHON.exists() and version is not None and version[1] == here


def _clear() -> None:
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != LOCK:
            path.unlink()


def _explain(output: list[str]) -> Trouble:
    if OFFLINE.search("\n".join(output)):
        return Trouble(
            "the parts could not be fetched, because the package index did not answer.",
            "Connect to the network (or set your proxy or index for pip or uv) and run this again; "
            "what was fetched is kept.",
        )
    end = "\n".join(f"  | {line}" for line in output[-12:])
    return Trouble(f"the parts could not be installed. The installer said:\n{end}", "Mend that and run this again.")
