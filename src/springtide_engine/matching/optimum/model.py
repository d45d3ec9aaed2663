"""The problem as the solver sees it: what each choice is worth, which seats are left, which rows to keep."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum.rows import UNLIMITED, Rows, rows_of
from springtide_engine.matching.problem import (
    UNPLACED,
    Fault,
    Integers,
    InvalidMarket,
    Market,
    Positions,
    refuse,
    repeated,
    whole_numbers,
)
from springtide_engine.matching.target_checks import Pins
from springtide_engine.matching.targets import Target
from springtide_engine.matching.traits import Traits

NEVER = -(2**40)  # worth of a choice that cannot be granted: far below any surplus


@dataclass(frozen=True, eq=False)
class Model:
    """Choose entries for the most worth: one a person, `seats` (m) a position, each row between its bounds.

    `worth` (E): utility, or NEVER where the choice is not acceptable, the person is pinned or no seat is
    left. `lower`, `upper` (R): what the rows ask of those who are not pinned. `pinned_people`,
    `pinned_places`: who is seated before.
    """

    market: Market
    rows: Rows
    worth: Integers
    seats: Integers
    lower: Integers
    upper: Integers
    pinned_people: Integers
    pinned_places: Integers

    def owners(self, entries: Integers) -> Integers:
        """(k) whose choices these are."""
        return np.searchsorted(self.market.offsets, entries, side="right") - 1

    def weights(self, entries: Integers) -> Integers:
        """(R, k) what each of k entries adds to each row."""
        return self.rows.of(self.market.positions[entries], self.owners(entries).astype(np.int32))


def model_of(market: Market, targets: Sequence[Target], traits: Traits, utility: Integers, fixed: Pins | None) -> Model:
    """Write the problem out, people in `fixed` seated first. Raises InvalidMarket."""
    rows = rows_of(market, targets, traits)
    people, places = _pins(market, fixed)
    seats = market.capacities - np.bincount(places, minlength=market.capacities.size)
    refuse(
        Fault(
            "fixed",
            None,
            f"{market.capacities[p] - seats[p]} people are fixed at position {p}, {market.capacities[p]} fit",
        )
        for p in np.flatnonzero(seats < 0)
    )
    worth = utility.copy()
    if not market.acceptable.all():
        worth[~market.acceptable] = NEVER
    if not seats.all():
        worth[seats[market.positions] == 0] = NEVER
    for person in people:
        worth[market.offsets[person] : market.offsets[person + 1]] = NEVER
    used = rows.of(places.astype(np.int32), people.astype(np.int32)).sum(axis=1)
    lower = np.where(rows.lower > -UNLIMITED, rows.lower - used, rows.lower)
    upper = np.where(rows.upper < UNLIMITED, rows.upper - used, rows.upper)
    return Model(market, rows, worth, seats, lower, upper, people, places)


def _pins(market: Market, fixed: Pins | None) -> tuple[Integers, Integers]:
    people, places = (whole_numbers("fixed", side) for side in (fixed or ((), ())))
    if people.shape != places.shape or people.ndim != 1:
        raise InvalidMarket([Fault("fixed", None, "fixed must hold as many people as positions")])
    for side, values, size in (("applicant", people, market.applicants), ("position", places, market.capacities.size)):
        refuse(
            Fault("fixed", int(row), f"fixed[{row}] names {side} {values[row]}; there are {size}")
            for row in np.flatnonzero((values < 0) | (values >= size))
        )
    refuse(Fault("fixed", int(row), f"applicant {people[row]} is fixed twice") for row in repeated(people))
    return people, places


def seated(model: Model, chosen: Integers) -> Positions:
    """(n) the assignment that grants these entries, pins included."""
    assignment: npt.NDArray[np.int32] = np.full(model.market.applicants, UNPLACED, dtype=np.int32)
    assignment[model.owners(chosen)] = model.market.positions[chosen]
    assignment[model.pinned_people] = model.pinned_places
    return assignment
