"""Equal totals decided by lot: so little is added to each utility that no total can be overtaken."""

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum.model import Model
from springtide_engine.matching.problem import Integers

_MASK = (1 << 64) - 1


def lots_of(model: Model, entries: Integers, seed: int) -> npt.NDArray[np.float64]:
    """(k) between 0 and 1 / (2 x people who can be seated), by seed, ticket and position alone.

    All lots of an allocation together stay below one half: they choose among allocations of the same
    total utility, whatever the order of the rows.
    """
    with np.errstate(over="ignore"):
        word = _scramble(np.array([seed & _MASK], dtype=np.uint64))
        people = _scramble(model.market.tickets[model.owners(entries)].view(np.uint64) ^ word)
        bits = _scramble(people ^ _scramble(model.market.positions[entries].astype(np.uint64) + np.uint64(1)))
    most = min(int(model.seats.sum()), model.market.applicants)
    return (bits >> np.uint64(11)).astype(np.float64) / 2.0**53 / (2 * max(most, 1))


def _scramble(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Finaliser of SplitMix64 (Steele, Lea, Flood 2014)."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
