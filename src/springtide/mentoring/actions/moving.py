"""The one door for the state of an internship."""

from django.db import transaction
from django.utils import timezone

from springtide.applications.actions import move_application
from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.mentoring import rules, states
from springtide.mentoring.models import Internship

APPLICATION = {"start": "start", "finish": "finish"}
TOLD = {"start": "started", "finish": "finished", "cancel": "cancelled"}
STAMP = {"start": "started_at", "finish": "finished_at"}


@transaction.atomic
def start_internship(*, internship: Internship, by: Person) -> Internship:
    """The intern is there. Whenever that is: the dates are plans."""
    rules.accompanies(by, internship.mentor_person_id, internship.division.scope).require()
    return move_internship(internship=internship, verb="start", by=by)


@transaction.atomic
def finish_internship(*, internship: Internship, by: Person) -> Internship:
    rules.accompanies(by, internship.mentor_person_id, internship.division.scope).require()
    return move_internship(internship=internship, verb="finish", by=by)


@transaction.atomic
def cancel_internship(*, internship: Internship, by: Person | None) -> Internship:
    """The seat was given back before the start: the mentor has room again."""
    return move_internship(internship=internship, verb="cancel", by=by)


@transaction.atomic
def move_internship(*, internship: Internship, verb: str, by: Person | None) -> Internship:
    """Who may is asked by the calling action. Start and finish take the application along."""
    row = locked(internship)
    before, target = row.state, states.INTERNSHIP.target(verb, row.state)
    row.state = internship.state = target
    if verb in STAMP:
        setattr(row, STAMP[verb], timezone.now())
    row.save(update_fields=["state", "started_at", "finished_at"])
    if verb in APPLICATION:
        move_application(application=internship.offer.application, verb=APPLICATION[verb], by=by)
    record(f"mentoring.{TOLD[verb]}", by=by, about=row, scope=internship.division.scope, before=before)
    return row
