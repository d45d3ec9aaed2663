"""Seeded markets to measure on: skewed popularity, scores with a common part, one to fifty seats a position."""

import numpy as np
import numpy.typing as npt

from springtide_engine.matching import Market

MOST_SEATS = 50
ABILITY = 0.6  # share of the common ability in a score; the rest is each position's own view
SKEW = 1.2  # popularity is log-normal with this spread: the most wanted tenth draws nearly half of all choices


def market(
    applicants: int, positions: int, seats: int, length: int = 6, seed: int = 1, *, popularity: float = SKEW
) -> Market:
    """Give a market in which everybody ranks `length` different positions and every position scores all of them.

    Capacities lie between 1 and 50 and sum up to `seats`. Scores are whole numbers from 0 to 10,000, so some
    tie. `popularity` 0 makes all positions equally wanted (the balanced market, where chains grow long).
    """
    random = np.random.default_rng(seed)
    wanted = np.exp(popularity * random.standard_normal(positions))
    ability = random.standard_normal(applicants)
    own = random.standard_normal(applicants * length)
    grade = ABILITY * np.repeat(ability, length) + np.sqrt(1 - ABILITY**2) * own
    return Market(
        offsets=np.arange(applicants + 1, dtype=np.int64) * length,
        positions=_lists(random, wanted, applicants, length).ravel(),
        scores=np.clip(np.rint(5000 + 1250 * grade), 0, 10_000).astype(np.int32),
        acceptable=np.ones(applicants * length, dtype=np.bool_),
        capacities=_capacities(random, positions, seats),
    )


def _lists(
    random: np.random.Generator, wanted: npt.NDArray[np.float64], people: int, length: int
) -> npt.NDArray[np.int32]:
    """Draw by popularity; a list that names a position twice is drawn anew."""
    if length > wanted.size:
        raise ValueError(f"nobody can rank {length} of {wanted.size} positions")
    steps = np.cumsum(wanted / wanted.sum())
    lists = np.zeros((people, length), dtype=np.int32)
    anew = np.arange(people)
    while anew.size:
        drawn = np.searchsorted(steps, random.random((anew.size, length)))
        lists[anew] = np.minimum(drawn, wanted.size - 1)
        ordered = np.sort(lists[anew], axis=1)
        anew = anew[(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)]
    return lists


def _capacities(random: np.random.Generator, positions: int, seats: int) -> npt.NDArray[np.int64]:
    """Uneven, at least one and at most fifty each, in sum exactly `seats`."""
    if not positions <= seats <= MOST_SEATS * positions:
        raise ValueError(f"{positions} positions have {positions} to {MOST_SEATS * positions} seats, not {seats}")
    weight = random.exponential(size=positions)
    low, high = 0.0, MOST_SEATS * positions / float(weight.min())
    for _halving in range(100):
        middle = (low + high) / 2
        enough = int(_scaled(weight, middle).sum()) >= seats
        low, high = (low, middle) if enough else (middle, high)
    capacities = _scaled(weight, high)
    spare = np.flatnonzero(capacities > 1)[: int(capacities.sum()) - seats]
    capacities[spare] -= 1
    return capacities


def _scaled(weight: npt.NDArray[np.float64], factor: float) -> npt.NDArray[np.int64]:
    rounded: npt.NDArray[np.float64] = np.clip(np.rint(weight * factor), 1, MOST_SEATS)
    return rounded.astype(np.int64)
