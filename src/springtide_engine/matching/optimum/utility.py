"""What a seat is worth to the whole: one number of utility for each choice."""

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.problem import Fault, Integers, InvalidMarket, Market, refuse, whole_numbers

MOST_UTILITY = 1_000_000  # beyond, prices of targets would outgrow the tolerances of floating point


def utility_of(market: Market, *, score: int = 7, rank: int = 3) -> Integers:
    """(E) 0 to 1,000: `score` parts for the score and `rank` parts for the place in the person's list.

    The score part runs from 0 at the lowest acceptable score of the market to 1,000 at the highest, the
    rank part from 1,000 for a first choice down in even steps by the longest list. Whole numbers, rounded
    down. Raises ValueError for parts that are negative or both 0.
    """
    if score < 0 or rank < 0 or not score + rank:
        raise ValueError(f"parts of score and rank must be 0 or more and not both 0, not {score} and {rank}")
    known = market.scores[market.acceptable]
    if not known.size:
        return np.zeros(market.positions.size, dtype=np.int64)
    low, high = int(known.min()), int(known.max())
    # A span beyond 2**40 would overflow below: the last bits cannot matter among a thousand steps.
    shift = max(0, (high - low).bit_length() - 40)
    above = (np.clip(market.scores, low, high) - low) >> shift
    by_score = 1000 * above // max((high - low) >> shift, 1)
    longest = int(market.lengths.max())
    place = np.arange(market.positions.size) - np.repeat(market.offsets[:-1], market.lengths)
    by_rank = 1000 * (longest - place) // longest
    return np.asarray((score * by_score + rank * by_rank) // (score + rank), dtype=np.int64)


def checked_utility(market: Market, utility: npt.ArrayLike | None) -> Integers:
    """Read utilities (E); those of choices that are not acceptable are ignored. Raises InvalidMarket."""
    if utility is None:
        return utility_of(market)
    if np.shape(utility) != market.positions.shape:
        text = f"utility has the shape {np.shape(utility)} where there are {market.positions.size} choices"
        raise InvalidMarket([Fault("utility", None, text)])
    read = whole_numbers("utility", utility, only=market.acceptable)
    refuse(
        Fault("utility", int(row), f"utility[{row}] is {read[row]}; 0 to {MOST_UTILITY} are possible")
        for row in np.flatnonzero((read < 0) | (read > MOST_UTILITY))
    )
    return read
