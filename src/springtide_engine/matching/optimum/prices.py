"""What each target costs: the relaxed optimum alone, without deciding who sits where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum.model import model_of
from springtide_engine.matching.optimum.sifting import Sifting, Step
from springtide_engine.matching.optimum.utility import checked_utility
from springtide_engine.matching.problem import UNPLACED, Market
from springtide_engine.matching.target_checks import Pins, verify_bound
from springtide_engine.matching.targets import Target
from springtide_engine.matching.traits import Traits


@dataclass(frozen=True, eq=False)
class TargetPrices:
    """Prices as in `Optimum`. `value`: what can be reached if people may be cut, computed in floating point;
    `bound`: proven by counting these prices in whole numbers, no allocation has more. The two meet."""

    prices: Mapping[str, float]
    position_prices: npt.NDArray[np.float64]
    value: float
    bound: Fraction
    rounds: int
    columns: int


def price_targets(
    market: Market,
    targets: Sequence[Target],
    *,
    traits: Traits,
    utility: npt.ArrayLike | None = None,
    fixed: Pins | None = None,
    step: Step | None = None,
) -> TargetPrices | None:
    """Price targets and seats, several times quicker than `optimal_allocation`; None where the targets conflict.

    Arguments and errors as there. Whole people may fall a little below the bound.
    """
    worth = checked_utility(market, utility)
    sifting = Sifting(model_of(market, targets, traits, worth, fixed), step)
    if not sifting.settle():
        return None
    prices, position_prices = sifting.root_prices(nothing=False)
    nobody = np.full(market.applicants, UNPLACED, dtype=np.int32)
    proof = verify_bound(
        market, nobody, worth, targets, traits, prices=prices, position_prices=position_prices, fixed=fixed
    )
    position_prices.setflags(write=False)
    columns = sifting.master.columns.size + sifting.master.granted.size
    return TargetPrices(prices, position_prices, sifting.value, proof.bound, sifting.rounds, columns)
