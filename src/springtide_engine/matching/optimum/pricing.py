"""What prices leave to each person: the pass over all choices that bounds, sifts and fixes."""

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum.model import Model

Floats = npt.NDArray[np.float64]


def charges(model: Model, place_prices: Floats, row_prices: Floats) -> Floats:
    """(A, m) what a person of each class pays for each position."""
    by_class = np.einsum("r,rpa->ap", row_prices, model.rows.weights.astype(np.float64))
    return np.asarray(by_class[:, model.rows.place_class] + place_prices)


def surplus(model: Model, charge: Floats) -> Floats:
    """(E) worth less charges."""
    return model.worth - charge[model.rows.person_class[model.owner], model.market.positions]


def best_of(model: Model, gain: Floats) -> Floats:
    """(n) the largest surplus of each person, 0 for staying away."""
    best = np.zeros(model.market.applicants)
    some = np.flatnonzero(model.market.lengths)
    if some.size:
        best[some] = np.maximum(np.maximum.reduceat(gain, model.market.offsets[some]), 0.0)
    return best


def upper_bound(model: Model, place_prices: Floats, row_prices: Floats, best: Floats) -> float:
    """No allocation is worth more (weak duality)."""
    return float(place_prices @ model.seats + row_prices @ model.limits + best.sum())
