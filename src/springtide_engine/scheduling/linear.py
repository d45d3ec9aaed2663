"""Linear programs solved by HiGHS (Huangfu, Hall 2018), on one core and the same way each time."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.frame import Integers

Numbers = npt.NDArray[np.float64]
Entries = tuple[Integers, Integers, Numbers]
"""Column, row, value of each entry that is not zero."""
MOST_NODES: Final = 20


@dataclass(frozen=True, eq=False)
class Solved:
    """`x` (columns), its value, and the prices `dual` (rows; empty for whole numbers). Nothing found: x is 0."""

    value: float
    x: Numbers
    dual: Numbers


def maximise(
    gain: Numbers,
    top: Numbers,
    entries: Entries,
    lower: Numbers,
    upper: Numbers,
    seconds: float | None = None,
    *,
    interior: bool = False,
) -> Solved:
    """Maximise gain @ x, 0 <= x <= top, lower <= A x <= upper. In whole numbers where `seconds` are given: then the
    search ends after MOST_NODES nodes or, on a slow machine, after so many seconds, with the best found. `interior`:
    by an interior point method without a vertex, which is much quicker on large programs; then `dual` is only nearly
    the price."""
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
    plain: Any = highspy.Highs.__base__  # the class itself writes its name and version to the output
    highs = plain()
    for name, choice in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
        highs.setOptionValue(name, choice)
    if interior:
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "off")
        # Prices a little off cost a thousandth of an interview (`bound`); the last digits take a third of the time.
        highs.setOptionValue("ipm_optimality_tolerance", 1e-5)
    elif seconds is None:
        highs.setOptionValue("presolve", "off")  # panels leave little to find, and looking takes longer than solving
    if seconds is not None:
        model.integrality_ = [highspy.HighsVarType.kInteger] * gain.size
        for name, limit in (("time_limit", seconds), ("mip_max_nodes", MOST_NODES), ("mip_rel_gap", 0.0)):
            highs.setOptionValue(name, limit)
    highs.passModel(model)
    highs.run()
    solution = highs.getSolution()
    x = np.array(solution.col_value) if len(solution.col_value) else np.zeros(gain.size)
    return Solved(float(gain @ x), x, np.array(solution.row_dual))
