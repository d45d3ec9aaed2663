"""The product's own settings with a data folder that is thrown away."""

import atexit
import os
import shutil
import tempfile

if "SPRINGTIDE_TEST_DATA" in os.environ:
    folder = os.environ["SPRINGTIDE_TEST_DATA"]
else:
    folder = tempfile.mkdtemp(prefix="springtide-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ.update(SPRINGTIDE_DATA=folder, SPRINGTIDE_SECRET_KEY="tests-only", SPRINGTIDE_SAMPLE="1")
os.environ.setdefault("SPRINGTIDE_LOG_LEVEL", "WARNING")

from springtide.settings import *  # noqa: F403
from springtide.settings import STATIC_ROOT

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
