"""Linear programs solved by HiGHS (Huangfu, Hall 2018), on one core and the same way each time."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.frame import Integers

Numbers = npt.NDArray[np.float64]
Entries = tuple[Integers, Integers, Numbers]
"""Column, row, value of each entry that is not zero."""
INFINITE: Final = float("inf")
PRIMAL: Final = 4  # HiGHS's number of the primal simplex: new columns leave the last solution feasible


@dataclass(frozen=True, eq=False)
class Solved:
    """`x` (columns), its value, and the prices `dual` (rows)."""

    value: float
    x: Numbers
    dual: Numbers


def maximise(gain: Numbers, top: Numbers, entries: Entries, lower: Numbers, upper: Numbers) -> Solved:
    """Maximise gain @ x, 0 <= x <= top, lower <= A x <= upper, by an interior point method without a vertex, which is
    much quicker on large programs; so `dual` is only nearly the price."""
    import highspy  # noqa: PLC0415 - nobody who only reads a schedule should wait for it

    column, row, value = entries
    order = np.argsort(column, kind="stable")
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = gain.size, upper.size
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = gain, np.zeros(gain.size), top
    model.row_lower_, model.row_upper_ = lower, upper
    model.a_matrix_.num_col_, model.a_matrix_.num_row_ = gain.size, upper.size
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(column[order], np.arange(gain.size + 1)).astype(np.int32)
    model.a_matrix_.index_ = row[order].astype(np.int32)
    model.a_matrix_.value_ = value[order]
    # Prices a little off cost a thousandth of an interview (`bound`); the last digits take a third of the time.
    highs = _solver(solver="ipm", run_crossover="off", ipm_optimality_tolerance=1e-5)
    highs.passModel(model)
    highs.run()
    solution = highs.getSolution()
    x = np.array(solution.col_value) if len(solution.col_value) else np.zeros(gain.size)
    return Solved(float(gain @ x), x, np.array(solution.row_dual))


def _solver(**options: float | str) -> Any:
    import highspy  # noqa: PLC0415

    plain: Any = highspy.Highs.__base__  # the class itself writes its name and version to the output
    highs = plain()
    for name, choice in {"output_flag": False, "threads": 1, "random_seed": 1, **options}.items():
        highs.setOptionValue(name, choice)
    return highs


class Growing:
    """A linear program, minimised over x >= 0, to which rows and columns are added between solutions; each begins
    where the last one ended."""

    def __init__(self) -> None:
        self._highs = _solver(presolve="off", simplex_strategy=PRIMAL)
        self.rows = self.columns = 0

    def add_rows(self, lower: Numbers, upper: Numbers, row: Integers, column: Integers) -> Integers:
        """Add rows; entry i, a one, stands in the row `row[i]` of them. Returns their numbers."""
        order = np.argsort(row, kind="stable")
        begins = np.searchsorted(row[order], np.arange(upper.size)).astype(np.int32)
        index = column[order].astype(np.int32)
        self._highs.addRows(upper.size, lower, upper, index.size, begins, index, np.ones(index.size))
        self.rows += upper.size
        return np.arange(self.rows - upper.size, self.rows)

    def add_columns(self, cost: Numbers, column: Integers, row: Integers, value: Numbers) -> Integers:
        """Add columns; entry i stands in the column `column[i]` of them. Returns their numbers."""
        order = np.argsort(column, kind="stable")
        begins = np.searchsorted(column[order], np.arange(cost.size)).astype(np.int32)
        top, index = np.full(cost.size, INFINITE), row[order].astype(np.int32)
        self._highs.addCols(
            cost.size, cost, np.zeros(cost.size), top, index.size, begins, index, value[order].astype(np.float64)
        )
        self.columns += cost.size
        return np.arange(self.columns - cost.size, self.columns)

    def begin_at(self, columns: Integers, tight: Integers) -> None:
        """Begin at the solution in which these columns may be above 0 and these rows are tight, as many of both."""
        import highspy  # noqa: PLC0415

        status = highspy.HighsBasisStatus
        basis = self._highs.getBasis()
        above, slack = np.zeros(self.columns, dtype=np.bool_), np.ones(self.rows, dtype=np.bool_)
        above[columns], slack[tight] = True, False
        basis.col_status = [status.kBasic if one else status.kLower for one in above.tolist()]
        basis.row_status = [status.kBasic if one else status.kLower for one in slack.tolist()]
        basis.valid = True
        self._highs.setBasis(basis)

    def solve(self) -> Solved:
        """The least value, a vertex, and its prices (how much the value grows with the limit of a row)."""
        self._highs.run()
        solution = self._highs.getSolution()
        value = float(self._highs.getInfo().objective_function_value)
        return Solved(value, np.array(solution.col_value), np.array(solution.row_dual))
