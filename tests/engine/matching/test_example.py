"""What the README shows runs as it stands, with polars and without."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("without", ["", "polars"])
def test_a_cohort_is_read_matched_checked_and_written(without, tmp_path):
    code = f"import sys, runpy; sys.modules.update(dict.fromkeys({without.split()!r}))"
    code += "; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "docs" / "examples" / "allocate.py"), "2000", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "60 of 2000 people have a seat, of 60 seats" in done.stdout
    assert "12000 choices checked" in done.stdout
    assert any(tmp_path.glob("result.*"))
