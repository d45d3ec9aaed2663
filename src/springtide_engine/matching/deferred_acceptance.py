"""Deferred acceptance over arrays (Gale and Shapley 1962).

Applicants propose: the outcome is the stable one that every applicant likes best, and nobody gains by
listing choices in another order (Dubins and Freedman 1981, Roth 1982); the same holds under ceilings on a
laminar family of groups. Positions propose: the stable outcome every position likes best, for comparison and
for counting who has a choice between stable seats.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from springtide_engine.matching import compiled, rounds
from springtide_engine.matching.allocation import Allocation, describe
from springtide_engine.matching.caps import Caps
from springtide_engine.matching.compiled_caps import under_caps
from springtide_engine.matching.compiled_keys import applicants_propose_by_key
from springtide_engine.matching.problem import Integers, Market
from springtide_engine.matching.rounds import Level
from springtide_engine.matching.ties import Lottery, TieRule, draw_lots, order_applicants

Side = Literal["applicants", "positions"]
Path = Literal["auto", "compiled", "numpy"]
MOST_BITS: Final = 62  # of score and lot in one word
SMALL: Final = 20_000  # choices; below, numpy is done before a compiler would be imported


def deferred_acceptance(
    market: Market,
    *,
    seed: int,
    rule: TieRule = "single",
    proposing: Side = "applicants",
    caps: Caps | None = None,
    path: Path = "auto",
) -> Allocation:
    """Match, ties broken by lots drawn from `seed`. Deterministic; O(E), and O(E log E) where an order is laid.

    `caps`: ceilings on groups of positions together, only with applicants proposing. `path`: compiled loops or
    rounds of numpy, which give the same arrays; "auto" compiles for many choices where numba is at hand.
    Raises ValueError for an unknown rule, side or path, RuntimeError for "compiled" where that is not possible,
    InvalidMarket for a cap on a position that does not exist.
    """
    if proposing not in get_args(Side):
        raise ValueError(f"unknown side {proposing!r}; use 'applicants' or 'positions'")
    if path not in get_args(Path):
        raise ValueError(f"unknown path {path!r}; use one of {get_args(Path)}")
    if caps is not None and proposing == "positions":
        raise ValueError("caps hold only where applicants propose")
    fast = _fast(market, path)
    lottery = draw_lots(market, rule=rule, seed=seed, fast=fast)
    if fast and caps is None and proposing == "applicants":
        held, count = propose_by_key(market, lottery), 1
    else:
        held, count = propose(market, lay_levels(market, lottery, caps, fast=fast), proposing, fast)
    return describe(market, lottery, np.sort(held), caps, proposing=proposing, rounds=count)


def propose_by_key(market: Market, lottery: Lottery) -> Integers:
    """The entries held when applicants have proposed: compiled, without an order."""
    scores, shift = market.scores, lottery.lots.size.bit_length()
    top = int(scores.max(initial=0))
    if (top - int(scores.min(initial=0))).bit_length() + shift > MOST_BITS:
        scores = np.unique(scores, return_inverse=True)[1].astype(np.int64)  # only their order counts
        top = int(scores.max(initial=0))
    rooms = market.capacities
    if rooms.sum() > market.positions.size:
        rooms = np.minimum(rooms, np.bincount(market.positions, minlength=rooms.size))
    first = np.concatenate(([0], np.cumsum(rooms))).astype(np.int64)
    held, fill = compiled.compiled(applicants_propose_by_key)(
        market.offsets,
        market.positions,
        scores,
        market.acceptable,
        lottery.lots,
        lottery.rule == "single",
        market.capacities,
        first,
        top,
        shift,
    )
    taken = np.arange(held.size) < np.repeat(first[:-1] + fill, rooms)
    found: Integers = held[taken].astype(np.int64)
    return found


def lay_levels(market: Market, lottery: Lottery, caps: Caps | None = None, *, fast: bool = False) -> list[Level]:
    """The positions, each a set of its own, and around them the groups of `caps` from within to without."""
    each = np.arange(market.capacities.size, dtype=np.int32)
    levels = [Level(each, market.capacities, order_applicants(market, lottery, fast=fast))]
    for of, seats in caps.levels(each.size) if caps is not None else ():
        levels.append(Level(of, seats, order_applicants(market, lottery, of, seats.size, fast=fast)))
    return levels


def propose(market: Market, levels: list[Level], proposing: Side, fast: bool) -> tuple[Integers, int]:
    """(entries held; rounds) with the order laid. Compiled loops need one pass."""
    order = levels[0].order
    if fast:
        ready = prepare(market, levels)
        ranks = np.flatnonzero(ready.applicants() if proposing == "applicants" else ready.positions())
        return order.entry[ranks].astype(np.int64), 1
    if proposing == "applicants":
        return rounds.applicants_propose(market, levels)
    return rounds.positions_propose(market, order)


@dataclass(frozen=True, eq=False)
class Prepared:
    """An ordered market in the form in which the compiled loops read it; what benches call the arrays."""

    market: Market
    levels: list[Level]
    words: Integers

    def applicants(self) -> compiled.Bytes:
        """One byte a rank: 1 where it is held when applicants have proposed."""
        market, order = self.market, self.levels[0].order
        if len(self.levels) > 1:
            return self._under_caps()
        loop = compiled.compiled(compiled.applicants_propose)
        found: compiled.Bytes = loop(market.offsets, self.words, order.entry, order.first, market.capacities)
        return found

    def positions(self) -> compiled.Bytes:
        """One byte a rank: 1 where it is held when positions have proposed."""
        order = self.levels[0].order
        loop = compiled.compiled(compiled.positions_propose)
        found: compiled.Bytes = loop(self.words, order.entry, order.first, self.market.capacities, self.applicants())
        return found

    def _under_caps(self) -> compiled.Bytes:
        market, levels = self.market, self.levels
        sizes = [level.seats.size for level in levels]
        starts = np.cumsum([0, *sizes[:-1]])
        entry = np.zeros((len(levels), market.positions.size), dtype=np.int32)
        for row, level in zip(entry, levels, strict=True):
            row[: level.order.entry.size] = level.order.entry
        loop = compiled.compiled(under_caps)
        found: compiled.Bytes = loop(
            market.offsets,
            market.positions,
            np.stack([level.of + np.int32(start) for level, start in zip(levels, starts, strict=True)]),
            np.concatenate([level.seats for level in levels]),
            np.stack([level.order.rank for level in levels]),
            entry,
            np.concatenate([level.order.first[:-1] for level in levels]),
        )
        return found


def prepare(market: Market, levels: list[Level]) -> Prepared:
    """Lay rank and position of every choice side by side."""
    order = levels[0].order
    if len(levels) > 1:
        return Prepared(market, levels, np.zeros(0, dtype=np.int64))
    words = compiled.compiled(compiled.pack)(market.offsets, market.positions, order.entry, order.first)
    return Prepared(market, levels, words)


def _fast(market: Market, path: Path) -> bool:
    if path == "numpy" or (path == "auto" and market.positions.size < SMALL):
        return False
    possible = market.positions.size < compiled.WIDEST and compiled.available()
    if path == "compiled" and not possible:
        raise RuntimeError("nothing can be compiled here: numba is absent or turned off; use path='numpy'")
    return possible
