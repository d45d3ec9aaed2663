"""The most interviews any schedule could book: a proven upper limit, whole and for each group.

Two limits, the smaller counts. *Static*: what each candidate could have as the only one (`isolation`). *Linear
programme*: also who is needed on how many days (`relaxation`). Its limit is computed from prices by hand: for any
prices y >= 0 of the rows, no schedule is worth more than limits @ y plus what the columns gain beyond their price.
So it holds whatever the solver's tolerances are, and even if the solver ended early.
"""

import numpy as np

from springtide_engine.scheduling.frame import Flags, Normal, Numbers
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.problem import Problem, Step
from springtide_engine.scheduling.schedule import Bound

ROUNDING = 1e-6


def coverage_bound(problem: Problem, step: Step | None = None) -> Bound:
    """Bound the number of interviews. Raises InvalidProblem. Without highspy only the static limit, and it says so."""
    normal = normalise(problem)
    return limit(normal, isolated(normal), step)


def isolated(normal: Normal) -> Flags:
    """(N) the rounds that candidates could have were they alone, pinned bookings in their place."""
    from springtide_engine.scheduling.insertion import workspace  # noqa: PLC0415 - loads the compiler, see `compiled`
    from springtide_engine.scheduling.isolation import alone  # noqa: PLC0415
    from springtide_engine.scheduling.state import empty  # noqa: PLC0415

    state = empty(normal)
    reach = np.zeros(normal.frame.minutes.size, dtype=np.bool_)
    alone(normal.frame, state, np.zeros(3), workspace(normal.frame, state, 0), reach)
    return reach


def static_limit(normal: Normal, reach: Flags) -> Bound:
    """The limit that needs no solver."""
    inside = normal.member[normal.frame.owner].astype(np.int64)
    groups = zip(normal.groups, (reach.astype(np.int64) @ inside).tolist(), strict=True)
    return Bound("static", int(reach.sum()), reach.size, tuple(groups))


def limit(normal: Normal, reach: Flags, step: Step | None = None) -> Bound:
    """The smaller limit, for all and for each group planned alone."""
    static = static_limit(normal, reach)
    try:
        most, held = _programme_limit(normal, reach)
    except ImportError:
        return static
    inside = normal.member[normal.frame.owner].astype(np.bool_)
    groups = []
    for index, (label, count) in enumerate(static.groups):
        if step is not None:
            step(index, len(static.groups))
        members = reach & inside[:, index]
        # Where the whole programme holds all of a group already, it alone cannot have less.
        short = held[members].sum() < count - 0.5
        groups.append((label, min(count, _programme_limit(normal, members)[0]) if short else count))
    return Bound("lp", min(static.interviews, most), reach.size, tuple(groups))


def _programme_limit(normal: Normal, reach: Flags) -> tuple[int, Numbers]:
    """Proven limit of the linear programme, and (N) how much of each round it holds; raises ImportError."""
    from springtide_engine.scheduling.linear import maximise  # noqa: PLC0415 - the solver takes a while to load
    from springtide_engine.scheduling.relaxation import programme  # noqa: PLC0415

    pinned = int((normal.frame.fixed > 0)[reach].sum())
    held = (normal.frame.fixed > 0).astype(np.float64)
    made = programme(normal, reach)
    tasks = made.x_task.size
    if not tasks:
        return pinned, held
    gain = np.zeros(made.top.size)
    gain[:tasks] = 1.0
    upper = np.array(made.limit)
    column, row, value = made.matrix()
    solved = maximise(gain, made.top, (column, row, value), np.full(upper.size, -np.inf), upper)
    np.add.at(held, made.x_task, solved.x[:tasks])
    price = np.abs(solved.dual) if solved.dual.size == upper.size else np.zeros(upper.size)
    beyond = gain - np.bincount(column, weights=price[row] * value, minlength=gain.size)
    return pinned + int(upper @ price + made.top @ np.maximum(beyond, 0.0) + ROUNDING), held
