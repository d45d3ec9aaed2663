"""Places at which a test may kill the process, to prove that nothing acknowledged is lost."""

import os
import signal

from django.conf import settings


def checkpoint(name: str) -> None:
    """Nothing, unless the settings name this point (SPRINGTIDE_DIE_AT, tests only): then die like a power cut."""
    if name == settings.DIE_AT:
        os.kill(os.getpid(), signal.SIGKILL)
