"""Spoils one small thing at a time in the matching engine and asks whether its tests notice: `python tools/mutate.py`.

Each mutant swaps a comparison or a sum, moves a constant by one, or turns a condition round; a seeded sample of all of
them is tried in a copy of the tree. Loops run without their compiler, so that a mutant of a loop is what is run.
"""

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENGINE = Path("src/springtide_engine/matching")
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """(line, what was done, the spoilt module), one for each place that can be spoilt."""
    code = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    places = {id(node): node for function in code for part in function.body for node in ast.walk(part)}
    for node in places.values():
        for words, spoilt in _spoilt(node):
            twin = copy.deepcopy(tree)
            for old, new in zip(ast.walk(tree), ast.walk(twin), strict=True):
                if old is node:
                    new.__dict__.update(spoilt.__dict__)
                    new.__class__ = spoilt.__class__
            yield getattr(node, "lineno", 0), f"{ast.unparse(node)}  ->  {words}", ast.fix_missing_locations(twin)


def _spoilt(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare) and type(new.ops[0]) in SWAPS:
        new.ops[0] = SWAPS[type(new.ops[0])]()  # type: ignore[call-overload]
    elif isinstance(new, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(new.op) in SWAPS:
        new.op = SWAPS[type(new.op)]()  # type: ignore[assignment]
    elif isinstance(new, ast.Constant) and type(new.value) is int:
        new.value += 1
    elif isinstance(new, ast.Constant) and type(new.value) is bool:
        new.value = not new.value
    elif isinstance(new, ast.If | ast.IfExp | ast.While):
        new.test = ast.UnaryOp(ast.Not(), new.test)
        yield f"not ({ast.unparse(node.test)})", new  # type: ignore[attr-defined]
        return
    else:
        return
    yield ast.unparse(new), new


def killed(tree: Path, name: str, source: str, tests: list[str], seconds: int) -> bool:
    """Whether any test fails, or none ends, with this text in place of the module."""
    target = tree / ENGINE / name
    before = target.read_text()
    target.write_text(source)
    paths = os.pathsep.join(str(tree / part) for part in (".ci/alone", "src", ""))
    env = os.environ | {"PYTHONPATH": paths, "NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-c", ".ci/alone/pytest.ini", "--rootdir=.", "-m", "not slow"]
    try:
        done = subprocess.run(
            [*words, *tests], cwd=tree, env=env, timeout=seconds, check=False, capture_output=True, text=True
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_text(before)
    return done.returncode != 0


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("files", nargs="*", help="modules of the engine; all where none is named")
    words.add_argument("--sample", type=int, default=150)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--seconds", type=int, default=300, help="a mutant that takes longer is killed")
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--tests", nargs="*", default=["tests/engine/matching"])
    chosen = words.parse_args()
    names = chosen.files or sorted(path.name for path in (ROOT / ENGINE).glob("*.py"))
    found = [
        (name, line, text, ast.unparse(tree))
        for name in names
        for line, text, tree in mutants(ast.parse((ROOT / ENGINE / name).read_text()))
    ]
    sample = random.Random(chosen.seed).sample(found, min(chosen.sample, len(found)))  # noqa: S311 - repeatable
    with tempfile.TemporaryDirectory() as made, ThreadPoolExecutor(chosen.jobs) as pool:
        trees = [Path(made) / str(job) for job in range(chosen.jobs)]
        for tree in trees:
            for part in ("src/springtide_engine", "tests", "tools", "docs/examples", ".ci/alone"):
                shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        if killed(trees[0], names[0], (ROOT / ENGINE / names[0]).read_text(), chosen.tests, chosen.seconds * 2):
            print("the tests fail as it is: nothing can be learnt from mutants")
            return 2
        rows = [sample[job :: chosen.jobs] for job in range(chosen.jobs)]
        told = list(pool.map(lambda job: list(_tried(trees[job], rows[job], chosen)), range(chosen.jobs)))
    results = [result for part in told for result in part]
    survived = [label for label, dead in results if not dead]
    print(f"{len(results) - len(survived)} of {len(results)} mutants killed, of {len(found)} possible")
    print("\n".join(survived))
    return 0


def _tried(tree: Path, rows: list[tuple[str, int, str, str]], chosen: argparse.Namespace) -> Iterator[tuple[str, bool]]:
    for name, line, text, source in rows:
        dead = killed(tree, name, source, chosen.tests, chosen.seconds)
        label = f"{name}:{line}  {text.splitlines()[0]}"
        print("killed  " if dead else "SURVIVED", label, flush=True)
        yield label, dead


if __name__ == "__main__":
    sys.exit(main())
