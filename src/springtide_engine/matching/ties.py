"""Equal scores decided by a recorded lottery, so that every position has one strict order of people."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.problem import Integers, Market

TieRule = Literal["single", "multiple"]
_MASK: Final = (1 << 64) - 1


@dataclass(frozen=True, eq=False)
class Lottery:
    """The lots drawn: `numbers` (E) is a permutation of 0..E-1, the lower number wins a tie."""

    rule: TieRule
    seed: int
    numbers: Integers


@dataclass(frozen=True, eq=False)
class Order:
    """Who comes before whom, strictly.

    `rank` (E): place of an entry in the order of its position, counted through all positions, so that
    position p holds the ranks first[p]:first[p+1]; an entry that is not acceptable has the rank E.
    `entry` (acceptable entries): the entry at each rank. `first` (m+1).
    """

    rank: Integers
    entry: Integers
    first: Integers


def draw_lots(market: Market, *, rule: TieRule = "single", seed: int) -> Lottery:
    """Draw one number per applicant ("single") or one per applicant and position ("multiple").

    A lot hangs only on seed, ticket and (multiple) position: who else applies, and in what order the
    rows come, does not change which of two people wins. Raises ValueError for an unknown rule.
    """
    if rule not in get_args(TieRule):
        raise ValueError(f"unknown tie rule {rule!r}; use one of {get_args(TieRule)}")
    if rule == "multiple":
        places = market.positions.astype(np.uint64) + np.uint64(1)
        lots = _scramble(_raw_lots(market, seed)[market.owners] ^ _scramble(places))
        return Lottery(rule, seed, invert(_sorted_by(lots, market.tickets[market.owners])))
    people = invert(draw_personal_lots(market, seed=seed))
    lengths = market.lengths
    starts = np.zeros(market.applicants, dtype=np.int64)
    starts[people[1:]] = np.cumsum(lengths[people])[:-1]
    return Lottery(rule, seed, np.arange(market.positions.size) + np.repeat(starts - market.offsets[:-1], lengths))


def draw_personal_lots(market: Market, *, seed: int) -> Integers:
    """(n) each applicant's place in the lottery, a permutation of 0..n-1; the lower number wins."""
    return invert(_sorted_by(_raw_lots(market, seed), market.tickets))


def order_applicants(market: Market, lottery: Lottery) -> Order:
    """Sort every position's acceptable applicants by score, highest first, then by lot."""
    accepted = np.flatnonzero(market.acceptable)
    places, scores = market.positions[accepted], market.scores[accepted]
    numbers = lottery.numbers[accepted]
    entry = _packed_order(market, places, scores, lottery.numbers, numbers)
    if entry is None:
        # ~score falls as score rises and, unlike -score, never overflows.
        entry = accepted[np.lexsort((numbers, ~scores, places))]
    rank = np.full(market.positions.size, market.positions.size, dtype=np.int64)
    rank[entry] = np.arange(entry.size)
    counts = np.bincount(places, minlength=market.capacities.size)
    return Order(rank, entry, np.concatenate(([0], np.cumsum(counts))).astype(np.int64))


def _packed_order(
    market: Market, places: npt.NDArray[np.int32], scores: Integers, all_numbers: Integers, numbers: Integers
) -> Integers | None:
    """Sort (position, score, lot) packed in one word: far quicker than lexsort. None if too wide."""
    if not scores.size:
        return np.zeros(0, dtype=np.int64)
    highest = int(scores.max())
    lot_bits = all_numbers.size.bit_length()
    score_bits = (highest - int(scores.min())).bit_length()
    if market.capacities.size.bit_length() + score_bits + lot_bits > 63:
        return None
    keys = (places.astype(np.int64) << score_bits) | (highest - scores)
    keys = np.sort(((keys << lot_bits) | numbers).view(np.uint64)).view(np.int64)
    entry: Integers = invert(all_numbers)[keys & ((1 << lot_bits) - 1)]
    return entry


def invert(permutation: Integers) -> Integers:
    """Invert a permutation."""
    places = np.empty_like(permutation)
    places[permutation] = np.arange(permutation.size)
    return places


def _sorted_by(lots: npt.NDArray[np.uint64], tickets: Integers) -> Integers:
    """Order of the lots; two equal lots (one chance in millions) go by ticket."""
    order = np.argsort(lots)
    ordered = lots[order]
    if (ordered[1:] == ordered[:-1]).any():
        order = np.lexsort((tickets, lots))
    return order


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
