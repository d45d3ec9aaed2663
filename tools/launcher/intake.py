"""What a data folder holds: an up-to-date database, begun with the sample intake or empty."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.launcher import schema
from tools.launcher.places import MANAGE, PYTHON, ROOT, has_command
from tools.launcher.trouble import Trouble

MARK = "begun-with"
SAMPLE, EMPTY = "sample", "empty"


def prepare(
    python: Path, data: Path, env: dict[str, str], *, empty: bool = False, load: Sequence[str] = ()
) -> dict[str, str]:
    """Bring the database of `data` up to date and, on the first start, load the sample unless `empty`.

    `load` holds further words for the command that loads it. Returns `env` with the settings that
    follow from what the folder holds.
    """
    kind = begun_with(data)
    if empty and kind == SAMPLE:
        raise Trouble(f"{data} already holds the sample intake.", "Begin an empty one elsewhere: --data DIR")
    if not kind:
        # A database of the user's own, named by its address, is never filled with the sample.
        kind = EMPTY if empty or env.get("SPRINGTIDE_DATABASE_URL") else SAMPLE
    env = env | settings(kind)
    compile_messages(python, env)
    migrate(python, data, env)
    gather_static(python, env, data)
    if not begun_with(data):
        if kind == SAMPLE and has_command("load_sample"):
            manage(python, env, "load_sample", *load)
        (data / MARK).write_text(kind + "\n")
    return env


def migrate(python: Path, data: Path, env: dict[str, str]) -> None:
    elsewhere = bool(env.get("SPRINGTIDE_DATABASE_URL"))
    if elsewhere or not schema.is_current(data):
        manage(python, env, "migrate", "--no-input", "--verbosity=0")
    if not elsewhere:
        schema.note_current(data)


def begun_with(data: Path) -> str:
    mark = data / MARK
    return mark.read_text().strip() if mark.exists() else ""


def settings(kind: str) -> dict[str, str]:
    return {"SPRINGTIDE_SAMPLE": "true"} if kind == SAMPLE else {}


def compile_messages(python: Path, env: dict[str, str]) -> None:
    """Make the translations the pages read from the ones people write, where those are newer."""
    catalogues = list((ROOT / "src/springtide/locale").glob("*/LC_MESSAGES/*.po"))
    if any(_older(path.with_suffix(".mo"), path) for path in catalogues):
        subprocess.run([python, ROOT / "tools/messages.py", "compile"], env=env, check=True)


def gather_static(python: Path, env: dict[str, str], data: Path) -> None:
    """Give scripts and styles names of their content, compressed, so that browsers ask for each once."""
    manifest = data / "static" / "staticfiles.json"
    ours = (ROOT / "src/springtide").glob("**/static/**/*")
    if any(_older(manifest, path) for path in [*ours, PYTHON] if path.is_file()):
        manage(python, env, "collectstatic", "--no-input", "--clear", "--verbosity=0")


def _older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def manage(python: Path, env: dict[str, str], *words: str) -> None:
    if subprocess.run([python, MANAGE, *words], env=env, check=False).returncode:
        raise Trouble(
            f"“{words[0]}” did not end well; what it said stands above.",
            "Mend that and run this again; what was done before is kept.",
        )
