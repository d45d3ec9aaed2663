"""`./springtide import postings FILE`: reads a file of postings, tells what it would do, and does it when told."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from springtide.foundation.steps.verdicts import Refused
from springtide.planning.actions.postings import import_postings
from springtide.planning.imports.report import Report, dry_run
from springtide.planning.models import Intake

SHOWN = 20


class Command(BaseCommand):
    help = "Brings postings (JSON or CSV) into an intake. Shows first; writes with --commit. See docs/imports.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--intake", default="", help="short name of the intake; needed where there are several")
        parser.add_argument("--division", default="", help="all postings belong to this division")
        parser.add_argument("--site", default="", help="where a place is missing or unknown")
        parser.add_argument("--seats", type=int, default=1, help="for each opening that tells none (1)")
        parser.add_argument("--publish", action="store_true", help="published at once, not as drafts")
        parser.add_argument("--commit", action="store_true", help="write it")
        parser.add_argument(
            "--dry-run", action="store_true", help="only show, never ask (what happens without --commit)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        intake = self._intake(options["intake"])
        sites = list(intake.sites.values_list("slug", flat=True))
        if options["site"] not in ("", *sites):
            known = ", ".join(sites) or "none yet"
            raise CommandError(f"There is no site “{options['site']}” in {intake.slug}. There are: {known}.")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        chosen = {name: options[name] for name in ("division", "site", "seats")}
        report = dry_run(content, intake=intake, **chosen)
        self._tell(report, intake)
        if not report.ok:
            raise CommandError("Nothing was written: the file comes in whole or not at all.")
        if options["dry_run"] or not (options["commit"] or self._agreed(report)):
            self.stdout.write("Nothing was written. To write it, add --commit.")
            return
        try:
            new = import_postings(intake=intake, report=report, by=None, publish=options["publish"])
        except Refused as refused:
            raise CommandError(str(refused.reason)) from refused
        self.stdout.write(f"Written: {new} new positions in {intake.slug}.")

    def _intake(self, slug: str) -> Intake:
        intakes = Intake.objects.exclude(state="archived").order_by("slug")
        if slug:
            intakes = intakes.filter(slug=slug)
        found = list(intakes)
        if len(found) == 1:
            return found[0]
        known = ", ".join(Intake.objects.exclude(state="archived").order_by("slug").values_list("slug", flat=True))
        raise CommandError(
            f"Name the intake: --intake SLUG. There are: {known or 'none yet; open one in the console'}."
        )

    def _agreed(self, report: Report) -> bool:
        """On a terminal it asks; elsewhere silence is no."""
        if not (report.postings and sys.stdin.isatty()):
            return False
        return input(f"Write {len(report.postings)} positions? [y/N] ").strip().lower() in ("y", "yes")

    def _tell(self, report: Report, intake: Intake) -> None:
        if report.unreadable:
            raise CommandError(report.unreadable)
        out = self.stdout.write
        shape, rows, new = report.shape or "unknown", report.rows, len(report.postings)
        out(f"{report.format}, {report.encoding}, shape “{shape}”: {rows} rows for {intake.slug}")
        out(f"{new} new positions with {report.openings} openings and {report.seats} seats", ending="; ")
        out(f"{report.already} are there already")
        for words, names in report.made:
            out(f"new: {words} ({len(names)}): {', '.join(names[:SHOWN])}{' …' if len(names) > SHOWN else ''}")
        for title, problems in (("worth knowing", report.notes), ("problems", report.problems)):
            if problems:
                out(f"{title} ({len(problems)}):")
            for problem in problems if title == "problems" else problems[:SHOWN]:
                out(f"  line {problem.line}, {problem.column or 'whole line'}: {problem.reason}")
