"""Equal scores decided by a recorded lottery, so that every position has one strict order of people."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from springtide_engine.matching import compiled
from springtide_engine.matching.compiled_keys import order_lots
from springtide_engine.matching.problem import Integers, Market, Positions, owners_of

Entries = npt.NDArray[np.int32] | npt.NDArray[np.int64]
TieRule = Literal["single", "multiple"]
_MASK: Final = (1 << 64) - 1


@dataclass(frozen=True, eq=False)
class Lottery:
    """The lots drawn, the lower number wins a tie.

    `lots`: a permutation of 0..n-1, one a person ("single"), or of 0..E-1, one a choice ("multiple").
    """

    rule: TieRule
    seed: int
    lots: Integers
    offsets: Integers

    @cached_property
    def _starts(self) -> Integers:
        """(n) single: what to add to an entry for its number, so that a person's choices follow each other."""
        people, lengths = invert(self.lots), np.diff(self.offsets)
        starts = np.zeros(people.size, dtype=np.int64)
        starts[people[1:]] = np.cumsum(lengths[people])[:-1]
        starts -= self.offsets[:-1]
        return starts

    @cached_property
    def numbers(self) -> Integers:
        """(E) a permutation of 0..E-1 under both rules."""
        numbers = self.lots
        if self.rule == "single":
            numbers = np.repeat(self._starts, np.diff(self.offsets))
            numbers += np.arange(numbers.size)
        numbers.setflags(write=False)
        return numbers

    def of(self, entries: Integers) -> Integers:
        """The numbers of a few entries."""
        if self.rule == "multiple":
            return self.lots[entries]
        return self._starts[owners_of(self.offsets, entries)] + entries


@dataclass(frozen=True, eq=False)
class Order:
    """Who comes before whom, strictly.

    `entry` (acceptable entries): the entry at each rank, best first, ranks counted through all positions, so
    that position p holds the ranks first[p]:first[p+1]. `first` (m+1). `choices`: E. Entries are 32 bits wide
    where that is enough for E.
    """

    entry: Entries
    first: Integers
    choices: int

    @cached_property
    def rank(self) -> Entries:
        """(E) the rank of every entry; E where it is not acceptable."""
        rank = np.full(self.choices, self.choices, dtype=self.entry.dtype)
        rank[self.entry] = np.arange(self.entry.size, dtype=self.entry.dtype)
        return rank


def draw_lots(market: Market, *, rule: TieRule = "single", seed: int, fast: bool = False) -> Lottery:
    """Draw one number per applicant ("single") or one per applicant and position ("multiple").

    A lot hangs only on seed, ticket and (multiple) position: who else applies, and in what order the
    rows come, does not change which of two people wins. `fast`: with a compiled loop. Raises ValueError for an
    unknown rule.
    """
    if rule not in get_args(TieRule):
        raise ValueError(f"unknown tie rule {rule!r}; use one of {get_args(TieRule)}")
    if rule == "multiple":
        places = market.positions.astype(np.uint64) + np.uint64(1)
        lots = _scramble(_raw_lots(market, seed)[market.owners] ^ _scramble(places))
        numbers = invert(_sorted_by(lots, market.tickets[market.owners], fast=fast))
        return Lottery(rule, seed, numbers, market.offsets)
    return Lottery(rule, seed, draw_personal_lots(market, seed=seed, fast=fast), market.offsets)


def draw_personal_lots(market: Market, *, seed: int, fast: bool = False) -> Integers:
    """(n) each applicant's place in the lottery, a permutation of 0..n-1; the lower number wins."""
    lots = invert(_sorted_by(_raw_lots(market, seed), market.tickets, fast=fast))
    lots.setflags(write=False)
    return lots


