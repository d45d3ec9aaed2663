"""Résumés that somebody brings in: each becomes a draft application for the lead to complete."""

from datetime import datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from springtide.applications.actions.documents import write_reading
from springtide.applications.actions.drafting import write_entries
from springtide.applications.actions.letters import NO_ADDRESS
from springtide.applications.bridge import Read, suggested_email, suggested_entries
from springtide.applications.models import Application, Candidate, Document
from springtide.applications.queries import imported_before, offers_of
from springtide.applications.rules.entries import Entries
from springtide.applications.rules.likeness import likest
from springtide.foundation.accounts.actions import open_account
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.queries import person_by_email
from springtide.foundation.accounts.roles import Role
from springtide.foundation.files.actions import keep_file, write_bytes
from springtide.foundation.files.models import StoredFile
from springtide.foundation.jobs.actions import enqueue
from springtide.foundation.jobs.models import Job
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.foundation.text.emails import canonical_email
from springtide.planning.models import Intake
from springtide.planning.queries import visible_openings

KIND = "applications.import_resume"
SOURCE = "import"


def take_resume(*, intake: Intake, content: IO[bytes], name: str, content_type: str, by: Person | None) -> Job | None:
    """Keep a file and ask a job to make an application of it; None where this content was imported before."""
    written = write_bytes(content)  # where it turns out to be known, a stray that the sweep removes
    with transaction.atomic():
        if imported_before(intake, written.sha256) is not None:
            return None
        key = f"{intake.pk}-{written.sha256}"
        asked = Job.objects.filter(kind=KIND, key=key).first()
        if asked is not None:
            return asked
        file = keep_file(written=written, name=name, content_type=content_type, owner=None)
        payload = {"file": file.pk, "intake": intake.pk, "by": by.pk if by else None}
        job = enqueue(KIND, key=key, payload=payload)
        record("applications.resume_taken", by=by, about=intake, scope=intake.scope, sha256=written.sha256)
    return job


@transaction.atomic
def open_imported(*, intake: Intake, file: StoredFile, read: Read, by: Person | None) -> Application:
    """A draft with what the résumé says. Done before for this file: that draft.

    An address that somebody has already is left to them: people are never merged by machine.
    """
    known = Document.objects.filter(file=file).select_related("application").first()
    if known is not None:
        return known.application
    person = open_account(email=_address(read, file))
    candidate = Candidate.objects.create(person=person)
    application = Application.objects.create(candidate=candidate, intake=intake, source=SOURCE, resume=file, version=0)
    write_entries(application=application, entries=suggested_entries(read.profile), version=0, at=application.created)
    write_reading(Document.objects.create(application=application, file=file), read)
    file.owner = person
    file.save(update_fields=["owner"])
    record(
        "applications.imported",
        by=by,
        about=application,
        scope=intake.scope,
        sha256=file.sha256,
        outcome=read.reason or "read",
    )
    return application


def _address(read: Read, file: StoredFile) -> str:
    try:
        found = canonical_email(suggested_email(read.profile))
    except ValidationError:
        found = ""
    return found if found and person_by_email(found) is None else f"{file.sha256[:24]}{NO_ADDRESS}"


@transaction.atomic
def rank_imported(*, application: Application, openings: list[int], at: datetime, by: Person) -> Application:
    """The lead ranks for somebody whose résumé was brought in."""
    scope = application.intake.scope
    may(by.holds(Role.LEAD, scope=scope), _("Only the intake lead completes imported drafts."), status=403).require()
    application = locked(application)
    ours = application.source == SOURCE and application.state == "draft"
    may(ours, _("Only an imported draft can be completed for its candidate.")).require()
    write_entries(application=application, entries=Entries(openings=openings), version=application.version, at=at)
    record("applications.ranked", by=by, about=application, scope=scope, openings=openings)
    return application


@transaction.atomic
def rank_by_likeness(*, application: Application, by: Person | None) -> list[int]:
    """Rank the openings that share most words with the résumé, for an imported draft that has none."""
    intake = application.intake
    openings = visible_openings(intake, min(intake.shown_deadline, application.created))
    text = "\n".join(application.documents.values_list("text", flat=True))
    found = likest(text, offers_of(openings), most=intake.most_preferences)
    wanted = Entries(openings=found)
    write_entries(application=application, entries=wanted, version=application.version, at=application.created)
    record("applications.ranked", by=by, about=application, scope=intake.scope, rule="likeness", openings=found)
    return found
