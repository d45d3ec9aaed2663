"""Whole people: branch on how many seats the shares speak of, then a small integer programme.

The relaxed optimum cuts a few people, mostly because a share of an odd number of seats is no whole number.
Once those few counts are whole, the rest is nearly a network, and the bound nearly reached.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from springtide_engine.matching.optimum import pricing
from springtide_engine.matching.optimum.lots import lots_of
from springtide_engine.matching.optimum.programme import whole_people
from springtide_engine.matching.optimum.rows import UNLIMITED
from springtide_engine.matching.optimum.sifting import Sifting, alone
from springtide_engine.matching.problem import Flags, Integers

FIRST_WINDOW = 2.0
WHOLE = 1e-6


@dataclass(frozen=True, eq=False)
class Finish:
    """`chosen` entries, their `value`, and the `bound` proven for all allocations."""

    chosen: Integers
    value: int
    bound: int


class Search:
    """Branch and bound over the counters of the rows (Land, Doig 1960), the best bound first."""

    def __init__(self, sifting: Sifting, *, seed: int, gap: int, kept: Flags | None = None) -> None:
        """`kept`: the targets that count, None for all."""
        self.sifting, self.model = sifting, sifting.model
        self.seed, self.gap = seed, gap
        self.kept: Flags = np.ones(len(self.model.rows.names), dtype=np.bool_) if kept is None else kept
        self.chosen = np.zeros(0, dtype=np.int64)
        self.value, self.reached = -1, -np.inf

    def run(self) -> Finish | None:
        """Search until the bound is within the gap of the value; None where no whole people fit."""
        master = self.sifting.master
        nodes = [(-_whole(self.sifting.upper), 0, master.lower, master.upper, False)]
        opened = 0
        while nodes and self._open(-nodes[0][0]):
            _, number, lower, upper, lacked = heapq.heappop(nodes)
            if number:
                master.ask(lower, upper)
                self.sifting.solve(enough=self.value)
                if self.sifting.lacking().any() and not lacked:
                    # Perhaps impossible; that is looked into only when nothing else has a better bound.
                    heapq.heappush(nodes, (-_whole(self.sifting.upper), number, lower, upper, True))
                    continue
                if (lacked and not self.sifting.settle()) or _whole(self.sifting.upper) < self.value:
                    continue
            bound = _whole(self.sifting.upper)
            row = self._uneven()
            if row is None:
                self._close(lower, upper)
                continue
            count = self.counts[row]
            for low, high in ((lower[row], int(np.floor(count))), (int(np.ceil(count)), upper[row])):
                opened += 1
                below, above = lower.copy(), upper.copy()
                below[row], above[row] = low, high
                heapq.heappush(nodes, (-bound, opened, below, above, False))
        if self.value < 0:
            return None
        return Finish(self.chosen, self.value, max([self.value, *(-node[0] for node in nodes)]))

    def _uneven(self) -> int | None:
        """The largest counter that is not whole."""
        master = self.sifting.master
        self.counts = self.model.weights(master.columns) @ master.taken + self.model.weights(master.granted).sum(axis=1)
        targets = len(self.model.rows.names)
        uneven = np.abs(self.counts - np.round(self.counts)) > WHOLE
        uneven[:targets] = False
        uneven[targets:] &= self.model.rows.counted[self.kept].any(axis=0)
        return int(np.argmax(np.where(uneven, self.counts, -1.0))) if uneven.any() else None

    def _open(self, bound: int) -> bool:
        """May a better answer, or for a proven optimum one as good with better lots, lie below this bound?"""
        return self.value < 0 or bound - self.value > self.gap or (self.gap == 0 and bound >= self.value)

    def _close(self, lower: Integers, upper: Integers) -> None:
        """Reduced-cost fixing: an allocation above a known value never uses a choice whose regret is larger than
        upper bound - value. Widen the window of regret until it covers that."""
        master, bound = self.sifting.master, self.sifting.upper
        whole = np.round(master.taken)
        if (np.abs(master.taken - whole) < WHOLE).all():
            self._take(np.concatenate((master.granted, master.columns[whole > 0])))
        window = min(FIRST_WINDOW, bound - self.value)
        while self.value < 0 or not self.gap or bound - self.value > self.gap:
            self._decide(*self._near(window + WHOLE), lower, upper)
            if window >= bound - self.value:
                return
            window = min(4 * window, bound - self.value)

    def _near(self, window: float) -> tuple[Integers, Integers]:
        """Choices that are certain, and those that are possible, with no more regret than the window."""
        model, sifting = self.model, self.sifting
        near = pricing.within(model, sifting.charge, sifting.best - window)
        near = near[model.worth[near] >= 0]
        people = model.owners(near)
        sure = alone(people) & (sifting.best[people] > window)
        return near[sure], near[~sure]

    def _decide(self, granted: Integers, free: Integers, lower: Integers, upper: Integers) -> None:
        """Look for the best allocation among these choices."""
        model = self.model
        lots = lots_of(model, free, self.seed)
        # By lot, so that the answer does not hang on the order of the rows.
        order = np.argsort(lots, kind="stable")
        free, lots = free[order], lots[order]
        taken = whole_people(model, granted, free, lots if self.gap < UNLIMITED else 0 * lots, lower, upper)
        if taken is not None:
            self._take(np.concatenate((granted, free[taken])))

    def _take(self, chosen: Integers) -> None:
        """Keep an allocation if it is better than the one known, or as good with better lots."""
        chosen = np.sort(chosen)
        value = int(self.model.worth[chosen].sum())
        reached = value + float(lots_of(self.model, chosen, self.seed).sum())
        if reached > self.reached:
            self.chosen, self.value, self.reached = chosen, value, reached


def _whole(bound: float) -> int:
    return int(np.floor(bound + 1e-4))
