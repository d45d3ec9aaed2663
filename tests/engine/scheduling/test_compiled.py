"""The loops run wherever the package lies, also where nothing can be written."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import springtide_engine

compiled = pytest.importorskip("springtide_engine.scheduling.compiled")
LOOP = "from springtide_engine.scheduling.compiled import _FOLDER, popcount; import numpy as np; "
SAY = "print(popcount(np.uint64(7)), _FOLDER)"


def test_the_first_folder_that_can_be_written_keeps_what_was_compiled(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    blocked, fine = tmp_path / "file" / "loops", tmp_path / "deep" / "loops"
    assert compiled.kept_in([blocked, fine]) == fine
    assert list(fine.iterdir()) == []
    assert compiled.kept_in([blocked]) is None


@pytest.mark.parametrize("homeless", [False, True])
def test_a_package_that_cannot_be_written_still_compiles(tmp_path: Path, homeless: bool) -> None:
    pytest.importorskip("numba")
    package, home = tmp_path / "code" / "springtide_engine", tmp_path / "home"
    shutil.copytree(Path(springtide_engine.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "scheduling" / "__pycache__").write_text("in the way of a folder")
    home.write_text("in the way of a folder") if homeless else home.mkdir()
    told = subprocess.run(
        [sys.executable, "-B", "-c", LOOP + SAY],
        env={**os.environ, "PYTHONPATH": str(package.parent), "HOME": str(home)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split(maxsplit=1)
    assert told[0] == "3"
    assert told[1].strip() == "None" if homeless else told[1].startswith(str(home))
    assert homeless or list(home.rglob("*.nbi"))


def test_inner_loops_are_called_by_loops_alone() -> None:
    """Called from outside, one would end the process."""
    trees = {path.stem: ast.parse(path.read_text()) for path in Path(compiled.__file__).parent.glob("*.py")}
    inner = {module: {one.name for one in functions(tree) if "inner" in marks(one)} for module, tree in trees.items()}
    assert sum(map(len, inner.values())) > 20
    for module, tree in trees.items():
        here = set(inner[module])
        for one in ast.walk(tree):
            if isinstance(one, ast.ImportFrom):
                here |= {name.name for name in one.names} & inner.get(str(one.module).rpartition(".")[2], set())
        for one in functions(tree):
            called = {call.func.id for call in ast.walk(one) if isinstance(call, ast.Call) and hasattr(call.func, "id")}
            assert marks(one) & {"inner", "compiled", "allocating"} or not called & here, (module, one.name)


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]


def marks(function: ast.FunctionDef) -> set[str]:
    return {mark.id for mark in function.decorator_list if isinstance(mark, ast.Name)}
