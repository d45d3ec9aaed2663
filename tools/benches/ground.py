"""The data folders of the benches: the sample, loaded once a day for each state of the code, and what runs in them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from tools.launcher import intake
from tools.launcher.places import ROOT

PYTHON = Path(sys.executable)
SHAPES = ("sample/**/*", "src/springtide/sample/**/*.py", "src/springtide/**/migrations/*.py")
Env = dict[str, str]


def environment(data: Path, **settings: str) -> Env:
    """The environment of everything a bench starts; settings of the user's own do not reach it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPRINGTIDE_")}
    paths = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONUNBUFFERED": "1"}
    kept["DJANGO_SETTINGS_MODULE"] = "springtide.settings"
    return kept | paths | {"SPRINGTIDE_DATA": str(data), "SPRINGTIDE_SAMPLE": "true"} | settings


def sample(kept: Path, applications: int) -> Path:
    """A data folder with the sample of that size, made in `kept` unless it stands there. Only to be read.

    The calendar of the sample is laid around today, so a folder serves one day.
    """
    name = f"sample-{applications}-"
    folder = kept / f"{name}{datetime.now(UTC):%Y%m%d}-{_state()}"
    if not (folder / intake.MARK).exists():
        for old in kept.glob(f"{name}*"):
            shutil.rmtree(old)
        folder.mkdir(parents=True)
        load = ["--applications", str(applications)]
        intake.prepare(PYTHON, folder, environment(folder), load=load)
    return folder


def _state() -> str:
    digest = hashlib.sha256()
    for shape in SHAPES:
        for path in sorted(path for path in ROOT.glob(shape) if path.is_file()):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def copy_of(folder: Path) -> Iterator[Path]:
    """The same once more, to write in; thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="springtide-bench-") as parent:
        yield Path(shutil.copytree(folder, Path(parent) / "data"))


def ask(env: Env, question: str, **words: Any) -> Any:
    """What `tools.benches.questions.<question>(**words)` says of the data folder of `env`.

    Asked in a process of its own, since Django knows one data folder only.
    """
    command = [str(PYTHON), "-m", "tools.benches.ground", question, json.dumps(words)]
    quiet = env | {"SPRINGTIDE_LOG_LEVEL": "WARNING"}
    done = subprocess.run(command, env=quiet, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def _answer(argv: Sequence[str]) -> None:
    import_module("django").setup()
    questions = import_module("tools.benches.questions")
    print(json.dumps(getattr(questions, argv[0])(**json.loads(argv[1]))))


if __name__ == "__main__":
    _answer(sys.argv[1:])
