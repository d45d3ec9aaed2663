"""Spoils one small thing at a time in the matching engine and asks whether its tests notice: `python -m tools.mutate`.

Each mutant swaps a comparison or a sum, moves a constant by one, or turns a condition round; a seeded sample of all of
them is tried in a copy of the tree, one after another. Loops run without their compiler, so that a mutant of a loop is
what is run. Python, numpy and pytest are loaded once: each mutant is tried in a fork of this process (POSIX only).
"""

import argparse
import importlib
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from time import monotonic

import pytest

from tools.mutants import Mutant, mutants, spoil

ROOT = Path(__file__).resolve().parents[1]
ENGINE = Path("src/springtide_engine/matching")
TESTS = Path("tests/engine/matching")
COPIED = ("src/springtide_engine", "tests", "tools", "docs/examples", ".ci/alone")
LOADED_ONCE = ("numpy", "hypothesis.strategies", "numba", "highspy")  # what no mutant changes
OPTIMUM = ("test_optimum", "test_conflict", "test_optimum_peers")
# The tests that speak of a module, those that tell most first. Where none is named: all, its own first.
RELEVANT: dict[str, tuple[str, ...]] = {
    "allocation": ("test_deferred_acceptance", "test_caps", "test_frames", "test_explain"),
    "caps": ("test_caps", "test_artificial_caps"),
    "checks": ("test_checks", "test_caps", "test_transfers"),
    "compiled": ("test_paths",),
    "compiled_caps": ("test_caps",),
    "deferred_acceptance": ("test_deferred_acceptance", "test_paths", "test_caps"),
    "explain": ("test_explain", "test_caps"),
    "frames": ("test_frames",),
    "pins": ("test_pins",),
    "problem": ("test_problem", "test_deferred_acceptance", "test_pins", "test_transfers", "test_frames"),
    "rounds": ("test_deferred_acceptance", "test_paths", "test_caps"),
    "target_checks": ("test_targets", *OPTIMUM),
    "targets": ("test_targets", *OPTIMUM),
    "ties": ("test_ties", "test_paths", "test_deferred_acceptance"),
    "tradeoff": ("test_artificial_caps",),
    "transfers": ("test_transfers",),
}


def relevant(name: str) -> list[str]:
    """The test files to ask about a module, given as it is named under the engine."""
    stem = Path(name).stem
    asked = OPTIMUM if name.startswith("optimum/") else RELEVANT.get(stem)
    if asked is None:
        every = sorted(path.stem for path in (ROOT / TESTS).glob("test_*.py"))
        asked = tuple(sorted(every, key=lambda test: test != f"test_{stem}"))
    return [str(TESTS / f"{test}.py") for test in asked]


def outcome(tree: Path, tests: list[str], seconds: int) -> str:
    """ "passed", "killed" or, where that much CPU was not enough, "timeout": one run of the tests in the tree."""
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        _test(tree, tests)
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "timeout" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL} else "killed"
    return "killed" if os.WEXITSTATUS(status) else "passed"


def _test(tree: Path, tests: list[str]) -> None:
    """In the fork: run the tests against the tree's engine, and end."""
    code = 1
    try:
        said = os.open(tree / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(said, stream)
        os.chdir(tree)
        sys.path[:0] = [str(tree / part) for part in (".ci/alone", "src", "")]
        for name in [name for name in sys.modules if name.partition(".")[0] in {"tools", "tests", "springtide_engine"}]:
            del sys.modules[name]
        importlib.import_module("sitecustomize")
        words = ["-q", "-x", "-p", "no:cacheprovider", "-p", "tests.few_examples", "-m", "not slow"]
        code = int(pytest.main([*words, "-c", ".ci/alone/pytest.ini", "--rootdir=.", *tests]))
    finally:
        os._exit(code)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("files", nargs="*", help="modules of the engine, such as checks.py; all where none is named")
    words.add_argument("--sample", type=int, default=150)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--seconds", type=int, default=40, help="CPU seconds for a mutant; timeouts are told apart")
    words.add_argument("--minutes", type=float, default=60, help="of the clock; what is not tried by then is left out")
    chosen = words.parse_args()
    folder = ROOT / ENGINE
    names = chosen.files or sorted(str(path.relative_to(folder)) for path in folder.rglob("*.py"))
    found = [mutant for name in names for mutant in mutants(name, (folder / name).read_text())]
    sample = random.Random(chosen.seed).sample(found, min(chosen.sample, len(found)))  # noqa: S311 - repeatable
    os.environ |= {"NUMBA_DISABLE_JIT": "1"}
    for name in LOADED_ONCE:
        if find_spec(name.partition(".")[0]):
            importlib.import_module(name)
    with tempfile.TemporaryDirectory() as made:
        tree = Path(made)
        for part in COPIED:
            shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        asked = sorted({test for mutant in sample for test in relevant(mutant.name)})
        start = monotonic()
        # All of the tests in half of what a mutant's own few may take: who runs out of time was not merely unlucky.
        if (whole := outcome(tree, asked, chosen.seconds // 2)) != "passed":
            print((tree / "said.txt").read_text(), f"unspoilt: {whole}; nothing can be learnt from mutants", sep="\n")
            return 2
        print(f"unspoilt: passed in {monotonic() - start:.0f} s by the clock", flush=True)
        return _tell(_try(tree, sample, chosen.seconds, start + chosen.minutes * 60), len(found))


def _try(tree: Path, sample: list[Mutant], seconds: int, until: float) -> list[tuple[str, Mutant]]:
    told: list[tuple[str, Mutant]] = []
    sys.dont_write_bytecode = True
    for mutant in sample:
        if monotonic() > until:
            break
        if mutant.equivalent:
            told.append(("equivalent", mutant))
            continue
        target = tree / ENGINE / mutant.name
        before = target.read_text()
        target.write_text(spoil(before, mutant.number))
        word = outcome(tree, relevant(mutant.name), seconds)
        target.write_text(before)
        told.append((word, mutant))
        print(f"{len(told):4}/{len(sample)}  {'SURVIVED' if word == 'passed' else word:8}  {mutant.label}", flush=True)
    return told


def _tell(told: list[tuple[str, Mutant]], possible: int) -> int:
    counts = Counter(word for word, _mutant in told)
    dead = counts["killed"] + counts["timeout"]
    tried = dead + counts["passed"]
    print(f"{dead} of {tried} noticed ({100 * dead / max(tried, 1):.1f} %), {possible} possible;", end=" ")
    print(f"{counts['timeout']} of them ran out of time, {counts['passed']} survived;", end=" ")
    print(f"{counts['equivalent']} that change no answer were left out (tools/mutants.py names them)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
