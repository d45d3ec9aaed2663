"""What `./springtide` can be asked for."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tools.launcher import intake
from tools.launcher.checks import held, require_writable
from tools.launcher.doctor import doctor
from tools.launcher.parts import ensure
from tools.launcher.places import MANAGE, PYTHON, ROOT, data_folder, environment, has_command, split_data
from tools.launcher.start import run
from tools.launcher.trouble import Trouble


@dataclass(frozen=True)
class Verb:
    do: Callable[[list[str]], int]
    words: str


def become(python: Path, words: list[str], env: dict[str, str]) -> NoReturn:
    """Replace this process, so that signals and the exit status are the command's own."""
    os.execve(python, [str(python), *words], env)  # noqa: S606 - no shell wanted


def test(argv: list[str]) -> int:
    python = ensure("test")
    env = environment(data_folder())
    # Tests make a data folder of their own; what they do must never reach the user's.
    del env["SPRINGTIDE_DATA"]
    intake.compile_messages(python, env)
    os.chdir(ROOT)
    # One process a core; `-n0` among the words of the user wins.
    become(python, ["-m", "pytest", "-n", str(min(os.cpu_count() or 1, 8)), *argv], env)


def demo(argv: list[str]) -> int:
    chosen, words = split_data(argv)
    data = data_folder(chosen) if chosen else ROOT / "var" / "demo"
    if intake.begun_with(data):
        raise Trouble(f"{data} already holds an intake.", f"Serve it: ./springtide run --data {data}")
    require_writable(data, "Choose a folder of your own: --data DIR")
    python = ensure("runtime")
    with held(data / ".running", waiting="Another start uses this folder; waiting for it …"):
        intake.prepare(python, data, environment(data), load=words)
    print(f"Now: ./springtide run --data {data}")
    return 0


def manage(argv: list[str], parts: str = "runtime") -> int:
    chosen, words = split_data(argv)
    data = data_folder(chosen)
    require_writable(data, "Choose a folder of your own: --data DIR")
    python = ensure(parts)
    become(python, [str(MANAGE), *words], environment(data) | intake.settings(intake.begun_with(data)))


def command(name: str, parts: str = "runtime") -> Callable[[list[str]], int]:
    """A verb that is one of Springtide's own management commands."""

    def do(argv: list[str]) -> int:
        if not has_command(name):
            raise Trouble(f"this version has no “{name}” yet.", "See: ./springtide help")
        return manage([name, *argv], parts)

    return do


def parts(argv: list[str]) -> int:
    known = sorted(path.stem for path in (ROOT / "requirements").glob("*.txt"))
    for name in argv:
        if name not in known:
            raise Trouble(f"there is no requirements/{name}.txt.", f"Known: {', '.join(known)}")
        ensure(name)
    print(PYTHON)
    return 0


def pictures(argv: list[str]) -> int:
    _, words = split_data(argv)
    python = ensure("e2e")
    become(python, [str(ROOT / "tools" / "pictures.py"), *words], environment(data_folder()))


VERBS = {
    "run": Verb(run, "set up, load the sample on the first start, serve   --port --host --data --empty"),
    "test": Verb(test, "set up and run the tests; further words go to pytest"),
    "demo": Verb(demo, "make a large sample in ./var/demo                   --applications 100000"),
    "import": Verb(command("bring_in"), "bring in real input: postings FILE, resumes DIR"),
    "bench": Verb(command("bench", "bench"), "measure: careers, submit, console, interviews       --json"),
    "worker": Verb(command("work"), "carry out waiting jobs, beside a server on another machine"),
    "verify": Verb(command("verify_journal"), "prove that nobody changed the journal"),
    "pictures": Verb(pictures, "take the pictures of the README anew"),
    "parts": Verb(parts, "install parts and say where their Python is: lint, e2e, test …"),
    "doctor": Verb(doctor, "look at this machine and say what is missing"),
    "manage": Verb(manage, "any of Django's commands: manage check"),
}


def show_help() -> None:
    print("Springtide runs a large intake of interns, from plan to return offer.\n")
    print("./springtide VERB …\n")
    for name, verb in VERBS.items():
        print(f"  {name:9} {verb.words}")
    print("\nEach keeps its state in ./var; --data DIR (or SPRINGTIDE_DATA) names another folder.")
