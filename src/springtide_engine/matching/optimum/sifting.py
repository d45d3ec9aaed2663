"""Column sifting (Bixby, Gregory, Lustig, Marsten, Shanno 1992): few choices decide, so solve over few and
let the prices call in what they missed, until they miss nothing."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum import pricing
from springtide_engine.matching.optimum.master import Master, NotSolved
from springtide_engine.matching.optimum.model import Model
from springtide_engine.matching.optimum.start import Start, first_of, start_of
from springtide_engine.matching.problem import Flags, Integers

Floats = npt.NDArray[np.float64]
Step = Callable[[int, int], None]
MOST_ROUNDS = 500
TOLERANCE = 1e-6  # of utility
PENALTY = 16  # a row that lacks a seat costs so many times the largest utility, at first
HARDER, HIGHEST = 64, 1e12
MOST_OPEN = 4  # choices of a position, for each seat, that are opened at once


class Sifting:
    """The relaxed problem, in which people may be cut, and its optimum once `settle` returned True.

    `upper` bounds every allocation (Lagrange); `best` (n) and `charge` (A, m) are what the prices leave to people
    and take from them; `taken` belongs to the columns of the master, who is `granted` sits for certain.
    """

    def __init__(self, model: Model, step: Step | None = None, *, penalty: float = PENALTY) -> None:
        """`penalty`: how many of the largest utilities it costs, at first, that a target lacks a seat."""
        self.model, self.rounds = model, 0
        self._step = step
        self._penalty = penalty * max(1.0, float(model.worth.max(initial=0)))
        self._open(self._penalty / model.rows.units, start_of(model, self._penalty / model.rows.units))

    def _open(self, penalty: Floats, start: Start) -> None:
        """Grant what the prices leave no doubt about, and let the master decide the rest."""
        model, window = self.model, start.window
        self.charge = pricing.charges(model, start.place_prices, start.row_prices)
        best = pricing.best_surplus(model, self.charge)
        near = pricing.within(model, self.charge, best - window)
        near = near[model.worth[near] >= 0]
        people, places = model.owners(near), model.market.positions[near]
        sure = alone(people) & (best[people] > window) & ~np.isin(people, model.owners(start.edges))
        sure &= (np.bincount(places[sure], minlength=model.seats.size) <= model.seats)[places]
        free = near[~sure]
        gain = pricing.surplus(model, self.charge, free, people[~sure])
        order = free[np.lexsort((-gain, model.market.positions[free]))]
        free = order[first_of(model.market.positions[order], MOST_OPEN * model.seats)]
        self.master = Master(model, np.union1d(free, start.edges), near[sure], penalty=penalty)

    def solve(self, enough: float = -np.inf) -> None:
        """Sift until nothing is missed or the upper bound is below `enough`. Raises NotSolved."""
        model, master = self.model, self.master
        while self.rounds < MOST_ROUNDS:
            self.rounds += 1
            if self._step is not None:
                self._step(self.rounds, MOST_ROUNDS)
            master.solve()
            missed = self._price()
            if master.lower is model.lower:
                self.root = master.row_prices, master.place_prices
            if self.upper < enough or not missed.size:
                return
            master.add(missed)
        raise NotSolved(f"sifting did not end in {MOST_ROUNDS} rounds")

    def settle(self) -> bool:
        """Solve so that no row lacks anything; False where rows and seats cannot be kept together.

        That is proven by prices at which even worthless allocations cost something. Raises NotSolved.
        """
        self.solve()
        while self.lacking().any():
            if self.refutation(self.master.row_prices) < -TOLERANCE:
                return False
            self._penalty *= HARDER
            if self._penalty > HIGHEST:
                raise NotSolved("rows and seats can neither be kept together nor be shown to conflict")
            self.master.punish(self._penalty / self.model.rows.units)
            self.solve()
        return True

    def refutation(self, row_prices: Floats) -> float:
        """Bound what no worth at all can reach; if that is below 0 there is no allocation (Farkas 1902)."""
        nothing = replace(self.model, worth=np.minimum(self.model.worth, 0))
        charge = pricing.charges(nothing, self.master.place_prices, row_prices)
        return self._bound(row_prices, pricing.best_surplus(nothing, charge))

    def _bound(self, row_prices: Floats, best: Floats) -> float:
        master = self.master
        asked = np.where(row_prices > 0, master.upper, master.lower)
        rows = float((row_prices * asked)[row_prices != 0].sum())
        return float(master.place_prices @ self.model.seats + best.sum()) + rows

    @property
    def value(self) -> float:
        """Utility of the relaxed answer, people counted by the part that is seated."""
        master, worth = self.master, self.model.worth
        return float(worth[master.columns] @ master.taken) + float(worth[master.granted].sum())

    def lacking(self) -> Flags:
        """(R) the rows that are not kept."""
        return np.asarray(self.master.lack > TOLERANCE * self.model.rows.units)

    def root_prices(self, *, nothing: bool) -> tuple[dict[str, float], Floats]:
        """Prices of the targets, for a seat, and of the positions (m); `nothing`: all are 0."""
        model, targets = self.model, len(self.model.rows.names)
        row_prices, place_prices = (0 * prices if nothing else prices for prices in self.root)
        per_seat = np.abs(row_prices * model.rows.units)[:targets]
        return dict(zip(model.rows.names, per_seat.tolist(), strict=True)), place_prices

    def _price(self) -> Integers:
        """Find what would raise the value: more surplus than its person has in the master."""
        model, master = self.model, self.master
        self.charge = pricing.charges(model, master.place_prices, master.row_prices)
        self.best = pricing.best_surplus(model, self.charge)
        self.upper = self._bound(master.row_prices, self.best)
        had = np.zeros(model.market.applicants)
        free, granted = model.owners(master.columns), model.owners(master.granted)
        np.maximum.at(had, free, pricing.surplus(model, self.charge, master.columns, free))
        had[granted] = pricing.surplus(model, self.charge, master.granted, granted)
        wronged = np.flatnonzero(self.best > had + TOLERANCE)
        offsets = model.market.offsets
        entries = np.concatenate([np.arange(offsets[i], offsets[i + 1]) for i in wronged] or [wronged])
        people = model.owners(entries)
        gain = pricing.surplus(model, self.charge, entries, people)
        over = gain - had[people]
        missed = np.flatnonzero((model.worth[entries] >= 0) & (over > TOLERANCE))
        # The first of each position, by what is missed: their prices will show whether more are.
        missed = missed[np.lexsort((-over[missed], model.market.positions[entries[missed]]))]
        missed = entries[missed]
        missed = missed[first_of(model.market.positions[missed], model.seats + 1)]
        return np.union1d(missed, master.granted[np.isin(granted, wronged)])


def alone(people: Integers) -> Flags:
    """Mark who stands only once in a list sorted by person."""
    single = np.ones(people.size, dtype=np.bool_)
    single[1:] &= people[1:] != people[:-1]
    single[:-1] &= people[1:] != people[:-1]
    return single
