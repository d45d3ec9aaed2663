"""The loops run wherever the package lies, also where nothing can be written."""

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
