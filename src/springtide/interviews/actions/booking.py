"""Booking, moving and cancelling: where people's time and rooms are given away."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import held, locked, one_at_a_time
from springtide.foundation.steps.verdicts import Refused, may
from springtide.interviews import events, rules, states
from springtide.interviews.actions.reminding import remind_later
from springtide.interviews.actions.telling import tell_candidate, tell_panelist
from springtide.interviews.models import BusySlot, Interview, Interviewer, Panelist, RoomSlot
from springtide.interviews.queries import Calendars, Seating, with_all
from springtide.interviews.times import Window, floor_quarter, quarters
from springtide.planning.models import Intake

TAKEN = _("This time has just been taken. Please choose another one; the list is fresh.")


def book(*, interview: Interview, starts_at: datetime, by: Person, seating: Seating | None = None) -> Interview:
    """Book or move an interview to one of its `open_starts`, with the panel that has least to do, or with `seating`.

    Raises Refused where the time is no longer free, also when somebody else takes it in this very moment.
    """
    try:
        with one_at_a_time():
            return _book(interview, starts_at.astimezone(UTC), by, seating)
    except IntegrityError as crossed:  # two bookings, one quarter of an hour: the constraint decided
        raise Refused(TAKEN) from crossed


def _book(interview: Interview, starts_at: datetime, by: Person, seating: Seating | None) -> Interview:
    hold_bookings(interview.round.intake)
    interview = with_all(Interview.objects.all()).get(pk=held(interview).pk)  # at once: others wait for the lock
    candidate, round = interview.application.candidate.person, interview.round
    rules.books(by, candidate.pk, round.division.scope).require()
    rules.is_invitable(interview.application.state).require()
    rules.is_to_come(interview.starts_at).require()
    target = states.INTERVIEW.target("book", interview.state)
    # Repeating a booking changes nothing: a double click must not send a second letter.
    if interview.state == "booked" and interview.starts_at == starts_at and seating is None:
        return interview
    own = by.pk == candidate.pk
    if own and interview.state == "booked":
        rules.may_move(interview.moves, round.most_moves).require()
        rules.is_in_time(interview.starts_at, round.notice_hours).require()
    calendars = Calendars(interview)
    found = _seating(calendars, starts_at, round.notice_hours if own else 0, seating)
    interview.moves += own and interview.state == "booked"
    interview.state, interview.starts_at, interview.ends_at = target, starts_at, starts_at + calendars.length
    before = _panel(interview)
    _give(interview, found, candidate)
    _tell_all(interview, before)
    events.booked.send(Interview, interview=interview)
    told = {"starts_at": starts_at, "panel": list(found.panel), "room": found.room}
    record("interviews.book", by=by, about=interview, scope=round.division.scope, **told)
    return interview


def _seating(calendars: Calendars, starts_at: datetime, notice: int, wanted: Seating | None) -> Seating:
    on_time = floor_quarter(starts_at) == starts_at > timezone.now() + timedelta(hours=notice)
    found = wanted or calendars.seating(starts_at) if on_time else None
    if found is None or (wanted and not calendars.allows(starts_at, wanted)):
        raise Refused(TAKEN)
    return found


def hold_bookings(intake: Intake) -> None:
    """The one lock of all bookings of an intake, taken first: limits of people are no constraint of a table.

    It does not hold up what merely refers to the intake, such as a new application.
    """
    if transaction.get_connection().in_atomic_block:
        Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)


@transaction.atomic
def change_panelist(*, interview: Interview, seat: int, person: Person, by: Person) -> Interview:
    """Put somebody else in a seat of a booked panel; the time stays, calendars of all are told."""
    hold_bookings(interview.round.intake)
    interview = locked(interview)
    rules.recruits(by, interview.round.division.scope).require()
    rules.is_to_come(interview.starts_at).require()
    states.INTERVIEW.target("book", interview.state)
    calendars = Calendars(interview)
    may(interview.state == "booked", _("The candidate has not chosen a time yet.")).require()
    free = 1 <= seat <= len(calendars.sitting) and person.pk in calendars.substitutes(seat)
    may(free, _("%(name)s is not free then, or does not fit this seat.") % {"name": person}).require()
    before = _panel(interview)
    panel = list(calendars.sitting)
    panel[seat - 1] = person.pk
    _give(interview, Seating(tuple(panel), interview.room_id), interview.application.candidate.person)
    _tell_all(interview, before)
    scope = interview.round.division.scope
    record("interviews.change_panelist", by=by, about=interview, scope=scope, seat=seat, person=person.pk)
    return interview


@transaction.atomic
def cancel(*, interview: Interview, by: Person) -> Interview:
    """Cancel before it begins; everybody's time is free again, all calendars are told."""
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
    interview.room_slots.all().delete()
    interview.save(update_fields=["state", "sequence"])
    tell_candidate(interview, "cancelled")
    for person in _panel(interview).values() if was_booked else ():
        tell_panelist(interview, "cancelled", person)
    record("interviews.cancel", by=by, about=interview, scope=interview.round.division.scope)
    return interview


def _give(interview: Interview, seating: Seating, candidate: Person) -> None:
    """Write whose time is taken from now on: the panel's, the candidate's, the room's."""
    assert interview.starts_at and interview.ends_at  # noqa: S101 - set by the caller
    interview.sequence += 1
    interview.room_id = seating.room
    interview.link = "" if interview.round.is_onsite else _video_room(interview, seating.panel)
    interview.save(update_fields=["state", "starts_at", "ends_at", "sequence", "moves", "room", "link"])
    interview.panelists.all().delete()
    Panelist.objects.bulk_create(
        Panelist(interview=interview, person_id=person, seat=seat) for seat, person in enumerate(seating.panel, 1)
    )
    interview.busy_slots.all().delete()
    interview.room_slots.all().delete()
    taken = quarters(Window(interview.starts_at, interview.ends_at))
    # By person: bookings that cross meet at the same quarter first, whoever began.
    BusySlot.objects.bulk_create(
        BusySlot(person_id=person, starts_at=quarter, interview=interview)
        for person in sorted({*seating.panel, candidate.pk})
        for quarter in taken
    )
    if seating.room is not None:
        RoomSlot.objects.bulk_create(
            RoomSlot(room_id=seating.room, starts_at=quarter, interview=interview) for quarter in taken
        )
    remind_later(interview)


def _video_room(interview: Interview, panel: Sequence[int]) -> str:
    """The video room of the first panelist who has one; else what was there."""
    rows = Interviewer.objects.filter(person__in=panel, intake=interview.round.intake_id).exclude(link="")
    links = dict(rows.values_list("person", "link"))
    return next((links[person] for person in panel if person in links), interview.link)


def _panel(interview: Interview) -> dict[int, Person]:
    return {panelist.person_id: panelist.person for panelist in interview.panelists.select_related("person")}


def _tell_all(interview: Interview, before: dict[int, Person]) -> None:
    panel = _panel(interview)
    tell_candidate(interview, "booked")
    for pk, person in before.items():
        if pk not in panel:
            tell_panelist(interview, "cancelled", person)
    for person in panel.values():
        tell_panelist(interview, "booked", person)
