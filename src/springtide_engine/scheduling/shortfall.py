"""What lacks, told in hours by kind of seat and week (`lacking` says how much).

Seats that nobody could ever fill are listed apart. Cells in which fewer than five candidates stand could point at a
person: they are merged by week, and if that is still too few, their numbers are left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from springtide_engine.scheduling.bound import isolated
from springtide_engine.scheduling.frame import Flags, Normal
from springtide_engine.scheduling.lacking import lacking, week_of
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.problem import Problem, SeatNeed, Step
from springtide_engine.scheduling.schedule import NobodyCan, Shortfall, ShortfallReport

FEWEST = 5


class Cell(NamedTuple):
    """Seats of one kind that lack in a week, the hours they are, and the candidates who ask for such seats then."""

    seat: SeatNeed
    week: date
    seats: int
    hours: float
    people: frozenset[int]


def shortfall(problem: Problem, step: Step | None = None) -> ShortfallReport:
    """Count the panel-hours that lack, by kind of seat, site and week: with them, this engine books all but a few in a
    thousand of the rounds that are possible at all. `step` is called with (trial plans made, at most). Raises
    InvalidProblem, ImportError (highspy)."""
    normal = normalise(problem)
    reach = isolated(normal)
    cells = _merged(_cells(normal, reach, step))
    return ShortfallReport(
        tuple(sorted(cells, key=lambda cell: (-cell.hours, cell.week, repr(cell.seat)))),
        tuple(_nobody_can(normal)),
        int(reach.sum()),
        reach.size,
    )


def _cells(normal: Normal, reach: Flags, step: Step | None) -> Iterator[Cell]:
    f = normal.frame
    task = np.repeat(np.arange(reach.size), np.diff(f.first))
    week = np.array([week_of(normal, slot * int(f.spans[0])).toordinal() for slot in range(int(f.spans[1]))])[f.starts]
    number = {seat: kind for kind, seat in enumerate(normal.seats)}
    for (seat, monday), seats in lacking(normal, reach, step).items():
        asks = reach & (f.needs == number[seat]).any(axis=1)
        asking = np.unique(task[asks[task] & (week == monday.toordinal())])
        hours = seats * float(f.minutes[asking].mean()) / 60
        yield Cell(seat, monday, seats, hours, frozenset(f.owner[asking].tolist()))


def _merged(cells: Iterable[Cell]) -> list[Shortfall]:
    """Cells with enough candidates as they are, the others of a week together."""
    shown, small = [], defaultdict(list)
    for cell in cells:
        if len(cell.people) >= FEWEST:
            shown.append(Shortfall(cell.seat, cell.seat.site, cell.week, cell.hours, cell.seats, len(cell.people)))
        else:
            small[cell.week].append(cell)
    for week, parts in small.items():
        people = frozenset[int]().union(*(part.people for part in parts))
        hours = sum(part.hours for part in parts)
        if len(people) >= FEWEST:
            shown.append(Shortfall(None, None, week, hours, sum(part.seats for part in parts), len(people)))
        else:
            shown.append(Shortfall(None, None, week, hours, None, None, suppressed=True))
    return shown


def _nobody_can(normal: Normal) -> list[NobodyCan]:
    """Seats that no interviewer could fill at any time, with the rounds that ask for them."""
    f = normal.frame
    ever = np.bitwise_or.reduce(f.able, axis=(0, 1))
    found = []
    for kind, seat in enumerate(normal.seats):
        if not (f.pools[kind] & ever).any():
            asking = (f.needs == kind).any(axis=1)
            few = np.unique(f.owner[asking]).size < FEWEST
            found.append(NobodyCan(seat, None if few else int(asking.sum()), few))
    return found
