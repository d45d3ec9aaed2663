"""People seated by hand before anything else: the rest is matched to what is left."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.problem import (
    Fault,
    Integers,
    InvalidMarket,
    Market,
    Positions,
    refuse,
    repeated,
    whole_numbers,
)


@dataclass(frozen=True, eq=False)
class Pinned:
    """`market`: of the same n people and m positions, without the pinned people's choices and their seats.

    Tickets stay, so that nobody else's luck changes. `applicants` and `positions` are the pins, row by row.
    """

    market: Market
    applicants: Integers
    positions: Integers

    def seated(self, assignment: npt.ArrayLike) -> Positions:
        """(n) an assignment of the rest with the pinned people in their seats."""
        whole = np.array(assignment, dtype=np.int32)
        whole[self.applicants] = self.positions
        whole.setflags(write=False)
        return whole


def pinned_market(market: Market, fixed: tuple[npt.ArrayLike, npt.ArrayLike]) -> Pinned:
    """Take out pins `fixed` = (applicants, positions): their seats are given, their other choices dropped.

    A person may be pinned where they did not apply: who pins answers for it. Raises InvalidMarket naming the
    row: an unknown person or position, a person twice, more pins at a position than it has seats.
    """
    people = whole_numbers("fixed.applicants", fixed[0])
    places = whole_numbers("fixed.positions", fixed[1])
    if people.shape != places.shape or people.ndim != 1:
        raise InvalidMarket([Fault("fixed", None, "pins must be as many people as positions")])
    refuse(_faults(market, people, places))
    free = np.ones(market.applicants, dtype=np.bool_)
    free[people] = False
    entries = np.repeat(free, market.lengths)
    rest = Market(
        offsets=np.concatenate(([0], np.cumsum(np.where(free, market.lengths, 0)))),
        positions=market.positions[entries],
        scores=market.scores[entries],
        acceptable=market.acceptable[entries],
        capacities=market.capacities - np.bincount(places, minlength=market.capacities.size),
        tickets=market.tickets,
    )
    for array in (people, places):
        array.setflags(write=False)
    return Pinned(rest, people, places)


def _faults(market: Market, people: Integers, places: Integers) -> Iterator[Fault]:
    strange = [("applicant", people, market.applicants), ("position", places, market.capacities.size)]
    for word, values, size in strange:
        for row in np.flatnonzero((values < 0) | (values >= size)):
            yield Fault(f"fixed.{word}s", int(row), f"pin {row} names {word} {values[row]}; there are {size}")
            return
    for row in repeated(people):
        yield Fault("fixed.applicants", int(row), f"pin {row}: applicant {people[row]} is pinned already")
    pins = np.bincount(places, minlength=market.capacities.size)
    for place in np.flatnonzero(pins > market.capacities):
        text = f"{pins[place]} people are pinned to position {place}, which has {market.capacities[place]} seats"
        yield Fault("fixed.positions", int(np.flatnonzero(places == place)[market.capacities[place]]), text)
