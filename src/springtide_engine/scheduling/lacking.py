"""How many seats lack: what the linear programme says must lack, and what still lacks in trial plans with that.

The programme has the rows of the bound, every possible round forced in, and a price on each seat bought. Nobody can
do with fewer, but whole interviews, hours within a day and people who are needed twice at once ask for more. So the
seats are lent to a plan, each as somebody who sits once in that week; what still waits buys what it lacks there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import numpy as np

from springtide_engine.scheduling.frame import Flags, Normal
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.planning import searched
from springtide_engine.scheduling.problem import Interviewer, LoadCap, Policy, Problem, SeatNeed, Step, Window
from springtide_engine.scheduling.times import DAY

LEAST, SLIGHT = 1e-3, 0.05  # of a seat: below it is what an interior point leaves, or what no seat more is worth
NEAR = 0.003  # of all rounds: a trial plan that lacks no more will do
TRIALS = 6
Seats = Counter[tuple[SeatNeed, date]]
"""Whole seats by kind and Monday of the week."""


def lacking(normal: Normal, reach: Flags, step: Step | None = None) -> Seats:
    """The seats that have to be added so that all rounds in `reach` (N) are held, but for a few in a thousand; none
    where the programme holds all. `step` counts trials. Raises ImportError (highspy)."""
    seats = _at_least(normal, reach)
    wanted = {
        (normal.candidates[normal.rounds[task][0]].id, normal.rounds[task][1].id) for task in np.flatnonzero(reach)
    }
    for trial in range(TRIALS if seats else 0):
        more, missing = _still(normal.problem, seats, wanted, step and partial(_tell, step, trial))
        if missing <= NEAR * reach.size:
            break
        seats += more
    return seats


def _tell(step: Step, trial: int, _done: int, _total: int) -> None:
    """The search counts its steps, whoever waits for all trials the trials."""
    step(trial, TRIALS)


def _at_least(normal: Normal, reach: Flags) -> Seats:
    """Solve the programme; parts of a seat are gathered over the weeks, and what is left counts as one."""
    from springtide_engine.scheduling.linear import maximise  # noqa: PLC0415 - the solver takes a while to load
    from springtide_engine.scheduling.relaxation import programme  # noqa: PLC0415

    made = programme(normal, reach)
    kinds, blocks = np.nonzero(made.seat_row >= 0)
    tasks, bought, rows = made.x_task.size, kinds.size, len(made.limit)
    if not tasks:
        return Counter()
    column, row, value = made.matrix()
    size = made.top.size
    entries = (
        np.concatenate([column, size + np.arange(bought)]),
        np.concatenate([row, made.seat_row[kinds, blocks]]),
        np.concatenate([value, -np.ones(bought)]),
    )
    lower = np.full(rows, -np.inf)
    lower[: np.unique(made.x_task).size] = 1.0  # the first rows: each task is held, exactly once
    gain = np.concatenate([np.zeros(size), -np.ones(bought)])
    top = np.concatenate([made.top, np.full(bought, 3.0 * tasks)])
    x = maximise(gain, top, entries, lower, np.array(made.limit)).x[size:]
    parts: dict[SeatNeed, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    for kind, block, seats in zip(kinds.tolist(), blocks.tolist(), x.tolist(), strict=True):
        parts[normal.seats[kind]][week_of(normal, block * DAY)] += seats
    return +Counter({(seat, week): n for seat, weeks in parts.items() for week, n in _whole(weeks)})


def _whole(weeks: dict[date, float]) -> Iterator[tuple[date, int]]:
    """Parts of a seat as whole ones: they are gathered over the weeks, and what is left in the end counts as one."""
    amount = np.cumsum([weeks[week] for week in sorted(weeks)])
    if amount[-1] >= LEAST:
        seats = max(np.ceil(amount[-1] - SLIGHT), 1.0)
        whole = np.diff(np.round(amount * seats / amount[-1]), prepend=0).astype(int)
        yield from zip(sorted(weeks), whole.tolist(), strict=True)


def _still(problem: Problem, seats: Seats, wanted: set[tuple[str, str]], step: Step | None = None) -> tuple[Seats, int]:
    """What still lacks in a plan with these seats, and how many of the rounds wanted that plan does not hold."""
    from springtide_engine.scheduling.buying import buy  # noqa: PLC0415 - loads the compiler, see `compiled`
    from springtide_engine.scheduling.state import NEVER  # noqa: PLC0415

    normal = normalise(replace(problem, interviewers=(*problem.interviewers, *_lent(problem, seats))))
    search, _ = searched(normal, Policy(bound=False), step)
    mine = [(normal.candidates[c].id, spec.id) in wanted for c, spec in normal.rounds]
    missing = np.flatnonzero(np.array(mine) & (search.state.start == NEVER))
    bought = np.full((3 * missing.size, 2), -1, dtype=np.int64)
    count = buy(normal.frame, search.state, missing, bought, search.work)
    minutes = bought[:count, 1] * normal.frame.spans[0]
    found = zip(bought[:count, 0].tolist(), minutes.tolist(), strict=True)
    return Counter((normal.seats[kind], week_of(normal, minute)) for kind, minute in found), missing.size


def _lent(problem: Problem, seats: Seats) -> Iterator[Interviewer]:
    """For each seat somebody who can sit there once, at any time of the week."""
    names = [*(one.id for one in problem.interviewers), *(one.id for one in problem.candidates)]
    longest = max(map(len, names))
    for number, (seat, week) in enumerate(seats.elements()):
        monday = datetime.combine(week, time(), UTC)
        yield Interviewer(
            id=f"{number:0{longest + 1}}",  # longer than any other
            site=seat.site or "",
            tz="UTC",
            skills=frozenset({seat.skill}),
            divisions=frozenset({seat.division} if seat.division else ()),
            languages=frozenset({seat.language}),
            windows=(Window(monday, monday + timedelta(days=7), "UTC"),),
            cap=LoadCap(per_week=1),
        )


def week_of(normal: Normal, minute: int) -> date:
    """The Monday (UTC) of the week of a minute since the grid's origin."""
    day = (normal.clock.origin + timedelta(minutes=minute)).date()
    return day - timedelta(days=day.weekday())