def order_applicants(
    market: Market, lottery: Lottery, of: Positions | None = None, sets: int = 0, *, fast: bool = False
) -> Order:
    """Sort every position's acceptable applicants by score, highest first, then by lot.

    With `of` (m), the set in which each position lies, the people of each of the `sets` are sorted instead.
    `fast`: with a compiled loop.
    """
    places = market.positions if of is None else of[market.positions]
    sets = market.capacities.size if of is None else sets
    bits = _score_bits(market)
    if fast and sets.bit_length() + bits <= 32 and market.positions.size < compiled.WIDEST:
        top = int(market.scores.max(initial=0))
        by_lot = _by_lot(lottery)
        loop = compiled.compiled(compiled.sort_entries)
        entry = loop(by_lot, places, market.scores, market.acceptable, top, bits, bits + sets.bit_length())
    else:
        entry = _sorted_entries(market, lottery, places, sets, bits)
    counts = np.bincount(places if entry.size == places.size else places[entry], minlength=sets)
    return Order(entry, np.concatenate(([0], np.cumsum(counts))).astype(np.int64), market.positions.size)


def _sorted_entries(market: Market, lottery: Lottery, places: Positions, sets: int, score_bits: int) -> Entries:
    """Sort (set, score, lot) packed in one word, far quicker than lexsort, which does it where that is too wide."""
    scores, numbers = market.scores, lottery.numbers
    accepted = None if market.acceptable.all() else np.flatnonzero(market.acceptable)
    if accepted is not None:
        places, scores, numbers = places[accepted], scores[accepted], numbers[accepted]
    lot_bits = market.positions.size.bit_length()
    if sets.bit_length() + score_bits + lot_bits > 63:
        # ~score falls as score rises and, unlike -score, never overflows.
        order = np.lexsort((numbers, ~scores, places))
        return narrow(order if accepted is None else accepted[order], market.positions.size)
    keys = places.astype(np.int64)
    keys <<= score_bits
    keys += int(market.scores.max(initial=0))
    keys -= scores
    keys <<= lot_bits
    keys |= numbers
    keys.view(np.uint64).sort()
    keys &= (1 << lot_bits) - 1
    found: Entries = _by_lot(lottery)[keys]
    return found


def _score_bits(market: Market) -> int:
    scores = market.scores
    return (int(scores.max(initial=0)) - int(scores.min(initial=0))).bit_length()


def _by_lot(lottery: Lottery) -> Entries:
    """The entry of each lot number."""
    size = lottery.numbers.size
    entries: Entries = np.empty(size, np.int32) if size < 2**31 else np.empty(size, np.int64)
    entries[lottery.numbers] = np.arange(size, dtype=entries.dtype)
    return entries


def narrow(numbers: npt.NDArray[Any], below: int) -> Entries:
    """Whole numbers under `below` in 32 bits where they fit."""
    if below < 2**31:
        return numbers.astype(np.int32, copy=False)
    return numbers.astype(np.int64, copy=False)


def invert(permutation: Integers) -> Integers:
    """Invert a permutation."""
    places = np.empty_like(permutation)
    places[permutation] = np.arange(permutation.size)
    return places


def _sorted_by(lots: npt.NDArray[np.uint64], tickets: Integers, *, fast: bool) -> Integers:
    """Order of the lots; two equal lots (one chance in millions) go by ticket."""
    if fast:
        found: Integers = compiled.compiled(order_lots)(lots, tickets, max(1, lots.size.bit_length() - 1))
        return found
    # Sorting is quicker than sorting places: the last bits of a lot give way to its row, unless others are equal.
    bits = np.uint64(lots.size.bit_length())
    keys = (lots >> bits << bits) | np.arange(lots.size, dtype=np.uint64)
    keys.sort()
    upper = keys >> bits
    if (upper[1:] == upper[:-1]).any():
        return np.lexsort((tickets, lots))
    return (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)


def _scramble(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection of 64 bits that looks random."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _raw_lots(market: Market, seed: int) -> npt.NDArray[np.uint64]:
    # The seed is spread first: neighbouring seeds and neighbouring tickets must not meet.
    word = _scramble(np.array([seed & _MASK], dtype=np.uint64))
    return _scramble(market.tickets.view(np.uint64) ^ word)
