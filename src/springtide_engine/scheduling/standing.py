"""A schedule as it stands: taken up again, evened out, explained, and what is still open in it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from springtide_engine.scheduling.frame import ANY, Normal
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.planning import insist, prices
from springtide_engine.scheduling.problem import Problem
from springtide_engine.scheduling.schedule import Explanation, Load, OpenStart, Schedule
from springtide_engine.scheduling.starts import slots, stretches

if TYPE_CHECKING:
    from springtide_engine.scheduling.state import State

SPREADS = 20  # passes at most; each is a descent, so they end by themselves long before


def resume(normal: Normal, schedule: Schedule) -> "State":
    """The state of a schedule. Raises KeyError for ids that the problem does not know."""
    from springtide_engine.scheduling.state import NEVER, book, empty  # noqa: PLC0415 - loads the compiler

    state = empty(normal)
    candidates = {one.id: number for number, one in enumerate(normal.candidates)}
    people = {one.id: number for number, one in enumerate(normal.interviewers)}
    rooms = {one.id: number for number, one in enumerate(normal.rooms)}
    for booking in schedule.bookings:
        task = normal.task(candidates[booking.candidate], booking.round)
        if state.start[task] == NEVER:
            panel = np.full(state.people.shape[1], -1, dtype=np.int64)
            panel[: len(booking.interviewers)] = [people[one] for one in booking.interviewers]
            room = -1 if booking.room is None else rooms[booking.room]
            book(normal.frame, state, task, int(normal.clock.minutes(booking.start)), panel, room)
    return state


def rebalance(problem: Problem, schedule: Schedule) -> Schedule:
    """The same interviews at the same times in the same rooms, with panels that spread the load more evenly."""
    from springtide_engine.scheduling.insertion import workspace  # noqa: PLC0415 - loads the compiler
    from springtide_engine.scheduling.result import schedule_of  # noqa: PLC0415
    from springtide_engine.scheduling.smooth import spread  # noqa: PLC0415
    from springtide_engine.scheduling.state import NEVER  # noqa: PLC0415

    normal = normalise(problem)
    state = resume(normal, schedule)
    work, booked = workspace(normal.frame, state, 0), np.flatnonzero(state.start != NEVER)
    for _ in range(SPREADS):
        if not spread(normal.frame, state, booked, np.zeros(len(normal.interviewers)), work):
            break
    even = schedule_of(normal, state, schedule.bound)
    insist(problem, even)
    return even


def load_report(problem: Problem, schedule: Schedule) -> tuple[Load, ...]:
    """What each interviewer carries, in the order of the problem; offered hours are those of the windows, less quiet
    hours and days off. Hours alone are unfair to those with few windows: read the share too."""
    normal = normalise(problem)
    minutes: dict[str, list[int]] = {one.id: [] for one in problem.interviewers}
    for booking in schedule.bookings:
        for one in booking.interviewers:
            minutes[one].append(booking.minutes)
    report = []
    for person in problem.interviewers:
        carried, offered = sum(minutes[person.id]), sum(b - a for a, b in normal.about[person.id].free)
        share = carried / offered if offered else 0.0
        report.append(Load(person.id, len(minutes[person.id]), carried / 60, offered / 60, share))
    return tuple(report)


def open_starts(problem: Problem, schedule: Schedule, candidate: str, round: str) -> tuple[OpenStart, ...]:
    """All starts to which a round can be booked, or moved, while everything else stays; in order of time.

    Empty for a pinned round and while the round before is not booked. Raises KeyError for an unknown id or round.
    """
    from springtide_engine.scheduling.seating import choose_panel, no_panel, room_at  # noqa: PLC0415 - loads the compiler
    from springtide_engine.scheduling.state import NEVER, unbook  # noqa: PLC0415

    normal = normalise(problem)
    state = resume(normal, schedule)
    task = normal.task(_number(normal, candidate), round)
    f = normal.frame
    if f.fixed[task]:
        return ()
    if state.start[task] != NEVER:
        unbook(f, state, task)
    price, panel = prices(normal)[1], no_panel(state)
    found = []
    for slot in _allowed(normal, state, task):
        room = room_at(f, state.room_able, task, slot) if f.room_need[task] >= 0 else None
        if room == -1 or not choose_panel(f, state, task, slot, price, 1.0, panel):
            continue
        found.append(
            OpenStart(
                normal.clock.origin + timedelta(minutes=int(slot * f.spans[0])),
                tuple(normal.interviewers[person].id for person in panel.people if person >= 0),
                None if room is None else normal.rooms[room].id,
            )
        )
    return tuple(found)


def _number(normal: Normal, candidate: str) -> int:
    for number, one in enumerate(normal.candidates):
        if one.id == candidate:
            return number
    raise KeyError(candidate)


def _allowed(normal: Normal, state: "State", task: int) -> Iterator[int]:
    """Slots at which a task keeps to the order of its candidate's rounds and to the day policy."""
    from springtide_engine.scheduling.insertion import forbidden  # noqa: PLC0415 - loads the compiler
    from springtide_engine.scheduling.smooth import between  # noqa: PLC0415
    from springtide_engine.scheduling.state import NEVER  # noqa: PLC0415

    f, owner = normal.frame, int(normal.frame.owner[task])
    if task > f.tasks[owner] and state.start[task - 1] == NEVER:
        return
    floor, ceiling = between(f, state, task)
    for slot in f.starts[f.first[task] : f.first[task + 1]].tolist():
        start, day = slot * f.spans[0], f.days[f.candidate_calendar[owner], slot]
        policy_holds = f.day_policy[owner] == ANY or not forbidden(f, state, owner, day)
        if floor <= start and start + f.minutes[task] <= ceiling and policy_holds:
            yield slot


def explain(problem: Problem, schedule: Schedule, candidate: str) -> tuple[Explanation, ...]:
    """Each round of a candidate in order: its booking, or why there is none. Raises KeyError for an unknown id."""
    normal = normalise(problem)
    number = _number(normal, candidate)
    booked = {(one.candidate, one.round): one for one in schedule.bookings}
    missing = {(one.candidate, one.round): one for one in schedule.unplaced}
    f, free, told = normal.frame, stretches([normal.about[candidate].free]), []
    for task in range(int(f.tasks[number]), int(f.tasks[number + 1])):
        name = normal.rounds[task][1].id
        low, high = slots(free.start, free.stop, int(f.minutes[task]), problem.grid)
        told.append(
            Explanation(
                name,
                booked.get((candidate, name)),
                missing.get((candidate, name)),
                int((high - low).sum()),
                int(f.first[task + 1] - f.first[task]),
                len(open_starts(problem, schedule, candidate, name)),
            )
        )
    return tuple(told)
