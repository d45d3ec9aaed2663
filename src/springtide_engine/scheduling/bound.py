"""The most interviews any schedule could book: a proven upper limit, from the dual side of a linear programme."""


import numpy as np

from springtide_engine.scheduling.relaxation import Numbers, Programme


def solve(made: Programme, gain: Numbers, **options):
    """Duals by HiGHS."""
    import highspy

    columns = made.top.size
    row, column, value = np.concatenate(made.row), np.concatenate(made.column), np.concatenate(made.value)
    key, where = np.unique(column * len(made.limit) + row, return_inverse=True)
    value = np.bincount(where, weights=value)
    column, row = key // len(made.limit), key % len(made.limit)
    order = np.arange(key.size)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(made.limit)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = gain
    model.col_lower_, model.col_upper_ = np.zeros(columns), made.top
    model.row_lower_, model.row_upper_ = np.full(len(made.limit), -np.inf), np.array(made.limit)
    model.a_matrix_.num_col_, model.a_matrix_.num_row_ = columns, len(made.limit)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(column[order], np.arange(columns + 1)).astype(np.int32)
    model.a_matrix_.index_ = row[order].astype(np.int32)
    model.a_matrix_.value_ = value[order]
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    for k, v in options.items():
        highs.setOptionValue(k, v)
    highs.passModel(model)
    highs.run()
    dual = np.abs(np.array(highs.getSolution().row_dual))
    return highs.getInfo().objective_function_value, dual, (row, column, value), highs


def proven(made: Programme, gain, dual, entries) -> float:
    row, column, value = entries
    price = np.bincount(column, weights=dual[row] * value, minlength=made.top.size)
    return float(np.array(made.limit) @ dual + made.top @ np.maximum(gain - price, 0))
