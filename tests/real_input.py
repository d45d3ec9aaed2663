"""Where real input lies beside the project; plain Python, since the engine's tests run without Django."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_data() -> Path:
    """The folder with real input, or a skip with the reason."""
    for folder in (os.environ.get("SPRINGTIDE_SHARED", ""), ROOT.parent / "shared", ROOT.parent.parent / "shared"):
        if folder and (Path(folder) / "data").is_dir():
            return Path(folder) / "data"
    pytest.skip("no real input: ../shared/data is absent")


@pytest.fixture
def real_input() -> Path:
    return shared_data()
