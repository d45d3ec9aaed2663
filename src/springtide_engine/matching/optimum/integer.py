"""Whole people: a small integer programme over the choices that prices leave open."""

from dataclasses import dataclass

import numpy as np

from springtide_engine.matching.optimum.lots import lots_of
from springtide_engine.matching.optimum.master import solve
from springtide_engine.matching.optimum.model import Model
from springtide_engine.matching.optimum.sifting import Relaxed
from springtide_engine.matching.problem import Integers

FIRST_WINDOW = 20.0


@dataclass(frozen=True, eq=False)
class Finish:
    """`chosen` entries, their `value`, and the `bound` proven for all allocations."""

    chosen: Integers
    value: int
    bound: int


def finish(model: Model, relaxed: Relaxed, *, seed: int, gap: int) -> Finish | None:
    """Reduced-cost fixing: an allocation above a known one never uses a choice whose regret is larger than
    upper bound - known value. Widen the window of regret until it covers that; None where nothing fits."""
    upper = int(np.floor(relaxed.upper + 1e-3))
    regret = relaxed.best[model.owner] - relaxed.gain
    window = FIRST_WINDOW
    while True:
        open_ = np.flatnonzero((regret <= window) & (model.worth >= 0))
        answer = solve(
            model,
            open_,
            model.worth[open_] + lots_of(model, open_, seed),
            penalty=None,
            whole=True,
            mip_rel_gap=0.0,
            mip_abs_gap=1e-6,
        )
        everything = open_.size == int((model.worth >= 0).sum())
        if answer is None:
            if everything:
                return None
            window *= 4
            continue
        chosen = open_[answer.taken > 0.5]
        value = int(model.worth[chosen].sum())
        if everything or window >= upper - value:
            return Finish(chosen, value, value)
        if upper - value <= gap:
            return Finish(chosen, value, upper)
        window = float(upper - value)
