"""The second stage (调剂): free seats for people without one who agreed to be placed elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.allocation import Allocation
from springtide_engine.matching.problem import (
    UNPLACED,
    Fault,
    Integers,
    InvalidMarket,
    Market,
    Options,
    Positions,
    refuse,
    repeated,
)
from springtide_engine.matching.ties import draw_personal_lots


@dataclass(frozen=True, eq=False)
class TransferResult:
    """`assignment` (n) of both stages together, `granted` the rows of Options in the order of granting,
    `unplaced` the consenting people for whom no option had a seat left."""

    assignment: Positions
    granted: Integers
    unplaced: Integers


def place_transfers(
    market: Market, allocation: Allocation, consented: npt.ArrayLike, options: Options
) -> TransferResult:
    """Serial dictatorship by score, then lot: the first stage is never touched.

    1. Only people who are unplaced and consented take part; only seats still free are given.
    2. The rows of `options` are read by score, highest first; equal scores by the applicant's lot in the
       published lottery, then by position number. A row is granted if its person still has no seat and
       its position still has one. So nobody is passed over for somebody with a lower score there.
    Raises InvalidMarket naming the row: unknown person or position, a pair twice, an opening that the
    person ranked (the first stage decided on it).
    """
    consents = np.asarray(consented)
    if consents.shape != (market.applicants,) or consents.dtype.kind != "b":
        raise InvalidMarket([Fault("consented", None, f"consented must be {market.applicants} times yes or no")])
    refuse(_option_faults(market, options))
    assignment, free = allocation.assignment.copy(), market.capacities - allocation.fill
    waits = consents & (assignment == UNPLACED)
    rows = np.flatnonzero(waits[options.applicants] & (free[options.positions] > 0))
    lots = draw_personal_lots(market, seed=allocation.lottery.seed)[options.applicants[rows]]
    rows = rows[np.lexsort((options.positions[rows], lots, ~options.scores[rows]))]
    granted = []
    for row, person, place in zip(
        rows.tolist(), options.applicants[rows].tolist(), options.positions[rows].tolist(), strict=True
    ):
        if assignment[person] == UNPLACED and free[place] > 0:
            assignment[person] = place
            free[place] -= 1
            granted.append(row)
    assignment.setflags(write=False)
    still = np.flatnonzero(waits & (assignment == UNPLACED))
    return TransferResult(assignment, np.array(granted, dtype=np.int64), still)


def _option_faults(market: Market, options: Options) -> Iterator[Fault]:
    people, places = options.applicants, options.positions
    for field, values, size in (
        ("applicants", people, market.applicants),
        ("positions", places, market.capacities.size),
    ):
        for row in np.flatnonzero((values < 0) | (values >= size)):
            yield Fault(f"options.{field}", int(row), f"option {row} names {values[row]}; there are {size} {field}")
            return
    width = max(market.capacities.size, 1)
    pairs = people * width + places
    for row in repeated(pairs):
        yield Fault("options", int(row), f"option {row} names applicant {people[row]}, position {places[row]} again")
    ranked = np.isin(pairs, market.owners * width + market.positions)
    for row in np.flatnonzero(ranked):
        yield Fault("options", int(row), f"option {row}: applicant {people[row]} ranked position {places[row]}")
