"""Which targets cannot be met together, and how many seats are lacking."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum.master import solve
from springtide_engine.matching.optimum.model import Model, model_of
from springtide_engine.matching.optimum.result import Conflict
from springtide_engine.matching.problem import Market
from springtide_engine.matching.target_checks import Pins
from springtide_engine.matching.targets import Target
from springtide_engine.matching.traits import Traits


def find_conflict(
    market: Market, targets: Sequence[Target], *, traits: Traits, fixed: Pins | None = None
) -> Conflict | None:
    """Find targets that no allocation keeps together while any one less could be kept; None where all can.

    Deletion filter (Chinneck, Dravnieks 1991): leave out one target after the other; who can be left out
    without the rest becoming possible is not to blame. Raises InvalidMarket.
    """
    model = model_of(market, targets, traits, np.zeros(market.positions.size, dtype=np.int64), fixed)
    kept = np.ones(len(targets), dtype=np.bool_)
    if _possible(model, kept):
        return None
    for row in range(len(targets)):
        kept[row] = False
        if _possible(model, kept):
            kept[row] = True
    return Conflict(tuple(t.name for t, blamed in zip(targets, kept, strict=True) if blamed))


def _possible(model: Model, kept: npt.NDArray[np.bool_]) -> bool:
    columns = np.flatnonzero(model.worth >= 0)
    return solve(model, columns, np.zeros(columns.size), penalty=None, whole=True, kept=kept) is not None
