"""The plan: built greedily, then improved."""

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.checks import check
from springtide_engine.scheduling.frame import SAME, UNLIMITED, Integers, Normal
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.problem import Policy, Problem, Step
from springtide_engine.scheduling.schedule import Schedule

Numbers = npt.NDArray[np.float64]
EVENNESS = 0.001  # price of a minute of load, against the price of a rarely replaceable person


def plan(problem: Problem, policy: Policy | None = None, step: Step | None = None) -> Schedule:
    """Schedule as many interviews as can be found, so that every rule holds. Raises InvalidProblem."""
    from springtide_engine.scheduling.insertion import workspace  # noqa: PLC0415 - loads the compiler, see `compiled`
    from springtide_engine.scheduling.result import schedule_of  # noqa: PLC0415
    from springtide_engine.scheduling.search import construct  # noqa: PLC0415
    from springtide_engine.scheduling.state import empty  # noqa: PLC0415

    policy = policy or Policy()
    normal = normalise(problem)
    state = empty(normal)
    work = workspace(normal.frame, state, policy.seed)
    pressure, price = prices(normal)
    taste = np.array([0.02 * policy.earliness, 0.0, EVENNESS])
    with np.errstate(over="ignore"):
        construct(normal.frame, state, order(normal, pressure), price, taste, work)
    schedule = schedule_of(normal, state, None)
    _insist(problem, schedule)
    return schedule


def _insist(problem: Problem, schedule: Schedule) -> None:
    """Let no schedule out that other code finds fault with, unless the fault was pinned by the caller."""
    broken = [one for one in check(problem, schedule) if not one.pinned]
    if broken:
        raise AssertionError(f"the plan breaks {len(broken)} rules, which is a fault of the engine: {broken[0]}")


def prices(normal: Normal) -> tuple[Numbers, Numbers]:
    """(seat kinds) demand over supply in minutes; (P) sum of that over the kinds of seat somebody can fill."""
    f = normal.frame
    wanted = np.zeros(len(normal.seats))
    possible = normal.possible()
    for seat in range(3):
        there = possible & (f.needs[:, seat] >= 0)
        np.add.at(wanted, f.needs[there, seat], f.minutes[there])
    weeks = int(f.weeks.max(initial=0)) + 1
    longest = int(f.lengths.max(initial=1))
    supply = np.minimum(normal.offered, np.minimum(f.limits[:, 1], UNLIMITED) * weeks * longest).astype(np.float64)
    members = unpack(f.pools, supply.size)
    pressure = wanted / np.maximum(members @ supply, 1.0)
    return pressure, pressure @ members


def unpack(rows: npt.NDArray[np.uint64], size: int) -> npt.NDArray[np.int64]:
    """(n, W) words to (n, size) ones and zeros."""
    flags = np.unpackbits(np.ascontiguousarray(rows.astype("<u8")).view(np.uint8), axis=-1, bitorder="little")
    return flags[:, :size].astype(np.int64)


def order(normal: Normal, pressure: Numbers) -> Integers:
    """Candidates who must come on one day first, then by the scarcest seat they need, then by least free time."""
    f = normal.frame
    per_need = np.append(pressure, 0.0)[f.needs].max(axis=1, initial=0.0)
    scarcest = np.zeros(f.tasks.size - 1)
    np.maximum.at(scarcest, f.owner, per_need)
    free = f.first[f.tasks[1:]] - f.first[f.tasks[:-1]]
    return np.lexsort((free, -scarcest, f.day_policy != SAME)).astype(np.int64)
