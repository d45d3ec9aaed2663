"""The résumé of an application: handed in, and read by a job."""

from io import BytesIO
from typing import IO

from django.db import transaction

from springtide.applications.bridge import Read
from springtide.applications.models import Application, Document
from springtide.applications.rules.writing import may_write
from springtide.foundation.accounts.models import Person
from springtide.foundation.files.actions import keep_file, store_file, write_bytes
from springtide.foundation.files.models import StoredFile
from springtide.foundation.jobs.actions import enqueue
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.checkpoints import checkpoint
from springtide.foundation.steps.locks import locked

PNG = "image/png"


def attach_resume(
    *, application: Application, content: IO[bytes], name: str, content_type: str, by: Person
) -> Application:
    """Keep the file and ask a job to read it; it takes the place of the one before. The same file again: nothing.

    The kind was told from the bytes by the caller (`files.kinds.kind_of`).
    """
    checkpoint("submit:before-file")
    written = write_bytes(content)
    checkpoint("submit:after-file")
    with transaction.atomic():
        application = locked(application)
        may_write(application).require()
        if application.resume is not None and application.resume.sha256 == written.sha256:
            return application  # the new bytes are a stray, which the sweep removes
        _drop(application.resume)
        application.resume = keep_file(written=written, name=name, content_type=content_type, owner=by)
        application.save(update_fields=["resume", "changed"])
        document = Document.objects.create(application=application, file=application.resume)
        enqueue("applications.read_resume", key=str(document.pk), payload={"document": document.pk}, urgent=True)
        scope = application.intake.scope
        record("applications.resume_attached", by=by, about=application, scope=scope, sha256=written.sha256)
    return application


def _drop(file: StoredFile | None) -> None:
    """Rows only: the bytes become strays and go with the next sweep."""
    if file is not None:
        StoredFile.objects.filter(
            pk__in=Document.previews.through.objects.filter(document__file=file).values("storedfile")
        ).delete()
        file.delete()


@transaction.atomic
def note_reading(*, document: Document, read: Read) -> Document:
    """Write down what the job read. A second run of the job finds it done and changes nothing."""
    document = locked(document)
    if document.state != Document.State.WAITING:
        return document
    write_reading(document, read)
    record(
        "applications.resume_read",
        by=None,
        about=document.application,
        scope=document.application.intake.scope,
        outcome=read.reason or "read",
        pages=read.pages,
    )
    return document


def write_reading(document: Document, read: Read) -> None:
    """What was read, into its row; for callers that journal what they do."""
    document.state = Document.State.READ if read.reason == "" else Document.State.UNREAD
    document.reason, document.text, document.language = read.reason, read.text, read.language
    document.pages, document.profile, document.hidden = read.pages, read.profile, read.hidden
    document.save()
    document.previews.add(*(_preview(page, number) for number, page in enumerate(read.previews, 1)))


def _preview(page: bytes, number: int) -> StoredFile:
    return store_file(content=BytesIO(page), name=f"page-{number}.png", content_type=PNG, owner=None)
