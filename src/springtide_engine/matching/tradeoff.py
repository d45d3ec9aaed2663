"""What the two answers cost each other: the stable one loses utility, the optimal one leaves pairs who would swap."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.checks import verify
from springtide_engine.matching.optimum.utility import checked_utility
from springtide_engine.matching.problem import Market
from springtide_engine.matching.ties import Lottery


@dataclass(frozen=True)
class Tradeoff:
    """`utility_loss`: what the stable answer has less than the optimal one (negative where targets bind only
    the optimal one and cost more than stability). `blocking_pairs`: applicants and positions who would
    both rather have each other than what the optimal answer gives them. `differ`: people whose seat is not
    the same in both."""

    stable_value: int
    optimal_value: int
    utility_loss: int
    blocking_pairs: int
    differ: int


def tradeoff(
    market: Market,
    stable: npt.ArrayLike,
    optimal: npt.ArrayLike,
    utility: npt.ArrayLike | None,
    lottery: Lottery,
) -> Tradeoff:
    """Compare two assignments (n: position or -1) of one market, people seated beforehand taken out of it.

    `utility` (E), None: `utility_of`. Raises InvalidMarket for utilities that cannot be read, ValueError
    where the optimal assignment is none of this market.
    """
    worth = checked_utility(market, utility)
    ours, theirs = np.asarray(stable), np.asarray(optimal)
    judged = verify(market, theirs, lottery)
    if other := set(judged.counts) - {"blocking_pair"}:
        raise ValueError(f"the optimal assignment does not fit this market: {', '.join(sorted(other))}")
    owners = np.repeat(np.arange(market.applicants), market.lengths)
    stable_value, optimal_value = (int(worth[market.positions == seat[owners]].sum()) for seat in (ours, theirs))
    return Tradeoff(
        stable_value=stable_value,
        optimal_value=optimal_value,
        utility_loss=optimal_value - stable_value,
        blocking_pairs=judged.counts.get("blocking_pair", 0),
        differ=int((ours != theirs).sum()),
    )
