"""What prices leave to each person: the passes over all choices that bound, sift and fix."""

import importlib
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from springtide_engine.matching import compiled
from springtide_engine.matching.deferred_acceptance import SMALL
from springtide_engine.matching.optimum.model import Model
from springtide_engine.matching.problem import Integers

Floats = npt.NDArray[np.float64]


@cache
def _loops() -> Any:
    return importlib.import_module("springtide_engine.matching.optimum.loops")


def kernels(model: Model) -> Any:
    """The compiled passes, or None where they are not worth compiling or cannot be: then numpy does the same."""
    return _loops() if model.worth.size > SMALL and compiled.available() else None


def charges(model: Model, place_prices: Floats, row_prices: Floats) -> Floats:
    """(A, m) what a person of each class pays for each position."""
    by_class = np.tensordot(row_prices, model.rows.weights.astype(np.float64), axes=1).T
    return np.ascontiguousarray(by_class[:, model.rows.place_class] + place_prices)


def surplus(model: Model, charge: Floats, entries: Integers, people: Integers) -> Floats:
    """(k) worth less charges of some entries and their people."""
    return np.asarray(model.worth[entries] - charge[model.rows.person_class[people], model.market.positions[entries]])


def best_surplus(model: Model, charge: Floats) -> Floats:
    """(n) the largest surplus of each person, 0 for staying away."""
    market, classes = model.market, model.rows.person_class
    if (loops := kernels(model)) is not None:
        return np.asarray(loops.best_surplus(market.offsets, market.positions, model.worth, classes, charge))
    gain = model.worth - charge[np.repeat(classes, market.lengths), market.positions]
    best = np.zeros(market.applicants)
    some = np.flatnonzero(market.lengths)
    if some.size:
        best[some] = np.maximum(np.maximum.reduceat(gain, market.offsets[some]), 0.0)
    return best


def within(model: Model, charge: Floats, floor: Floats) -> Integers:
    """Entries whose surplus is at least `floor` (n) of their person, in order."""
    market, classes = model.market, model.rows.person_class
    if (loops := kernels(model)) is not None:
        found = loops.within(market.offsets, market.positions, model.worth, classes, charge, floor)
        return np.asarray(found, dtype=np.int64)
    gain = model.worth - charge[np.repeat(classes, market.lengths), market.positions]
    return np.flatnonzero(gain >= np.repeat(floor, market.lengths))
