"""Booking, moving and cancelling: where two people's time is given away."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import Refused, may
from springtide.interviews import events, rules, states
from springtide.interviews.actions.telling import tell_candidate, tell_interviewer
from springtide.interviews.models import BusySlot, Interview
from springtide.interviews.queries import open_starts
from springtide.interviews.times import Window, quarters

TAKEN = _("This time has just been taken. Please choose another one; the list is fresh.")


def book(*, interview: Interview, starts_at: datetime, by: Person) -> Interview:
    """Book or move an interview to one of its `open_starts`. The least loaded free interviewer takes it.

    Raises Refused where the time is no longer free, also when somebody else takes it in this very moment.
    """
    try:
        return _book(interview=interview, starts_at=starts_at, by=by)
    except IntegrityError as crossed:  # two people, one quarter of an hour: the constraint decided
        raise Refused(TAKEN) from crossed


@transaction.atomic
def _book(*, interview: Interview, starts_at: datetime, by: Person) -> Interview:
    interview = locked(interview)
    candidate, division = interview.application.candidate.person, interview.round.division
    rules.books(by, candidate.pk, division.scope).require()
    rules.is_invitable(interview.application.state).require()
    rules.is_to_come(interview.starts_at).require()
    target = states.INTERVIEW.target("book", interview.state)
    # Repeating a booking changes nothing: a double click must not send a second letter.
    if interview.state == "booked" and interview.starts_at == starts_at:
        return interview
    free = open_starts(interview).get(starts_at, [])
    may(bool(free), TAKEN).require()
    before = interview.interviewer
    keeps = before is not None and before.pk in free
    interviewer = before if before is not None and keeps else Person.objects.get(pk=free[0])
    interview.state, interview.interviewer = target, interviewer
    interview.starts_at, interview.ends_at = starts_at, starts_at + timedelta(minutes=interview.round.minutes)
    interview.sequence += 1
    _give_time(interview, [interviewer, candidate])
    interview.save(update_fields=["state", "interviewer", "starts_at", "ends_at", "sequence"])
    if before is not None and not keeps:
        tell_interviewer(interview, "cancelled", before)
    tell_candidate(interview, "booked")
    tell_interviewer(interview, "booked", interviewer)
    events.booked.send(Interview, interview=interview)
    record("interviews.book", by=by, about=interview, scope=division.scope, starts_at=starts_at, with_=interviewer.pk)
    return interview


@transaction.atomic
def cancel(*, interview: Interview, by: Person) -> Interview:
    """Cancel before it begins; both people's time is free again, both calendars are told."""
    interview = locked(interview)
    division = interview.round.division
    rules.books(by, interview.application.candidate.person_id, division.scope).require()
    rules.is_to_come(interview.starts_at).require()
    return _cancel(interview, by)


@transaction.atomic
def cancel_all(*, application_id: int, by: Person | None) -> int:
    """When an application ends, so do its interviews to come."""
    waiting = Interview.objects.filter(application=application_id, state__in=["invited", "booked"])
    for interview in waiting:
        _cancel(locked(interview), by)
    return len(waiting)


def _cancel(interview: Interview, by: Person | None) -> Interview:
    was_booked = interview.state == "booked"
    interview.state = states.INTERVIEW.target("cancel", interview.state)
    interview.sequence += 1
    interview.busy_slots.all().delete()
    interview.save(update_fields=["state", "sequence"])
    tell_candidate(interview, "cancelled")
    if was_booked and interview.interviewer is not None:
        tell_interviewer(interview, "cancelled", interview.interviewer)
    record("interviews.cancel", by=by, about=interview, scope=interview.round.division.scope)
    return interview


def _give_time(interview: Interview, people: list[Person]) -> None:
    assert interview.starts_at and interview.ends_at  # noqa: S101 - set by the caller two lines above
    interview.busy_slots.all().delete()
    taken = quarters(Window(interview.starts_at, interview.ends_at))
    BusySlot.objects.bulk_create(
        BusySlot(person=person, starts_at=quarter, interview=interview) for person in people for quarter in taken
    )
