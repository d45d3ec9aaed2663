"""The loops give the same plan where no compiler is installed."""

import subprocess
import sys

import pytest

PLAN = """
import sys
sys.modules["numba"] = {numba}
from springtide_engine.scheduling import Policy, make_season, plan
print(plan(make_season(40, 12, 1), Policy(iterations=20, bound=False)))
"""


def test_a_plan_without_numba_is_the_same():
    pytest.importorskip("numba")
    run = [sys.executable, "-W", "error::RuntimeWarning", "-c"]
    bare = subprocess.run([*run, PLAN.format(numba="None")], capture_output=True, text=True, check=True)
    compiled = subprocess.run(
        [*run, PLAN.format(numba="__import__('numba')")], capture_output=True, text=True, check=True
    )
    assert bare.stdout == compiled.stdout
    assert "Booking" in bare.stdout
