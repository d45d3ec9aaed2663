"""How much choice there is between stable outcomes: usually next to none."""

from dataclasses import dataclass

import numpy as np

from springtide_engine.matching.allocation import Allocation
from springtide_engine.matching.deferred_acceptance import deferred_acceptance
from springtide_engine.matching.problem import Market, Positions


@dataclass(frozen=True, eq=False)
class Alternatives:
    """`people`: how many have more than one stable seat. `assignment_other` (n): the optimum of the other side.

    Whoever sits in the same place in both optima sits there in every stable outcome (Knuth 1976).
    """

    people: int
    assignment_other: Positions


def alternatives(market: Market, allocation: Allocation) -> Alternatives:
    """Compare an allocation with the optimum of the other side, same lots. Raises ValueError under caps."""
    if allocation.caps is not None:
        raise ValueError("under caps the other side has no optimum to compare with")
    other = deferred_acceptance(
        market,
        seed=allocation.lottery.seed,
        rule=allocation.lottery.rule,
        proposing="positions" if allocation.proposing == "applicants" else "applicants",
    ).assignment
    return Alternatives(int(np.count_nonzero(other != allocation.assignment)), other)
