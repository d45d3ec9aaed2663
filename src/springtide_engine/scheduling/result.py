"""From arrays back to names: the schedule with its figures."""

import hashlib
from datetime import timedelta

import numpy as np

from springtide_engine import __version__
from springtide_engine.scheduling.frame import Normal
from springtide_engine.scheduling.problem import Booking
from springtide_engine.scheduling.reasons import unplaced
from springtide_engine.scheduling.schedule import Bound, GroupCover, Schedule
from springtide_engine.scheduling.state import NEVER, State


def schedule_of(normal: Normal, state: State, bound: Bound | None) -> Schedule:
    """Write a state out."""
    f = normal.frame
    booked = state.start != NEVER
    whole = np.add.reduceat(booked, f.tasks[:-1]) == np.diff(f.tasks) if booked.size else np.zeros(0, dtype=np.bool_)
    placed = int(booked.sum())
    return Schedule(
        bookings=tuple(sorted(_bookings(normal, state), key=lambda one: (one.start, one.candidate, one.round))),
        unplaced=tuple(unplaced(normal, state)),
        complete=int(whole.sum()),
        groups=group_cover(normal, state, bound),
        bound=bound,
        gap=None if bound is None else 100 * (bound.interviews - placed) / max(bound.total, 1),
        problem_digest=problem_digest(normal),
        engine_version=__version__,
    )


def _bookings(normal: Normal, state: State) -> list[Booking]:
    kept = dict(normal.pinned)
    found = []
    for task in np.flatnonzero(state.start != NEVER).tolist():
        if task in kept:
            found.append(kept[task])
            continue
        candidate, spec = normal.rounds[task]
        found.append(
            Booking(
                normal.candidates[candidate].id,
                spec.id,
                normal.clock.origin + timedelta(minutes=int(state.start[task])),
                int(normal.frame.minutes[task]),
                tuple(normal.interviewers[person].id for person in state.people[task] if person >= 0),
                normal.rooms[state.room[task]].id if state.room[task] >= 0 else None,
            )
        )
    return found


def group_cover(normal: Normal, state: State, bound: Bound | None) -> tuple[GroupCover, ...]:
    """Cover by group, in order of label."""
    f = normal.frame
    inside = normal.member[f.owner].astype(np.int64)
    placed = (state.start != NEVER).astype(np.int64) @ inside
    limits = dict(bound.groups) if bound else {}
    return tuple(
        GroupCover(label, int(total), int(here), limits.get(label))
        for label, total, here in zip(normal.groups, inside.sum(axis=0), placed, strict=True)
    )


def problem_digest(normal: Normal) -> str:
    """SHA-256 of the problem in the engine's order: the same for the same problem however it was listed."""
    found = hashlib.sha256(str(normal.clock.origin).encode())
    for name, array in normal.frame._asdict().items():
        found.update(f"; {name} {array.shape}:".encode())
        found.update(np.ascontiguousarray(array).tobytes())
    for kind in (normal.interviewers, normal.candidates, normal.rooms):
        found.update(repr([one.id for one in kind]).encode())
    found.update(repr([(candidate, spec.id) for candidate, spec in normal.rounds]).encode())
    found.update(repr(normal.pinned).encode())
    return found.hexdigest()
