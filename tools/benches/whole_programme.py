"""The whole linear programme for HiGHS, every choice a column: the peer of the optimum, and its oracle in tests."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from springtide_engine.matching import Market, Target, Traits
from springtide_engine.matching.optimum.master import highs, new_solver
from springtide_engine.matching.targets import masks


def whole_programme(
    market: Market,
    targets: Sequence[Target],
    traits: Traits,
    utility: npt.ArrayLike,
    *,
    whole: bool = False,
) -> Any:
    """Maximise utility . x; a row for each person, position and target. `whole`: whole people."""
    n, m = market.applicants, market.capacities.size
    entries = np.flatnonzero(market.acceptable)
    people, places = np.repeat(np.arange(n), market.lengths)[entries], market.positions[entries]
    rows: list[npt.NDArray[Any]] = [people, n + places]
    columns, values = [np.arange(entries.size)] * 2, [np.ones(entries.size)] * 2
    lower, upper = [np.full(n + m, -np.inf)], [np.concatenate((np.ones(n), market.capacities))]
    for number, target in enumerate(targets):
        of, within = (
            side[0][places] & side[1][people]
            for side in (masks(traits, wanted, m, n) for wanted in (target.of, target.within))
        )
        weight = target.value.denominator * (of & within).astype(np.int64)
        limit = target.value.numerator
        if target.kind == "share" and target.base == "filled":
            weight, limit = weight - target.value.numerator * within, 0
        elif target.kind == "share":
            limit *= int(market.capacities[masks(traits, target.within, m, n)[0]].sum())
        used = np.flatnonzero(weight)
        rows.append(np.full(used.size, n + m + number))
        columns.append(used)
        values.append(weight[used].astype(np.float64))
        lower.append(np.array([limit if target.bound == "floor" else -np.inf]))
        upper.append(np.array([limit if target.bound == "ceiling" else np.inf]))
    row, column, value = np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
    order = np.lexsort((row, column))
    lp = highs().HighsLp()
    lp.num_col_, lp.num_row_ = entries.size, n + m + len(targets)
    lp.sense_ = highs().ObjSense.kMaximize
    lp.col_cost_ = np.asarray(utility, dtype=np.float64)[entries]
    lp.col_lower_, lp.col_upper_ = np.zeros(entries.size), np.ones(entries.size)
    lp.row_lower_, lp.row_upper_ = np.concatenate(lower), np.concatenate(upper)
    lp.a_matrix_.format_ = highs().MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(np.bincount(column, minlength=entries.size))))
    lp.a_matrix_.index_, lp.a_matrix_.value_ = row[order], value[order]
    if whole:
        lp.integrality_ = [highs().HighsVarType.kInteger] * entries.size
    return lp


def solve_whole(lp: Any, solver: str, *, seconds: float) -> tuple[float | None, float]:
    """(value, CPU seconds) with one thread; the value is None where it was not proven in that time."""
    model = new_solver(solver=solver, time_limit=seconds, mip_rel_gap=0.0)
    started = time.process_time()
    model.passModel(lp)
    model.run()
    took = time.process_time() - started
    done = model.getModelStatus() == highs().HighsModelStatus.kOptimal
    return (model.getInfo().objective_function_value if done else None), took
