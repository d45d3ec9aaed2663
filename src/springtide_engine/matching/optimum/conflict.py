"""Which targets cannot be met together, and how many seats they lack."""

from collections.abc import Sequence
from math import ceil

import numpy as np

from springtide_engine.matching.optimum.integer import Search
from springtide_engine.matching.optimum.model import Model, model_of
from springtide_engine.matching.optimum.result import Conflict
from springtide_engine.matching.optimum.rows import UNLIMITED
from springtide_engine.matching.optimum.sifting import TOLERANCE, Sifting
from springtide_engine.matching.optimum.utility import utility_of
from springtide_engine.matching.problem import Flags, Market
from springtide_engine.matching.target_checks import Pins
from springtide_engine.matching.targets import Target
from springtide_engine.matching.traits import Traits

FIRM = 1e5  # seats are worth little beside a target that lacks one
SLACK = 0.01  # of a seat, for what the worth of seats still weighs


def find_conflict(
    market: Market, targets: Sequence[Target], *, traits: Traits, fixed: Pins | None = None
) -> Conflict | None:
    """Find targets that no allocation keeps together while any one less could be kept; None where all can.

    The elastic problem (least total lack) shows by its prices which rows may be to blame; the deletion
    filter (Chinneck, Dravnieks 1991) then leaves out one after the other: without whom the rest is still
    impossible is not to blame. Raises InvalidMarket.
    """
    return conflict_of(model_of(market, targets, traits, utility_of(market), fixed))


def conflict_of(model: Model) -> Conflict | None:
    """Find the conflict of a model. What choices are worth does not matter, but makes it quicker to solve."""
    search = _Filter(model)
    if search.possible(search.kept):
        return None
    search.forget_blameless()
    for row in np.flatnonzero(search.kept):
        without = search.kept.copy()
        without[row] = False
        if search.kept[row] and not search.possible(without):
            search.kept = without
            search.forget_blameless()
    names = model.rows.names
    missing = search.missing()
    return Conflict(tuple(names[row] for row in missing), {names[row]: seats for row, seats in missing.items()})


class _Filter:
    """The problem with some of the targets, solved again and again from where it stood."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.kept: Flags = np.ones(len(model.rows.names), dtype=np.bool_)
        self.sifting = Sifting(model, penalty=FIRM)
        self.cut = False

    def possible(self, kept: Flags) -> bool:
        """Is there an allocation of whole people that keeps these targets? `cut`: not even of cut ones."""
        model = self.model
        every = np.append(kept, np.ones(model.lower.size - kept.size, dtype=np.bool_))
        self.sifting.master.ask(np.where(every, model.lower, -UNLIMITED), np.where(every, model.upper, UNLIMITED))
        self.cut = not self.sifting.settle()
        return not self.cut and Search(self.sifting, seed=0, gap=UNLIMITED, kept=kept).run() is not None

    def forget_blameless(self) -> None:
        """Leave out the targets whose prices the proof does not need."""
        prices = self.sifting.master.row_prices.copy() if self.cut else np.zeros(0)
        targets = self.kept.size
        for row in np.argsort(np.abs(prices[:targets] * self.model.rows.units[:targets])) if self.cut else ():
            price, prices[row] = prices[row], 0.0
            if price and self.sifting.refutation(prices) >= -TOLERANCE * np.abs(prices).max():
                prices[row] = price
                break
        if self.cut:
            self.kept = self.kept & (prices[:targets] != 0)

    def missing(self) -> dict[int, int]:
        """By how many seats each row of the conflict must give way, at the least, if the others hold."""
        rows = np.flatnonzero(self.kept).tolist()
        if self.possible(self.kept) or not self.cut:
            return dict.fromkeys(rows, 1)
        prices = self.sifting.master.row_prices
        short = -self.sifting.refutation(prices)
        per_seat = np.abs(prices[: self.kept.size] * self.model.rows.units[: self.kept.size])
        return {row: max(1, ceil(short / float(per_seat[row]) - SLACK)) if per_seat[row] else 1 for row in rows}
