"""`./springtide bench careers`, `submit`, `console` or `interviews`: what is measured stands in tools/benches."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console

from tools.benches.figures import report, show

BENCHES = ("careers", "submit", "console", "interviews")


class Command(BaseCommand):
    help = "Measures Springtide on this machine, with the sample in a folder of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bench", choices=BENCHES)
        parser.add_argument("--json", action="store_true", help="figures for programs instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["bench"]
        measure = import_module(f"tools.benches.{name}").measure
        with _kept_clean() as out:
            figures = list(measure(settings.DATA_DIR / "bench"))
            if options["json"]:
                print(json.dumps(report(name, figures), indent=2), file=out)
            else:
                show(name, figures, Console(file=out))


@contextmanager
def _kept_clean() -> Iterator[TextIO]:
    """The real output; whatever is started meanwhile talks to the error stream, so that JSON stays JSON."""
    sys.stdout.flush()
    with os.fdopen(os.dup(1), "w") as out:
        os.dup2(2, 1)
        try:
            yield out
        finally:
            out.flush()
            os.dup2(out.fileno(), 1)
