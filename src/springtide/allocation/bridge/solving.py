"""From a snapshot to a proposal by one of three methods: the only door to the matching engine."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from springtide.allocation.bridge.snapshot import Integers, Positions, Snapshot
from springtide.allocation.bridge.targets import room_for_transfers, targets_of, traits_of
from springtide.allocation.bridge.transfers import transfer_options
from springtide_engine.matching import (
    UNPLACED,
    Allocation,
    Conflict,
    InvalidMarket,
    Market,
    Optimum,
    Options,
    Pinned,
    Target,
    TargetedAllocation,
    Traits,
    TransferResult,
    deferred_acceptance,
    meet_targets,
    optimal_allocation,
    pinned_market,
    place_transfers,
    utility_of,
)

__all__ = ["Infeasible", "InvalidMarket", "Proposal", "solve"]

Step = Callable[[int, int], None]
STABLE, TARGETS, OPTIMUM = "stable", "targets", "optimum"
WHOLE = 100  # steps of progress; writing down who sits where takes those from SOLVED on
SOLVED = 35


class Infeasible(Exception):
    """The method was to keep every target and did not. `conflict`: the fewest that no seating keeps together;
    `unreached`: those that some seating keeps, but no lowered ceilings."""

    def __init__(self, problem: "Problem", conflict: Conflict | None = None, unreached: tuple[str, ...] = ()) -> None:
        super().__init__("not every target is kept")
        self.problem, self.conflict, self.unreached = problem, conflict, unreached


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be solved: the whole market and what is left of it when pinned people have their seats.

    `worth` (E) is the utility of each choice.
    """

    snapshot: Snapshot
    market: Market
    pinned: Pinned
    targets: list[Target]
    traits: Traits
    worth: Integers

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Problem":
        """Raises InvalidMarket."""
        market = snapshot.market()
        pinned = pinned_market(market, (snapshot.pinned_people, snapshot.pinned_places))
        return cls(snapshot, market, pinned, targets_of(snapshot), traits_of(snapshot), utility_of(market))

    @property
    def rest(self) -> Market:
        return self.pinned.market

    @property
    def fixed(self) -> tuple[Integers, Integers]:
        """(people, places) of the pins."""
        return self.pinned.applicants, self.pinned.positions

    @property
    def places(self) -> int:
        return self.market.capacities.size

    def without_pins(self, values: Positions) -> Positions:
        """Assignment or ranks of the rest: nothing for the pinned."""
        found = values.copy()
        found[self.fixed[0]] = UNPLACED
        return found


@dataclass(frozen=True, eq=False)
class SecondStage:
    """Transfers: `room` is the market with the seats they may use, `options` what was possible."""

    room: Market
    options: Options
    result: TransferResult


@dataclass(frozen=True, eq=False)
class Proposal:
    """Everything one run found. `first` (n) and `rank` (n) are the method's answer without pins; `assignment` (n) has
    pins and transfers in it. `stable` and `optimum` are there whatever the method, to be told beside each other; where
    the targets are in `conflict` (a stable run only), the optimum is that without targets."""

    problem: Problem
    method: str
    stable: Allocation
    optimum: Optimum
    conflict: Conflict | None
    targeted: TargetedAllocation | None
    first: Positions
    rank: Positions
    second: SecondStage | None
    assignment: Positions


def solve(snapshot: Snapshot, *, seed: int, transfer: bool, method: str, step: Step) -> Proposal:
    """The same snapshot, seed, method and engine give the same proposal. Raises InvalidMarket, Infeasible."""
    problem = Problem.of(snapshot)
    stable = deferred_acceptance(problem.rest, seed=seed)
    step(5, WHOLE)
    optimum = best(problem, problem.targets, seed, step)
    step(20, WHOLE)
    conflict = optimum.conflict
    if optimum.status == "infeasible":
        if method != STABLE:
            raise Infeasible(problem, conflict)
        optimum = best(problem, [], seed, step)
    step(25, WHOLE)
    first, rank = stable.assignment, stable.rank
    targeted = within_targets(problem, seed) if method == TARGETS else None
    if targeted is not None:
        first, rank = (
            problem.without_pins(values) for values in (targeted.allocation.assignment, targeted.allocation.rank)
        )
    elif method == OPTIMUM:
        first, rank = problem.without_pins(optimum.assignment), problem.without_pins(optimum.rank)
    second = second_stage(problem, stable, first, seeks=method != STABLE) if transfer else None
    seated = problem.pinned.seated(first if second is None else second.result.assignment)
    step(SOLVED, WHOLE)
    return Proposal(problem, method, stable, optimum, conflict, targeted, first, rank, second, seated)


def best(problem: Problem, targets: list[Target], seed: int, step: Step) -> Optimum:
    """The greatest utility under these targets, pinned people seated before."""
    return optimal_allocation(
        problem.market,
        targets,
        traits=problem.traits,
        utility=problem.worth,
        seed=seed,
        fixed=problem.fixed,
        step=lambda done, most: step(5 + 15 * min(done, most) // max(most, 1), WHOLE),
    )


def within_targets(problem: Problem, seed: int) -> TargetedAllocation:
    """Stable inside lowered ceilings. Pinned people take part, first at their opening: so they count for targets."""
    market = problem.snapshot.pins_first().market()
    found = meet_targets(market, problem.targets, traits=problem.traits, seed=seed)
    if found.unmet:
        raise Infeasible(problem, unreached=found.unmet)
    return found


def second_stage(problem: Problem, stable: Allocation, first: Positions, *, seeks: bool) -> SecondStage:
    """Free seats for those who agreed; where the method seeks targets, only as many as leave each of them met."""
    fill = np.bincount(first[first != UNPLACED], minlength=problem.places)
    free = problem.rest.capacities - fill
    if seeks:
        free = room_for_transfers(problem.snapshot, problem.pinned.seated(first), free)
    room = replace(problem.rest, capacities=fill + free)
    consents = problem.snapshot.consented == 1
    consents[problem.fixed[0]] = False
    options = transfer_options(problem.snapshot, first, free)
    base = replace(stable, assignment=first, fill=fill)
    return SecondStage(room, options, place_transfers(room, base, consents, options))
