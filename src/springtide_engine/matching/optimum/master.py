"""The restricted master: the problem over some of the choices, kept in HiGHS so that each change starts warm."""

import importlib
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum.model import Model
from springtide_engine.matching.optimum.rows import UNLIMITED
from springtide_engine.matching.problem import Integers

Floats = npt.NDArray[np.float64]
INFINITE: Final = float("inf")


class NotSolved(RuntimeError):
    """HiGHS neither solved nor refuted a master; the text says with which status."""


@cache
def highs() -> Any:
    """HiGHS, loaded when the first optimum is asked for."""
    return importlib.import_module("highspy")


def new_solver(**options: float | str | bool) -> Any:
    """One thread, silent."""
    solver = highs().Highs.__base__()  # the class itself writes its name and version to the output
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        solver.setOptionValue(name, value)
    return solver


def solve(solver: Any) -> None:
    """Run; anything but an optimum is an error, since slack makes every master feasible. Raises NotSolved."""
    solver.run()
    status = solver.getModelStatus()
    if status not in (highs().HighsModelStatus.kOptimal, highs().HighsModelStatus.kModelEmpty):
        raise NotSolved(f"HiGHS stopped: {solver.modelStatusToString(status)}")


class Master:
    """A linear programme over `columns`; `granted` entries are seated beforehand, by choice, not by rule.

    Rows of the programme: positions (m), rows of targets (R), then people who have more than one column
    (one with a single column needs no row, the column ends at 1). Columns: what each row lacks or has too
    much (2 R), at `penalty` (R) a unit, then the entries, each standing for `each` people.
    """

    def __init__(self, model: Model, columns: Integers, granted: Integers, *, penalty: Floats, each: int = 1) -> None:
        self.model = model
        self.columns = np.zeros(0, dtype=np.int64)
        self.granted = granted
        self.lower, self.upper = model.lower, model.upper
        self._people = np.zeros(0, dtype=np.int64)
        self._fixed = model.seats.size + model.lower.size
        self._each = float(each)
        self._solver = new_solver()
        self._solver.passModel(self._written(columns, penalty))
        self.columns = columns

    def solve(self) -> None:
        """Solve from where the last solution stood. Raises NotSolved."""
        solve(self._solver)
        solution = self._solver.getSolution()
        values, duals = np.array(solution.col_value), np.array(solution.row_dual)
        rows = self.model.lower.size
        self.lack = np.max(values[: 2 * rows].reshape(2, rows), axis=0)
        self.taken = values[2 * rows :]
        self.place_prices = np.maximum(duals[: self.model.seats.size], 0.0)
        prices = duals[self.model.seats.size : self._fixed]
        # What is a trace of rounding on a side without a bound would be multiplied by infinity.
        self.row_prices = np.where(self.upper < UNLIMITED, np.maximum(prices, 0.0), 0.0)
        self.row_prices += np.where(self.lower > -UNLIMITED, np.minimum(prices, 0.0), 0.0)

    def ask(self, lower: Integers, upper: Integers) -> None:
        """Change what the rows ask."""
        self.lower, self.upper = lower, upper
        self._bounds()

    def punish(self, penalty: Floats) -> None:
        """Change what it costs that a row lacks a unit."""
        lacking = np.arange(2 * penalty.size, dtype=np.int32)
        self._solver.changeColsCost(lacking.size, lacking, np.tile(-penalty, 2))

    def add(self, entries: Integers) -> None:
        """Add columns; entries that were granted are free again."""
        model = self.model
        self.granted = np.setdiff1d(self.granted, entries)
        columns = np.concatenate((self.columns, entries))
        people = model.owners(columns)
        named, which, times = np.unique(people, return_inverse=True, return_counts=True)
        new = np.setdiff1d(named[times > 1], self._people)
        old = np.arange(self.columns.size)
        rows = np.searchsorted(new, people[old])
        hit = np.isin(people[old], new)
        start = np.concatenate(([0], np.cumsum(np.bincount(rows[hit], minlength=new.size))))
        order = np.argsort(rows[hit], kind="stable")
        index = old[hit][order] + 2 * model.lower.size
        free = np.full(new.size, -INFINITE)
        self._solver.addRows(
            new.size,
            free,
            np.full(new.size, self._each),
            index.size,
            start[:-1].astype(np.int32),
            index.astype(np.int32),
            np.ones(index.size),
        )
        self._people = np.concatenate((self._people, new))
        del which
        start, index, value = self._matrix(entries)
        k = entries.size
        self._solver.addCols(
            k,
            model.worth[entries].astype(np.float64),
            np.zeros(k),
            np.full(k, self._each),
            index.size,
            start[:-1].astype(np.int32),
            index.astype(np.int32),
            value,
        )
        self.columns = columns
        self._bounds()

    def _bounds(self) -> None:
        lower, upper = self._limits()
        rows = np.arange(self._fixed, dtype=np.int32)
        self._solver.changeRowsBounds(rows.size, rows, lower, upper)

    def _limits(self) -> tuple[Floats, Floats]:
        """What is left for the columns once the granted are seated."""
        model = self.model
        seats = model.seats - np.bincount(model.market.positions[self.granted], minlength=model.seats.size)
        used = model.weights(self.granted).sum(axis=1)
        lower = np.where(self.lower > -UNLIMITED, self.lower - used, -INFINITE)
        upper = np.where(self.upper < UNLIMITED, self.upper - used, INFINITE)
        return np.concatenate((np.full(seats.size, -INFINITE), lower)), np.concatenate((seats, upper)).astype(float)

    def _matrix(self, entries: Integers) -> tuple[Integers, Integers, Floats]:
        """Start, row and value of the elements of these columns."""
        model, m = self.model, self.model.seats.size
        people = model.owners(entries)
        order = np.argsort(self._people, kind="stable")
        spot = np.searchsorted(self._people, people, sorter=order)
        known = np.append(order, 0)[spot]
        has_row = np.append(self._people, -1)[known] == people
        weights = model.weights(entries)
        at, which = np.nonzero(weights.T)
        counts = np.bincount(at, minlength=entries.size)
        start = np.concatenate(([0], np.cumsum(counts + 1 + has_row)))
        before = np.concatenate(([0], np.cumsum(counts)))[:-1]
        index, value = np.zeros(start[-1], dtype=np.int64), np.ones(start[-1])
        index[start[:-1]] = model.market.positions[entries]
        spot = start[at] + 1 + np.arange(at.size) - before[at]
        index[spot], value[spot] = m + which, weights[which, at]
        index[start[1:][has_row] - 1] = self._fixed + known[has_row]
        return start, index, value

    def _written(self, columns: Integers, penalty: Floats) -> Any:
        model = self.model
        named, times = np.unique(model.owners(columns), return_counts=True)
        self._people = named[times > 1]
        rows, m, k = model.lower.size, model.seats.size, columns.size
        start, index, value = self._matrix(columns)
        lower, upper = self._limits()
        lp = highs().HighsLp()
        lp.num_col_, lp.num_row_ = 2 * rows + k, self._fixed + self._people.size
        lp.sense_ = highs().ObjSense.kMaximize
        lp.col_cost_ = np.concatenate((np.tile(-penalty, 2), model.worth[columns]))
        lp.col_lower_ = np.zeros(2 * rows + k)
        lp.col_upper_ = np.concatenate((np.full(2 * rows, INFINITE), np.full(k, self._each)))
        lp.row_lower_ = np.concatenate((lower, np.full(self._people.size, -INFINITE)))
        lp.row_upper_ = np.concatenate((upper, np.full(self._people.size, self._each)))
        lp.a_matrix_.format_ = highs().MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.concatenate((np.arange(2 * rows), 2 * rows + start))
        lp.a_matrix_.index_ = np.concatenate((np.tile(m + np.arange(rows), 2), index))
        lp.a_matrix_.value_ = np.concatenate((np.repeat([1.0, -1.0], rows), value))
        return lp
