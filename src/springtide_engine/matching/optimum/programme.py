"""The small integer programme over the choices that prices leave open, solved by HiGHS."""

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum.master import INFINITE, NotSolved, highs, new_solver
from springtide_engine.matching.optimum.model import Model
from springtide_engine.matching.optimum.rows import UNLIMITED
from springtide_engine.matching.problem import Flags, Integers


def whole_people(
    model: Model,
    granted: Integers,
    free: Integers,
    lots: npt.NDArray[np.float64],
    lower: Integers,
    upper: Integers,
) -> Flags | None:
    """Mark the free entries to grant for the most worth and lots, beside those granted; None where impossible.

    Raises NotSolved.
    """
    seats = model.seats - np.bincount(model.market.positions[granted], minlength=model.seats.size)
    used = model.weights(granted).sum(axis=1)
    below = np.where(lower > -UNLIMITED, lower - used, -INFINITE)
    above = np.where(upper < UNLIMITED, upper - used, INFINITE)
    weights = model.weights(free)
    people, person = np.unique(model.owners(free), return_inverse=True)
    places, place = np.unique(model.market.positions[free], return_inverse=True)
    if (seats < 0).any():
        return None
    at, which = np.nonzero(weights.T)
    k = free.size
    index = np.concatenate((person, people.size + place, people.size + places.size + which))
    column = np.concatenate((np.arange(k), np.arange(k), at))
    value = np.concatenate((np.ones(2 * k), weights[which, at]))
    order = np.argsort(column, kind="stable")
    lp = highs().HighsLp()
    lp.num_col_, lp.num_row_ = k, people.size + places.size + below.size
    lp.sense_ = highs().ObjSense.kMaximize
    lp.col_cost_ = model.worth[free] + lots
    lp.col_lower_, lp.col_upper_ = np.zeros(k), np.ones(k)
    lp.row_lower_ = np.concatenate((np.full(people.size + places.size, -INFINITE), below))
    lp.row_upper_ = np.concatenate((np.ones(people.size), seats[places], above))
    lp.a_matrix_.format_ = highs().MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(np.bincount(column, minlength=k))))
    lp.a_matrix_.index_, lp.a_matrix_.value_ = index[order], value[order]
    lp.integrality_ = [highs().HighsVarType.kInteger] * k
    solver = new_solver(mip_rel_gap=0.0, mip_abs_gap=1e-7)
    solver.passModel(lp)
    solver.run()
    status, known = solver.getModelStatus(), highs().HighsModelStatus
    if status == known.kModelEmpty:
        fits = (below <= 0).all() and (above >= 0).all()
        return np.zeros(0, dtype=np.bool_) if fits else None
    if status in (known.kInfeasible, known.kUnboundedOrInfeasible):
        return None
    if status != known.kOptimal:
        raise NotSolved(f"HiGHS stopped: {solver.modelStatusToString(status)}")
    return np.asarray(np.array(solver.getSolution().col_value) > 0.5)
