"""Where sifting begins: prices from a thin sample of the market, each position with a like share of its seats."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum import pricing
from springtide_engine.matching.optimum.master import Master
from springtide_engine.matching.optimum.model import Model
from springtide_engine.matching.problem import Integers

Floats = npt.NDArray[np.float64]
MULTIPLE = 2  # choices of a position that are looked at, for each seat
BINS = 512  # utilities are told apart so finely before they are sorted
FEWEST, THINNEST = 1500, 10  # size of the sample: so many choices, but no fewer than one in THINNEST
OPEN = 0.4  # part of the leading choices that the first master decides on; the others are granted or left


def leading(model: Model) -> Integers:
    """The best choices of every position, MULTIPLE for each seat, by position and then from the best down.

    Counts utilities in bins to find where each position's list ends, so that only a few need sorting."""
    worth, positions, m = model.worth, model.market.positions, model.seats.size
    top = int(worth.max(initial=0))
    shift = max(0, (top + 1).bit_length() - (BINS - 1).bit_length())
    place = np.where(worth >= 0, (top - worth) >> shift, BINS - 1) + positions.astype(np.int64) * BINS
    counts = np.cumsum(np.bincount(place, minlength=m * BINS).reshape(m, BINS), axis=1)
    last = (counts < (MULTIPLE * model.seats)[:, None]).sum(axis=1)
    near = np.flatnonzero(place <= (last + np.arange(m) * BINS)[positions])
    near = near[worth[near] >= 0]
    order = near[np.lexsort((-worth[near], positions[near]))]
    return order[first_of(positions[order], MULTIPLE * model.seats)]


def first_of(groups: npt.NDArray[np.int32], most: Integers) -> npt.NDArray[np.bool_]:
    """Mark the first `most` of each group in a list sorted by group."""
    begins = np.searchsorted(groups, np.arange(most.size))
    return np.asarray(np.arange(groups.size) - begins[groups] < most[groups])


@dataclass(frozen=True, eq=False)
class Start:
    """Prices of positions (m) and rows (R), how far from them the deciding choices lie, and the last choice
    of each position that would be in at these prices with the first that would be out."""

    place_prices: Floats
    row_prices: Floats
    window: float
    edges: Integers


def start_of(model: Model, penalty: Floats) -> Start:
    """Find prices cheaply.

    Every `each`-th of the leading choices stands for so many, which gives the prices of the rows; each
    position then asks for what its last seat is worth at those prices.
    """
    leaders = leading(model)
    each = max(1, min(leaders.size // FEWEST, THINNEST))
    sample = Master(model, np.sort(leaders[each // 2 :: each]), leaders[:0], penalty=penalty, each=each)
    sample.solve()
    row_prices, m = sample.row_prices, model.seats.size
    charge = pricing.charges(model, np.zeros(m), row_prices)
    gain = pricing.surplus(model, charge, leaders, model.owners(leaders))
    places = model.market.positions[leaders]
    order = np.lexsort((-gain, places))
    leaders, gain = leaders[order], gain[order]
    begin, count = np.searchsorted(places, np.arange(m)), np.bincount(places, minlength=m)
    full = (model.seats > 0) & (count >= model.seats)
    last = begin + model.seats - 1
    place_prices = np.zeros(m)
    place_prices[full] = np.maximum(gain[last[full]], 0.0)
    distance = np.abs(gain - place_prices[places])
    edges = leaders[np.union1d(last[full], last[full & (count > model.seats)] + 1)]
    return Start(place_prices, row_prices, float(np.quantile(distance, OPEN)) if distance.size else 0.0, edges)
