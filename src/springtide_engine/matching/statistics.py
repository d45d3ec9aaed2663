"""The figures of an allocation: who got which choice, how full the positions are."""

from dataclasses import dataclass

import numpy as np

from springtide_engine.matching.allocation import Allocation
from springtide_engine.matching.problem import UNPLACED, Integers, Market, Positions


@dataclass(frozen=True, eq=False)
class Statistics:
    """`by_rank`: people who got their 1st, 2nd, ... choice. `fill` (m): seats taken at each position.

    `transferred` counts people seated outside their list (the second stage).
    """

    applicants: int
    placed: int
    transferred: int
    unplaced: int
    seats: int
    by_rank: Integers
    fill: Integers

    @property
    def rank_distribution(self) -> Integers:
        """People who got their 1st choice, one of their first 2, 3, ... (Featherstone 2020)."""
        return np.cumsum(self.by_rank)


def summarise(market: Market, allocation: Allocation, assignment: Positions | None = None) -> Statistics:
    """Count; give the `assignment` of both stages to see transfers included."""
    seated = allocation.assignment if assignment is None else np.asarray(assignment)
    longest = int(market.lengths.max(initial=0))
    by_rank = np.bincount(allocation.rank[allocation.rank >= 0], minlength=longest).astype(np.int64)
    fill = np.bincount(seated[seated != UNPLACED], minlength=market.capacities.size).astype(np.int64)
    placed = int(fill.sum())
    return Statistics(
        applicants=market.applicants,
        placed=placed,
        transferred=placed - int(by_rank.sum()),
        unplaced=market.applicants - placed,
        seats=int(market.capacities.sum()),
        by_rank=by_rank,
        fill=fill,
    )
