"""Why a round has no booking, and which of its seats stand in the way."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.frame import Normal, Words
from springtide_engine.scheduling.problem import SeatNeed
from springtide_engine.scheduling.schedule import Reason, Unplaced
from springtide_engine.scheduling.state import NEVER, State


def unplaced(normal: Normal, state: State) -> Iterator[Unplaced]:
    """Every round without a booking, in the order of candidates and rounds."""
    f = normal.frame
    ever = np.bitwise_or.reduce(f.able, axis=(0, 1))
    for task in np.flatnonzero(state.start == NEVER).tolist():
        candidate, spec = normal.rounds[task]
        reason, seats = _why(normal, state, task, ever)
        yield Unplaced(normal.candidates[candidate].id, spec.id, reason, seats)


def _why(normal: Normal, state: State, task: int, ever: Words) -> tuple[Reason, tuple[SeatNeed, ...]]:
    f, (candidate, spec) = normal.frame, normal.rounds[task]
    rows = [f.pools[need] & ever & ~f.barred[candidate] for need in f.needs[task] if need >= 0]
    if lacking := _deficient(rows):
        return "nobody_can", tuple(spec.seats[seat] for seat in lacking)
    if task > f.tasks[candidate] and state.start[task - 1] == NEVER:
        return "previous_round", ()
    starts = f.starts[f.first[task] : f.first[task + 1]]
    if not starts.size:
        return "no_common_time", ()
    free = state.able[f.length[task], starts]
    lacking = tuple(seat for seat, row in enumerate(rows) if not (free & row).any())
    return "taken", tuple(spec.seats[seat] for seat in lacking)


def _deficient(rows: Sequence[Words]) -> tuple[int, ...]:
    """A smallest set of seats with fewer people than seats (Hall 1935), or nothing."""
    for size in range(1, len(rows) + 1):
        for seats in combinations(range(len(rows)), size):
            if count(np.bitwise_or.reduce([rows[seat] for seat in seats])) < size:
                return seats
    return ()


def count(row: npt.NDArray[np.uint64]) -> int:
    """Number of bits set."""
    return sum(int(word).bit_count() for word in row.tolist())
