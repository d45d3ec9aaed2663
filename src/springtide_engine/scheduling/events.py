"""What happens to a plan that stands: somebody leaves, a room closes, a candidate withdraws, free time changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeVar

from springtide_engine.scheduling.problem import (
    Booking,
    Candidate,
    Fault,
    Interviewer,
    InvalidProblem,
    Problem,
    Room,
    Window,
)
from springtide_engine.scheduling.schedule import Schedule

Kind = Literal["interviewer", "room", "candidate"]
Owner = TypeVar("Owner", Interviewer, Room, Candidate)


@dataclass(frozen=True)
class Event:
    """From `at` on (aware; None: from the beginning) the interviewer, room or candidate has other free time.

    `windows`: the new ones, of which only what lies after `at` counts; none means that they are gone: an
    interviewer leaves, a room closes, a candidate withdraws. What began before `at` stays as it is, and so does an
    interview that is running then: nobody is taken out of a talk.
    """

    kind: Kind
    id: str
    at: datetime | None = None
    windows: tuple[Window, ...] = ()


def now_of(events: Sequence[Event]) -> datetime | None:
    """The latest moment of any event: nothing can be put before it."""
    return max((event.at.astimezone(UTC) for event in events if event.at), default=None)


def apply(problem: Problem, schedule: Schedule, events: Sequence[Event]) -> Problem:
    """The problem as it is after the events. Raises InvalidProblem where an event names nobody or has no zone.

    Withdrawn candidates keep the rounds that began before; without one they are gone. Doing it twice changes nothing.
    """
    faults = [fault for event in events for fault in _faults(problem, event)]
    if faults:
        raise InvalidProblem(faults)
    for event in events:
        if event.kind == "candidate":
            problem = _candidates(problem, schedule, event)
        elif event.kind == "room":
            own = [one for one in schedule.bookings if one.room == event.id]
            problem = replace(problem, rooms=_changed(problem.rooms, event, own))
        else:
            own = [one for one in schedule.bookings if event.id in one.interviewers]
            problem = replace(problem, interviewers=_changed(problem.interviewers, event, own))
    return problem


def _faults(problem: Problem, event: Event) -> Iterable[Fault]:
    here: dict[Kind, Sequence[Interviewer | Room | Candidate]]
    here = {"interviewer": problem.interviewers, "room": problem.rooms, "candidate": problem.candidates}
    known = any(one.id == event.id for one in here[event.kind])
    # A candidate who withdrew before anything was held is gone already when the same is said again.
    if not known and not (event.kind == "candidate" and not event.windows):
        yield Fault("unknown", event.id, f"there is no {event.kind} {event.id!r} to whom something could happen")
    if event.at and event.at.utcoffset() is None:
        yield Fault("naive", event.id, f"{event.id}: the moment {event.at} of what happens has no time zone")


def _candidates(problem: Problem, schedule: Schedule, event: Event) -> Problem:
    own = [one for one in schedule.bookings if one.candidate == event.id]
    if event.windows:
        return replace(problem, candidates=_changed(problem.candidates, event, own))
    begun = {one.round for one in own if _begun(one, event)}
    kept = []
    for one in problem.candidates:
        rounds = tuple(spec for spec in one.rounds if spec.id in begun)
        if one.id != event.id:
            kept.append(one)
        elif rounds:
            kept.append(replace(one, rounds=rounds))
    pinned = tuple(pin for pin in problem.pinned if pin.candidate != event.id or pin.round in begun)
    return replace(problem, candidates=tuple(kept), pinned=pinned)


def _changed(owners: Sequence[Owner], event: Event, own: Sequence[Booking]) -> tuple[Owner, ...]:
    """The old free time up to `at` or to the end of what runs then, the new one after."""
    turn = None
    if event.at:
        turn = max([event.at.astimezone(UTC), *(_end(one) for one in own if _begun(one, event))])
    return tuple(
        replace(one, windows=_spliced(one.windows, event.windows, turn)) if one.id == event.id else one
        for one in owners
    )


def _spliced(old: Iterable[Window], new: Iterable[Window], turn: datetime | None) -> tuple[Window, ...]:
    if turn is None:
        return tuple(new)
    before = [replace(one, end=min(one.end, turn)) for one in old if one.start < turn]
    after = [replace(one, start=max(one.start, turn)) for one in new if one.end > turn]
    return (*before, *after)


def _begun(booking: Booking, event: Event) -> bool:
    return event.at is not None and booking.start.astimezone(UTC) < event.at


def _end(booking: Booking) -> datetime:
    return booking.start.astimezone(UTC) + timedelta(minutes=booking.minutes)
