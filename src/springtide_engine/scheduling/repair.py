"""A plan mended after something happened: times stay first, then the people concerned move, and nobody else.

1. Who is hit stays at their time with another panel; colleagues may hand seats on for that (`paths`), candidates
   notice nothing. What cannot stay moves, together with other rounds of the same candidate where it must, and whoever
   could leave their time at less harm is ejected for it (`ejecting`).
2. A linear program says how many must leave their time, whoever repairs (`least`).
3. Who still lost an interview could get one if somebody unconcerned moved: that is done only where
   `Policy.weights["bystander"]` allows it, and else told, so that they can be asked.
"""

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from springtide_engine.scheduling.checks import check
from springtide_engine.scheduling.difference import diff
from springtide_engine.scheduling.events import Event, apply, now_of
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.problem import Booking, Policy, Problem, Step
from springtide_engine.scheduling.schedule import RepairReport, Schedule

if TYPE_CHECKING:
    from springtide_engine.scheduling.mending import Mending

Key = tuple[str, str]


def repair(
    problem: Problem,
    schedule: Schedule,
    events: Sequence[Event],
    policy: Policy | None = None,
    step: Step | None = None,
) -> tuple[Schedule, RepairReport]:
    """Mend `schedule`, a valid plan of `problem`, after `events`; the answer is a valid plan of `apply(...)`.

    What the events do not touch is as it was, pinned bookings in any case. Without events, or where they touch
    nothing, the schedule comes back as it is; doing it twice changes nothing. `Policy.bound`: also say how many move
    or are lost at least, which takes longer than the repair. Raises InvalidProblem.
    """
    after = apply(problem, schedule, events)
    from springtide_engine.scheduling.mending import Mending  # noqa: PLC0415 - loads the compiler, see `compiled`

    rounds = {(one.id, spec.id) for one in after.candidates for spec in one.rounds}
    standing = [one for one in schedule.bookings if (one.candidate, one.round) in rounds]
    policy = policy or Policy()
    mending = Mending(normalise(after), standing, now_of(events), policy)
    if not mending.hit.any() and len(mending.tasks) == len(schedule.bookings) + len(schedule.unplaced):
        return schedule, _report(schedule, schedule, mending, events, 0, ((), ()))
    tell = step or _tell_nobody
    mending.mend(tell)
    least = mending.least(tell) if policy.bound else None
    asked = mending.move_bystanders(allowed="bystander" in policy.weights)
    mended = mending.schedule()
    broken = [one for one in check(after, mended) if not one.pinned]
    if broken:
        raise AssertionError(f"the repair breaks {len(broken)} rules, which is a fault of the engine: {broken[0]}")
    return mended, _report(schedule, mended, mending, events, least, asked)


def _tell_nobody(done: int, steps: int) -> None:
    """Progress that nobody asked for."""


def _report(
    before: Schedule,
    mended: Schedule,
    mending: "Mending",
    events: Sequence[Event],
    least: int | None,
    asked: tuple[tuple[Key, ...], tuple[Key, ...]],
) -> RepairReport:
    change = diff(before, mended)
    concerned = {candidate for candidate, _round in mending.affected}
    lost = tuple(_key(one) for one in change.lost)
    moved = tuple(_key(one) for one, _ in change.moved)
    return RepairReport(
        kept=len(before.bookings) - len(lost) - len(moved) - len(change.repanelled),
        repanelled=tuple(_key(one) for one, _ in change.repanelled),
        moved=moved,
        lost=tuple(key for key in lost if key in mending.tasks),
        bystanders=tuple(key for key in moved if key[0] not in concerned),
        lower_bound=least,
        cancelled=tuple(key for key in lost if key not in mending.tasks),
        running=_running(before, events),
        asked=asked[0],
        saved=asked[1],
    )


def _running(schedule: Schedule, events: Sequence[Event]) -> tuple[Key, ...]:
    """Interviews that go on with somebody, or somewhere, that is gone: nobody is taken out of a talk."""
    found = set()
    for event in events:
        for one in schedule.bookings:
            named = {"interviewer": one.interviewers, "room": (one.room,), "candidate": (one.candidate,)}[event.kind]
            if event.at and event.id in named:
                start = one.start.astimezone(UTC)
                if start < event.at.astimezone(UTC) < start + timedelta(minutes=one.minutes):
                    found.add(_key(one))
    return tuple(sorted(found))


def _key(booking: Booking) -> Key:
    return booking.candidate, booking.round
