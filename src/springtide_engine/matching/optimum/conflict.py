"""Which targets cannot be met together, and how many seats they lack."""

from collections.abc import Sequence
from math import ceil

import numpy as np

from springtide_engine.matching.optimum.integer import Search
from springtide_engine.matching.optimum.model import Model, model_of
from springtide_engine.matching.optimum.result import Conflict
from springtide_engine.matching.optimum.rows import UNLIMITED
from springtide_engine.matching.optimum.sifting import TOLERANCE, Sifting, idle
from springtide_engine.matching.problem import Flags, Market
from springtide_engine.matching.target_checks import Pins
from springtide_engine.matching.targets import Target
from springtide_engine.matching.traits import Traits

FIRM = 1e4  # a row that must hold costs so much more than the one that may give way


def find_conflict(
    market: Market, targets: Sequence[Target], *, traits: Traits, fixed: Pins | None = None
) -> Conflict | None:
    """Find targets that no allocation keeps together while any one less could be kept; None where all can.

    The elastic problem (least total lack) shows by its prices which rows may be to blame; the deletion
    filter (Chinneck, Dravnieks 1991) then leaves out one after the other: without whom the rest is still
    impossible is not to blame. Raises InvalidMarket.
    """
    model = model_of(market, targets, traits, np.zeros(market.positions.size, dtype=np.int64), fixed)
    return conflict_of(model)


def conflict_of(model: Model) -> Conflict | None:
    """Find the conflict of a model; what choices are worth does not matter."""
    search = _Filter(idle(model))
    if search.possible(search.kept):
        return None
    search.forget_unpriced()
    for row in np.flatnonzero(search.kept).tolist():
        without = search.kept.copy()
        without[row] = False
        if search.kept[row] and not search.possible(without):
            search.kept = without
            search.forget_unpriced()
    names = model.rows.names
    return Conflict(
        tuple(names[row] for row in np.flatnonzero(search.kept).tolist()),
        {names[row]: search.missing(row) for row in np.flatnonzero(search.kept).tolist()},
    )


class _Filter:
    """The elastic problem with some of the targets, solved again and again from where it stood."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.kept: Flags = np.ones(len(model.rows.names), dtype=np.bool_)
        self.sifting = Sifting(model, penalty=1.0)
        self.cut = False

    def possible(self, kept: Flags) -> bool:
        """Is there an allocation of whole people that keeps these targets? `cut`: not even of cut ones."""
        self._ask(kept)
        self.cut = bool(self.sifting.lacking().any())
        return not self.cut and Search(self.sifting, seed=0, gap=UNLIMITED).run() is not None

    def forget_unpriced(self) -> None:
        """Whoever has no price in the elastic problem is not part of the proof that the rest is impossible."""
        if self.cut:
            self.kept = self.kept & (np.abs(self.sifting.master.row_prices[: self.kept.size]) > TOLERANCE)

    def missing(self, row: int) -> int:
        """By how many seats one row of the conflict must give way at least if the others hold."""
        units, penalty = self.model.rows.units, np.full(self.model.lower.size, FIRM)
        penalty[row] = 1.0
        self.sifting.master.punish(penalty / units)
        self._ask(self.kept)
        return max(1, ceil(float(self.sifting.master.lack[row] / units[row]) - TOLERANCE))

    def _ask(self, kept: Flags) -> None:
        every = np.append(kept, np.ones(self.model.lower.size - kept.size, dtype=np.bool_))
        lower = np.where(every, self.model.lower, -UNLIMITED)
        upper = np.where(every, self.model.upper, UNLIMITED)
        self.sifting.master.ask(lower, upper)
        self.sifting.solve()
