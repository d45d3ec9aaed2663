"""Loads the sample on the first start: `./springtide run`, or `./springtide demo --applications 100000`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from springtide.planning.models import Intake
from springtide.sample.loader import load_sample

FEWEST, MOST = 500, 500_000


class Command(BaseCommand):
    help = "Fills an empty data folder with the sample: two intakes, and everything that happened in them so far."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--applications", type=int, default=2000, help=f"{FEWEST} to {MOST}, default 2000")

    def handle(self, *args: Any, **options: Any) -> None:
        count = options["applications"]
        if not FEWEST <= count <= MOST:
            raise CommandError(f"Choose from {FEWEST} to {MOST} applications.")
        if Intake.objects.exists():
            raise CommandError("There is an intake here already. Load the sample into an empty folder: --data DIR")
        if not settings.OUTBOX:
            raise CommandError("The sample writes letters to invented people. Load it where no mail server is set.")
        columns = (TextColumn("  {task.description:<28}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
        with Progress(*columns, TimeElapsedColumn()) as bar:
            task = bar.add_task("Loading the sample", total=None)

            def tell(words: str, done: int, of: int) -> None:
                bar.update(task, description=words, completed=done, total=of)

            loaded = load_sample(applications=count, now=timezone.now(), tell=tell)
        self.stdout.write(f"The sample is loaded: {loaded.applications} applications, {loaded.lines} journal lines.")
