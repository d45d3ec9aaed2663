#!/usr/bin/env python3
"""Django's commands; `./springtide manage …` calls this inside the right environment."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springtide.settings")
    from django.core.management import execute_from_command_line  # the path must be set first

    execute_from_command_line(sys.argv)
