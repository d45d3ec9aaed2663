"""Work that is due: reading résumés."""

from typing import Any

from django.utils import timezone

from springtide.applications.actions import note_reading, open_imported
from springtide.applications.bridge import read_file
from springtide.applications.models import Document
from springtide.foundation.accounts.models import Person
from springtide.foundation.files.models import StoredFile
from springtide.foundation.files.queries import disk_path
from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.registry import handles
from springtide.planning.models import Intake


@handles("applications.read_resume")
def read_resume(progress: Progress, payload: dict[str, Any]) -> None:
    """Read one résumé. It may have been replaced meanwhile; then there is nothing to do."""
    waiting = Document.objects.select_related("file", "application__candidate")
    document = waiting.filter(pk=payload["document"], state=Document.State.WAITING).first()
    if document is None:
        return
    region = document.application.candidate.country
    read = read_file(disk_path(document.file), region=region, today=timezone.localdate())
    note_reading(document=document, read=read)


@handles("applications.import_resume")
def import_resume(progress: Progress, payload: dict[str, Any]) -> None:
    """Make a draft application of a résumé that was brought in."""
    file = StoredFile.objects.get(pk=payload["file"])
    read = read_file(disk_path(file), region="", today=timezone.localdate())
    by = Person.objects.filter(pk=payload["by"]).first()
    open_imported(intake=Intake.objects.get(pk=payload["intake"]), file=file, read=read, by=by)
