"""A second person approves a schedule: everything is judged again, then booked in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue_many
from springtide.foundation.journal.actions import Line, record, record_many
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews import events, rules, states, words
from springtide.interviews.actions.booking import TAKEN, hold_bookings
from springtide.interviews.actions.schedules import ground_of, move_schedule
from springtide.interviews.bridge.planning import booking_of, broken_by
from springtide.interviews.models import (
    BusySlot,
    Interview,
    Interviewer,
    Panelist,
    Proposal,
    RoomSlot,
    ScheduleRun,
)
from springtide.interviews.queries.schedules import unanswered
from springtide.interviews.times import Window, quarters

BATCH, LETTERS = 500, 50
NAMED = 5  # interviews that a refusal names
GONE = (Proposal.Change.LOST, Proposal.Change.UNPLACED)


@dataclass(frozen=True)
class Pair:
    """A proposal and the interview it is about, locked."""

    proposal: Proposal
    interview: Interview


def approve_schedule(*, run: ScheduleRun, by: Person, typed: int | None = None) -> ScheduleRun:
    """Book what the run proposes. Who booked, moved, cancelled or withdrew since is left as they are.

    Raises Refused where one of the others can no longer be held as proposed, and names them; nothing is booked then.
    """
    try:
        return _approve(run, by, typed)
    except IntegrityError as crossed:  # somebody's quarter of an hour was taken past our eyes: the constraint decided
        raise Refused(TAKEN) from crossed


@transaction.atomic
def _approve(run: ScheduleRun, by: Person, typed: int | None) -> ScheduleRun:
    # 1. Ask. The lock of all bookings of the intake comes first: below it nothing can change.
    hold_bookings(run.intake)
    run = locked(run)
    rules.approves_schedule(by, run.intake.scope, run.started_by_id).require()
    states.SCHEDULE.target("approve", run.state)
    wanted = list(run.proposals.exclude(change=Proposal.Change.UNPLACED))
    rules.is_number_meant(len(wanted), typed).require()
    rules.all_agreed(unanswered(run).count()).require()
    pairs = list(_still_as_read(wanted))
    _require_possible(run, pairs)
    # 2. Write.
    run = move_schedule(run=run, verb="approve", approved_by=by, approved_at=timezone.now())
    _book(run, pairs)
    # 3. Tell, announce, journal.
    told = [pair.proposal.pk for pair in pairs]
    letters = [
        (f"{run.pk}:{start}", {"run": run.pk, "proposals": told[start : start + LETTERS]})
        for start in range(0, len(told), LETTERS)
    ]
    enqueue_many("interviews.tell_schedule", letters)
    for pair in pairs:
        if pair.interview.state == "booked":
            events.booked.send(Interview, interview=pair.interview)
    record_many((_line(run, pair) for pair in pairs), by=by)
    record("interviews.schedule_approved", by=by, about=run, scope=run.intake.scope, interviews=len(pairs))
    return run


def _still_as_read(wanted: Sequence[Proposal]) -> Iterator[Pair]:
    """Those whose interview nobody has touched since the run read it, locked in one order."""
    for start in range(0, len(wanted), BATCH):
        part = {proposal.interview_id: proposal for proposal in wanted[start : start + BATCH]}
        rows = Interview.objects.select_for_update(of=("self",)).filter(pk__in=part).order_by("pk")
        rows = rows.select_related("round__division__intake", "application__candidate__person")
        for interview in rows:
            proposal = part[interview.pk]
            expected = "invited" if proposal.change == Proposal.Change.NEW else "booked"
            alive = interview.state == expected and interview.application.state == "shortlisted"
            if alive and interview.sequence == proposal.sequence:
                yield Pair(proposal, interview)


def _require_possible(run: ScheduleRun, pairs: Sequence[Pair]) -> None:
    proposals = [booking_of(pair.interview, pair.proposal) for pair in pairs if pair.proposal.change not in GONE]
    gone = [pair.interview.pk for pair in pairs if pair.proposal.change in GONE]
    broken = broken_by(ground_of(run, shared=False), proposals, gone)
    late = {pair.interview.pk for pair in pairs if _has_passed(pair.proposal)}
    if not broken and not late:
        return
    names = {pair.interview.pk: str(pair.interview.application.candidate) for pair in pairs}
    lines = [(names.get(pk, ""), words.broken(rule)) for pk, rule in broken]
    lines += [(names[pk], words.broken("past")) for pk in sorted(late)]
    reasons = "; ".join(f"{name}: {text}" if name else text for name, text in lines[:NAMED])
    raise Refused(
        _("Since this run, %(count)d of its times have become impossible. Start a new run. %(reasons)s")
        % {"count": len({pk for pk, _rule in broken} | late), "reasons": reasons}
    )


def _has_passed(proposal: Proposal) -> bool:
    return proposal.change not in GONE and proposal.starts_at is not None and proposal.starts_at <= timezone.now()


def _book(run: ScheduleRun, pairs: Sequence[Pair]) -> None:
    """Free what these interviews had, then write what they have from now on."""
    rows = [pair.interview for pair in pairs]
    links = _links(run, pairs)
    for pair in pairs:
        _set(pair, links)
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        for table in (BusySlot, RoomSlot, Panelist):
            table._default_manager.filter(interview__in=[row.pk for row in part]).delete()
    fields = ["state", "starts_at", "ends_at", "room", "link", "sequence"]
    Interview.objects.bulk_update(rows, fields, batch_size=100)
    booked = [pair for pair in pairs if pair.proposal.change not in GONE]
    Panelist.objects.bulk_create(
        (
            Panelist(interview=pair.interview, person_id=person, seat=seat)
            for pair in booked
            for seat, person in enumerate(pair.proposal.panel, 1)
        ),
        batch_size=BATCH,
    )
    BusySlot.objects.bulk_create(_busy(booked), batch_size=BATCH)
    RoomSlot.objects.bulk_create(
        (
            RoomSlot(room_id=pair.proposal.room_id, starts_at=quarter, interview=pair.interview)
            for pair in booked
            if pair.proposal.room_id
            for quarter in _quarters(pair)
        ),
        batch_size=BATCH,
    )


def _set(pair: Pair, links: dict[int, str]) -> None:
    row, proposal = pair.interview, pair.proposal
    row.sequence += 1
    if proposal.change in GONE:
        row.state, row.starts_at, row.ends_at, row.room_id = "invited", None, None, None
        return
    row.state = states.INTERVIEW.target("book", row.state)
    row.starts_at, row.ends_at, row.room_id = proposal.starts_at, proposal.ends_at, proposal.room_id
    own = next((links[person] for person in proposal.panel if person in links), row.link)
    row.link = "" if row.round.is_onsite else own


def _links(run: ScheduleRun, pairs: Sequence[Pair]) -> dict[int, str]:
    """Person → their video room, of all who sit on one of these panels."""
    people = {person for pair in pairs for person in pair.proposal.panel}
    rows = Interviewer.objects.filter(intake=run.intake, person__in=people).exclude(link="")
    return dict(rows.values_list("person", "link"))


def _busy(booked: Sequence[Pair]) -> Iterator[BusySlot]:
    for pair in booked:
        people = {*pair.proposal.panel, pair.interview.application.candidate.person_id}
        for person in sorted(people):
            for quarter in _quarters(pair):
                yield BusySlot(person_id=person, starts_at=quarter, interview=pair.interview)


def _quarters(pair: Pair) -> list[datetime]:
    assert pair.proposal.starts_at and pair.proposal.ends_at  # noqa: S101 - a constraint of the table
    return quarters(Window(pair.proposal.starts_at, pair.proposal.ends_at))


def _line(run: ScheduleRun, pair: Pair) -> Line:
    """As a booking by hand is journaled, with the run it came from."""
    proposal = pair.proposal
    told = {"run": run.pk, "change": proposal.change, "starts_at": pair.interview.starts_at, "panel": proposal.panel}
    verb = "interviews.release" if proposal.change in GONE else "interviews.book"
    return Line(verb, pair.interview, pair.interview.round.division.scope, told | {"room": proposal.room_id})
