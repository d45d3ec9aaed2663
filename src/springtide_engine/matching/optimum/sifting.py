"""Column sifting (Bixby, Gregory, Lustig, Marsten, Shanno 1992): few choices decide, so solve over few and
let the prices call in what they missed, until they miss nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum import pricing
from springtide_engine.matching.optimum.master import Answer, NotSolved, solve
from springtide_engine.matching.optimum.model import Model
from springtide_engine.matching.problem import Integers

Floats = npt.NDArray[np.float64]
Step = Callable[[int, int], None]
MULTIPLE = 2  # choices of a position in the first master, for each seat
MOST_ROUNDS = 200
TOLERANCE = 1e-6  # of utility
PENALTY = 16  # a row that falls short by a seat costs so many times the largest utility, at first


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The optimum where people may be cut: `answer` over `columns`, `gain` (E) and `best` (n) at its prices."""

    answer: Answer
    columns: Integers
    gain: Floats
    best: Floats
    upper: float
    rounds: int


def relax(model: Model, step: Step | None = None) -> Relaxed | None:
    """Solve the relaxed problem; None where rows and seats cannot be kept together. Raises NotSolved."""
    columns = first_columns(model)
    penalty = float(PENALTY * max(1, int(model.worth.max(initial=0))))
    for rounds in range(1, MOST_ROUNDS + 1):
        if step is not None:
            step(rounds, MOST_ROUNDS)
        answer = solve(model, columns, model.worth[columns].astype(np.float64), penalty=penalty)
        if answer is None:
            raise NotSolved("the master with slack has no answer")
        gain = pricing.surplus(model, pricing.charges(model, answer.place_prices, answer.row_prices))
        missed = _missed(model, columns, gain)
        if missed.size:
            columns = np.union1d(columns, missed)
        elif (answer.short > TOLERANCE * model.rows.units).any():
            if not feasible(model):
                return None
            penalty *= 64
        else:
            best = pricing.best_of(model, gain)
            upper = pricing.upper_bound(model, answer.place_prices, answer.row_prices, best)
            return Relaxed(answer, columns, gain, best, upper, rounds)
    raise NotSolved(f"sifting did not end in {MOST_ROUNDS} rounds")


def first_columns(model: Model) -> Integers:
    """The best choices of every position, a few for each seat."""
    allowed = np.flatnonzero(model.worth >= 0)
    order = allowed[np.lexsort((-model.worth[allowed], model.market.positions[allowed]))]
    return np.sort(order[_first(model.market.positions[order], MULTIPLE * model.seats)])


def _first(groups: npt.NDArray[np.int32], most: Integers) -> npt.NDArray[np.bool_]:
    """Mark the first `most` of each group in a list sorted by group."""
    begins = np.searchsorted(groups, np.arange(most.size))
    return np.asarray(np.arange(groups.size) - begins[groups] < most[groups])


def _missed(model: Model, columns: Integers, gain: Floats) -> Integers:
    """Choices that would raise the value: more surplus than their person has in the master."""
    had = np.zeros(model.market.applicants)
    np.maximum.at(had, model.owner[columns], gain[columns])
    return np.flatnonzero(gain > had[model.owner] + TOLERANCE)


def feasible(model: Model) -> bool:
    """Is there any allocation, people cut at will, that keeps the rows?"""
    columns = first_columns(model)
    nothing = np.where(model.worth < 0, model.worth, 0)
    idle = Model(**{**model.__dict__, "worth": nothing})
    while True:
        answer = solve(idle, columns, np.zeros(columns.size), penalty=1.0)
        if answer is None:
            raise NotSolved("the master with slack has no answer")
        if answer.value > -TOLERANCE:
            return True
        gain = pricing.surplus(idle, pricing.charges(idle, answer.place_prices, answer.row_prices))
        missed = _missed(idle, columns, gain)
        if not missed.size:
            return False
        columns = np.union1d(columns, missed)
