"""Every test process has a data folder of its own; the cast is there for whoever asks for it."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SPRINGTIDE_DATA", tempfile.mkdtemp(prefix="springtide-test-"))
os.environ.setdefault("SPRINGTIDE_SECRET_KEY", "tests-only")
os.environ.setdefault("SPRINGTIDE_SAMPLE", "1")

import pytest

from tests.cast import Cast, cast  # noqa: F401

ROOT = Path(__file__).resolve().parents[1]


def shared_data() -> Path:
    """The folder with real input beside the project, or a skip with the reason."""
    for folder in (os.environ.get("SPRINGTIDE_SHARED", ""), ROOT.parent / "shared", ROOT.parent.parent / "shared"):
        if folder and (Path(folder) / "data").is_dir():
            return Path(folder) / "data"
    pytest.skip("no real input: ../shared/data is absent")


@pytest.fixture
def real_input() -> Path:
    return shared_data()
