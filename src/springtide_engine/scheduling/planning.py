"""The plan: built greedily, improved under a budget, evened out, checked by other code."""

from typing import TYPE_CHECKING

import numpy as np

from springtide_engine.scheduling.bound import isolated, limit, static_limit
from springtide_engine.scheduling.checks import check
from springtide_engine.scheduling.frame import SAME, UNLIMITED, Flags, Integers, Normal, Numbers, unpack
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.problem import Policy, Problem, Step
from springtide_engine.scheduling.schedule import Bound, Schedule

if TYPE_CHECKING:
    from springtide_engine.scheduling.improving import Search

EARLY = 0.1  # price of a day's wait, against that of taking the only one who could sit elsewhere
EVEN = 0.01  # price of a minute of load, against the price of a person (`prices`)
WAIT = 30.0  # a day's wait, against a minute of load, once all is booked that can be
COOLING = (60.0, 34.0, 15.0, 4.0, 0.0, 0.0)  # minutes of load, see `settle`; four times as many gain a hundredth


def plan(problem: Problem, policy: Policy | None = None, step: Step | None = None) -> Schedule:
    """Schedule as many interviews as can be found so that every rule holds, early and evenly.

    `step` is called with (steps done, steps at most). Raises InvalidProblem.
    """
    from springtide_engine.scheduling.result import schedule_of  # noqa: PLC0415 - loads the compiler, see `compiled`
    from springtide_engine.scheduling.smooth import settle  # noqa: PLC0415
    from springtide_engine.scheduling.state import NEVER  # noqa: PLC0415

    policy, normal = policy or Policy(), normalise(problem)
    search, bound = searched(normal, policy, step)
    # A plan without search is wanted at once, one that is late already too.
    for heat in COOLING[-1:] if policy.iterations == 0 or search.late() else COOLING:
        booked = np.flatnonzero(search.state.start != NEVER)
        settle(normal.frame, search.state, booked, WAIT * policy.earliness, heat, search.work)
        if step is not None:
            step(search.done, search.budget)
    schedule = schedule_of(normal, search.state, bound)
    insist(problem, schedule)
    return schedule


def searched(normal: Normal, policy: Policy, step: Step | None = None) -> "tuple[Search, Bound | None]":
    """Book as much as can be found, not evenly yet; the search that did it holds the state."""
    from springtide_engine.scheduling.improving import NOISE, Search  # noqa: PLC0415 - loads the compiler
    from springtide_engine.scheduling.insertion import workspace  # noqa: PLC0415
    from springtide_engine.scheduling.search import construct  # noqa: PLC0415
    from springtide_engine.scheduling.state import empty  # noqa: PLC0415

    frame, state = normal.frame, empty(normal)
    work = workspace(frame, state, policy.seed)
    pressure, price = prices(normal)
    early = EARLY * policy.earliness
    construct(frame, state, order(normal, pressure), price, np.array([early, 0.0, EVEN]), work)
    # Without search or bound nobody asks what candidates could have alone.
    reach = isolated(normal) if policy.bound or policy.iterations != 0 else normal.possible()
    search = Search(normal, state, reach, policy, work, price)
    taste = np.array([early, NOISE, EVEN])
    possible = int(reach.sum())
    search.run(search.budget // 4, possible, taste, None, step)
    bound = _bound(normal, reach, search.placed(), policy)
    enough = possible if bound is None else bound.interviews
    floor = (bound or static_limit(normal, reach)) if policy.group_floor else None
    search.run(search.budget, enough, taste, floor, step)
    return search, bound


def _bound(normal: Normal, reach: Flags, placed: int, policy: Policy) -> Bound | None:
    """The bound asked for; where all is booked that anybody could have, no solver can say more."""
    if not policy.bound:
        return None
    return static_limit(normal, reach) if placed == reach.sum() else limit(normal, reach)


def insist(problem: Problem, schedule: Schedule) -> None:
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


def order(normal: Normal, pressure: Numbers) -> Integers:
    """Candidates who must come on one day first, then by the scarcest seat they need, then by least free time."""
    f = normal.frame
    per_need = np.append(pressure, 0.0)[f.needs].max(axis=1, initial=0.0)
    scarcest = np.zeros(f.tasks.size - 1)
    np.maximum.at(scarcest, f.owner, per_need)
    free = f.first[f.tasks[1:]] - f.first[f.tasks[:-1]]
    return np.lexsort((free, -scarcest, f.day_policy != SAME)).astype(np.int64)
