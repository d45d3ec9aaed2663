"""The restricted master: the problem over some of the choices, as HiGHS takes it."""

import importlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum.model import Model
from springtide_engine.matching.problem import Integers

Floats = npt.NDArray[np.float64]
INFINITE = float("inf")


@cache
def highs() -> Any:
    """HiGHS, loaded when the first optimum is asked for."""
    return importlib.import_module("highspy")


class NotSolved(RuntimeError):
    """HiGHS neither solved nor refuted a master; the text says with which status."""


@dataclass(frozen=True, eq=False)
class Answer:
    """`taken` (k) of each column, `short` (R) units by which each row is not kept, prices of positions (m) and
    rows (R), never negative; `value` in the master's own costs; `bound` proven for the master."""

    taken: Floats
    short: Floats
    place_prices: Floats
    row_prices: Floats
    value: float
    bound: float


def solve(
    model: Model,
    columns: Integers,
    costs: Floats,
    *,
    penalty: float | None,
    whole: bool = False,
    kept: npt.NDArray[np.bool_] | None = None,
    seconds: float = INFINITE,
    **options: float | str | bool,
) -> Answer | None:
    """Maximise costs . taken over these columns; None where that is impossible.

    `penalty`: what it costs that a row falls short by one seat; None: no row may. `whole`: whole people.
    `kept` (R): rows to obey, the others are left out. Raises NotSolved when the time runs out.
    """
    solver = highs().Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", seconds)
    for name, value in options.items():
        solver.setOptionValue(name, value)
    lp, places = _written(model, columns, costs, penalty, whole, kept)
    solver.passModel(lp)
    solver.run()
    status = solver.getModelStatus()
    if status in (highs().HighsModelStatus.kInfeasible, highs().HighsModelStatus.kUnboundedOrInfeasible):
        return None
    if status == highs().HighsModelStatus.kModelEmpty:
        zeros = np.zeros(len(model.rows.names))
        return Answer(np.zeros(0), zeros, np.zeros(model.seats.size), zeros, 0.0, 0.0)
    if status != highs().HighsModelStatus.kOptimal:
        raise NotSolved(f"HiGHS stopped: {solver.modelStatusToString(status)}")
    return _read(solver, model, columns.size, places, penalty, whole)


def _read(solver: Any, model: Model, columns: int, places: Integers, penalty: float | None, whole: bool) -> Answer:
    solution, info, rows = solver.getSolution(), solver.getInfo(), len(model.rows.names)
    taken = np.array(solution.col_value)
    short = taken[columns:] if penalty is not None else np.zeros(rows)
    place_prices, row_prices = np.zeros(model.seats.size), np.zeros(rows)
    if not whole:
        duals = np.maximum(np.array(solution.row_dual), 0.0)
        row_prices = duals[duals.size - rows :]
        place_prices[places] = duals[duals.size - rows - places.size : duals.size - rows]
    value = info.objective_function_value
    return Answer(taken[:columns], short, place_prices, row_prices, value, info.mip_dual_bound if whole else value)


def _written(
    model: Model,
    columns: Integers,
    costs: Floats,
    penalty: float | None,
    whole: bool,
    kept: npt.NDArray[np.bool_] | None,
) -> tuple[Any, Integers]:
    """Columns: the entries, then (with a penalty) what each row falls short. Rows: people with more than one
    column, positions, targets; a person with one column needs no row, the column ends at 1."""
    person, place = model.owner[columns], model.market.positions[columns]
    _, who, times = np.unique(person, return_inverse=True, return_counts=True)
    places, where = np.unique(place, return_inverse=True)
    shared = times > 1
    row_of = np.cumsum(shared) - 1
    rows, k, first = len(model.rows.names), columns.size, int(shared.sum())
    weights = model.weights(columns)
    has_row = shared[who]
    at, which = np.nonzero(weights.T)
    counts = has_row + 1 + np.bincount(at, minlength=k)
    start = np.concatenate(([0], np.cumsum(counts)))
    index, value = np.zeros(start[-1], dtype=np.int64), np.ones(start[-1])
    index[start[:-1][has_row]] = row_of[who[has_row]]
    index[start[:-1] + has_row] = first + where
    before = np.concatenate(([0], np.cumsum(np.bincount(at, minlength=k))))[:-1]
    spot = start[at] + has_row[at] + 1 + np.arange(at.size) - before[at]
    index[spot], value[spot] = first + places.size + which, weights[which, at]
    lower = np.zeros(k)
    upper = np.ones(k)
    limits = np.concatenate((np.ones(first), model.seats[places], model.limits)).astype(np.float64)
    if kept is not None:
        limits[first + places.size :][~kept] = INFINITE
    cost = costs
    if penalty is not None:
        start = np.concatenate((start, start[-1] + np.arange(1, rows + 1)))
        index = np.concatenate((index, first + places.size + np.arange(rows)))
        value = np.concatenate((value, -np.ones(rows)))
        cost = np.concatenate((costs, -penalty / model.rows.units))
        lower, upper = np.zeros(k + rows), np.concatenate((upper, np.full(rows, INFINITE)))
    lp = highs().HighsLp()
    lp.num_col_, lp.num_row_ = cost.size, limits.size
    lp.sense_ = highs().ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, lower, upper
    lp.row_lower_, lp.row_upper_ = np.full(limits.size, -INFINITE), limits
    lp.a_matrix_.format_ = highs().MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, index, value
    if whole:
        lp.integrality_ = [highs().HighsVarType.kInteger] * k + [highs().HighsVarType.kContinuous] * (cost.size - k)
    return lp, places.astype(np.int64)
