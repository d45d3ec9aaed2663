"""What lacks, in hours: the same rows as the bound, every possible round forced in, and a price on each seat bought.

Seats that nobody could ever fill are listed apart. Cells in which fewer than five candidates stand could point at a
person: they are merged by week, and if that is still too few, their numbers are left out.
"""

from collections import defaultdict
from datetime import date, timedelta

import numpy as np

from springtide_engine.scheduling.bound import isolated
from springtide_engine.scheduling.frame import Flags, Integers, Normal, Numbers
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.problem import Problem, SeatNeed
from springtide_engine.scheduling.schedule import NobodyCan, Shortfall, ShortfallReport
from springtide_engine.scheduling.times import DAY

FEWEST = 5
LEAST = 1e-4  # of a seat: below it is what an interior point leaves


def shortfall(problem: Problem) -> ShortfallReport:
    """Count the panel-hours that lack, by kind of seat, site and week. Raises InvalidProblem, ImportError (highspy)."""
    normal = normalise(problem)
    reach = isolated(normal)
    cells = _merged(_cells(normal, reach))
    return ShortfallReport(
        tuple(sorted(cells, key=lambda cell: (-cell.hours, cell.week, repr(cell.seat)))),
        tuple(_nobody_can(normal)),
        int(reach.sum()),
        reach.size,
    )


def _cells(normal: Normal, reach: Flags) -> dict[tuple[SeatNeed, date], tuple[float, float, set[int]]]:
    """(seat, Monday of the week): minutes and seats bought, and the candidates who ask for such seats that week."""
    from springtide_engine.scheduling.linear import maximise  # noqa: PLC0415 - the solver takes a while to load
    from springtide_engine.scheduling.relaxation import programme  # noqa: PLC0415

    f, made = normal.frame, programme(normal, reach)
    kinds, blocks = np.nonzero(made.seat_row >= 0)
    tasks, bought, rows = made.x_task.size, kinds.size, len(made.limit)
    if not tasks:
        return {}
    column, row, value = made.matrix()
    size = made.top.size
    slack = size + np.arange(bought)
    entries = (
        np.concatenate([column, slack]),
        np.concatenate([row, made.seat_row[kinds, blocks]]),
        np.concatenate([value, -np.ones(bought)]),
    )
    held = np.unique(made.x_task, return_inverse=True)[1].reshape(-1)
    upper = np.array(made.limit)
    lower = np.full(rows, -np.inf)
    lower[: int(held.max()) + 1] = 1.0  # the first rows: each task is held, exactly once
    gain = np.concatenate([np.zeros(size), -np.ones(bought)])
    top = np.concatenate([made.top, np.full(bought, float(tasks))])
    x = maximise(gain, top, entries, lower, upper, interior=True).x
    return _by_week(normal, made.x_task, made.x_block, x[:tasks], kinds, blocks, x[size:], f.minutes)


def _by_week(
    normal: Normal,
    x_task: Integers,
    x_block: Integers,
    x: Numbers,
    kinds: Integers,
    blocks: Integers,
    bought: Numbers,
    minutes: Integers,
) -> dict[tuple[SeatNeed, date], tuple[float, float, set[int]]]:
    needs, owner = normal.frame.needs, normal.frame.owner
    found: dict[tuple[SeatNeed, date], tuple[float, float, set[int]]] = {}
    for kind, block, seats in zip(kinds.tolist(), blocks.tolist(), bought.tolist(), strict=True):
        if seats < LEAST:
            continue
        asking = (x_block == block) & (needs[x_task] == kind).any(axis=1)
        weight = np.maximum(x[asking], LEAST)
        length = float(np.average(minutes[x_task[asking]], weights=weight))
        day = (normal.clock.origin + timedelta(minutes=block * DAY)).date()
        key = normal.seats[kind], day - timedelta(days=day.weekday())
        past, number, people = found.get(key, (0.0, 0.0, set()))
        found[key] = past + seats * length, number + seats, people | set(owner[x_task[asking]].tolist())
    return found


def _merged(cells: dict[tuple[SeatNeed, date], tuple[float, float, set[int]]]) -> list[Shortfall]:
    """Cells with enough candidates as they are, the others of a week together."""
    shown, small = [], defaultdict(list)
    for (seat, week), (minutes, seats, people) in cells.items():
        if len(people) >= FEWEST:
            shown.append(Shortfall(seat, seat.site, week, minutes / 60, max(round(seats), 1), len(people)))
        else:
            small[week].append((minutes, seats, people))
    for week, parts in small.items():
        people = set().union(*(part[2] for part in parts))
        hours = sum(part[0] for part in parts) / 60
        if len(people) >= FEWEST:
            seats = max(round(sum(part[1] for part in parts)), 1)
            shown.append(Shortfall(None, None, week, hours, seats, len(people)))
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
