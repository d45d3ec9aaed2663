"""`./springtide import resumes DIR`: every PDF and DOCX of a folder becomes a draft application, read by jobs."""

import hashlib
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from springtide.applications.actions import rank_by_likeness, submit_imported, take_resume
from springtide.applications.actions.letters import NO_ADDRESS
from springtide.applications.bridge import suggested_email
from springtide.applications.models import Application
from springtide.applications.queries import imported_before
from springtide.foundation.files.kinds import kind_of
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.steps.verdicts import Refused
from springtide.planning.models import Intake

WORKING = (Job.State.READY, Job.State.RUNNING)


class Command(BaseCommand):
    help = "Makes draft applications of a folder of résumés (PDF, DOCX). The same file twice is one application."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--intake", default="", help="short name of the intake; needed where there are several")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--submit",
            action="store_true",
            help="send the drafts too; who ranked nothing gets the openings that share most words with the résumé",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder. Name the folder that holds the résumés.")
        intake = self._intake(options["intake"])
        files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
        refused = {path: reason for path in files if (reason := _refusal(path))}
        good = [path for path in files if path not in refused]
        if options["dry_run"]:
            self._foretell(files, refused, intake)
            return
        jobs = {path: _take(path, intake) for path in good if not _known(path, intake)}
        self._wait([job for job in jobs.values() if job is not None])
        lines = [self._outcome(path, intake, refused, new=path in jobs, send=options["submit"]) for path in files]
        for number, line in enumerate(lines, 1):
            self.stdout.write(f"{number:4}/{len(files)}  {line}")
        self._close(intake, new=len(jobs), refused=len(refused), known=len(good) - len(jobs))

    def _intake(self, slug: str) -> Intake:
        intakes = Intake.objects.exclude(state="archived").order_by("slug")
        found = list(intakes.filter(slug=slug) if slug else intakes)
        if len(found) == 1:
            return found[0]
        known = ", ".join(intakes.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"Say which intake: --intake SLUG. There are: {known}.")

    def _foretell(self, files: list[Path], refused: dict[Path, str], intake: Intake) -> None:
        for number, path in enumerate(files, 1):
            known = None if path in refused else _known(path, intake)
            what = refused.get(path) or (f"already application {known.pk}" if known else "would be read")
            self.stdout.write(f"{number:4}/{len(files)}  {path.name}: {what}")
        self.stdout.write("Nothing was written. Without --dry-run it is.")

    def _wait(self, jobs: list[Job]) -> None:
        """Do the jobs here, beside whatever worker runs elsewhere, until none of them is left."""
        ours = Job.objects.filter(pk__in=[job.pk for job in jobs])
        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task("Reading résumés", total=len(jobs))
            while left := ours.filter(state__in=WORKING, attempts__lt=2).count():
                bar.update(task, completed=len(jobs) - left)
                if not run_due(most=1):
                    time.sleep(0.2)
            bar.update(task, completed=len(jobs))

    def _outcome(self, path: Path, intake: Intake, refused: dict[Path, str], *, new: bool, send: bool) -> str:
        if path in refused:
            return f"{path.name}: {refused[path]}"
        application = _known(path, intake)
        if application is None:
            return f"{path.name}: could not be read yet; a worker will try again. See: ./springtide worker"
        document = application.documents.get()
        text = "text read" if document.state == "read" else f"text not read ({document.reason})"
        person = application.candidate.person
        address = _address_lost(document.profile) if person.email.endswith(NO_ADDRESS) else person.email
        sent = _send(application) if send and application.state == "draft" else ""
        words = ["new" if new else "known", f"application {application.pk}", str(application.candidate), address, text]
        return f"{path.name}: {' · '.join([*words, *([sent] if sent else [])])}"

    def _close(self, intake: Intake, *, new: int, refused: int, known: int) -> None:
        self.stdout.write(f"{new} new, {known} known before, {refused} not taken.")
        lost = Application.objects.filter(
            intake=intake, source="import", candidate__person__email__endswith=NO_ADDRESS
        ).select_related("candidate__person")
        if lost:
            self.stdout.write("No letter reaches these; their placeholder addresses end in import.invalid:")
        for application in lost:
            self.stdout.write(f"  application {application.pk}  {application.candidate}")


def _refusal(path: Path) -> str:
    size = path.stat().st_size
    if not size:
        return "empty"
    if size > settings.UPLOAD_LIMIT:
        return f"larger than {settings.UPLOAD_LIMIT // 1024 // 1024} MB"
    with path.open("rb") as content:
        return "" if kind_of(content) else "neither PDF nor DOCX"


def _known(path: Path, intake: Intake) -> Application | None:
    return imported_before(intake, hashlib.sha256(path.read_bytes()).hexdigest())


def _take(path: Path, intake: Intake) -> Job | None:
    with path.open("rb") as content:
        kind = kind_of(content)
        return take_resume(intake=intake, content=content, name=path.name, content_type=kind, by=None)


def _address_lost(profile: dict[str, Any]) -> str:
    written = suggested_email(profile)
    return f"{written} is somebody else's already" if written else "no e-mail address found"


def _send(application: Application) -> str:
    try:
        if not application.preferences.exists() and not rank_by_likeness(application=application, by=None):
            return "not sent: no opening shares a word with it"
        sent = submit_imported(application=application, at=timezone.now(), by=None)
    except Refused as refusal:
        return f"not sent: {refusal.reason}"
    return f"sent, receipt {sent.receipt}"
