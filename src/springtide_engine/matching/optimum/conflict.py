"""Which targets cannot be met together, and how many seats they lack."""

from collections.abc import Sequence
from dataclasses import replace
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

PALE = 16  # the largest utility, where it only serves to tell choices apart
FIRM, YIELDING = 1e6, 1e3  # how many of these a lacking seat costs: of a target, and of the one that may give way


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
    search = _Filter(_pale(model))
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
        """Leave out the targets whose prices the proof does not need, the cheapest first."""
        if not self.cut:
            return
        prices, targets = self.sifting.master.row_prices.copy(), self.kept.size
        enough = -TOLERANCE * float(np.abs(prices).max())
        for row in np.argsort(np.abs(prices[:targets] * self.model.rows.units[:targets]), kind="stable"):
            price, prices[row] = prices[row], 0.0
            if price and self.sifting.refutation(prices) >= enough:
                prices[row] = price
                break
        self.kept = self.kept & (prices[:targets] != 0)

    def missing(self) -> dict[int, int]:
        """By how many seats each row of the conflict must give way, at the least, if the others hold."""
        rows = np.flatnonzero(self.kept).tolist()
        units, found = self.model.rows.units, dict.fromkeys(rows, 1)
        if self.possible(self.kept) or not self.cut:
            return found  # people cut at will could keep all of it: a seat at most
        for row in rows:
            penalty = np.full(units.size, FIRM * PALE)
            penalty[row] /= FIRM / YIELDING
            self.sifting.master.punish(penalty / units)
            self.sifting.solve()
            found[row] = max(1, ceil(float(self.sifting.master.lack[row] / units[row]) - TOLERANCE))
        return found


def _pale(model: Model) -> Model:
    """The same problem with utilities of a few units, so that targets outweigh them by far."""
    most = max(1, int(model.worth.max(initial=0)))
    return replace(model, worth=np.where(model.worth > 0, model.worth * PALE // most, model.worth))
