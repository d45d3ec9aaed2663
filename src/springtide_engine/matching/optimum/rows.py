"""Targets as rows of whole numbers over (class of positions) x (class of people).

Positions that no target tells apart share a class, and so do people. A row reads
sum over seated people of weights[class of position, class of person] <= limit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from springtide_engine.matching.problem import Flags, Integers, Market
from springtide_engine.matching.targets import Target, check_targets, masks
from springtide_engine.matching.traits import Traits


@dataclass(frozen=True, eq=False)
class Rows:
    """R rows over P classes of positions and A of people.

    `weights` (R, P, A) and `limits` (R), all to be kept as weights . seated <= limits: a floor is written
    with its signs turned. `units` (R): by how much a row eases when its target eases by one seat.
    `place_class` (m), `person_class` (n).
    """

    names: tuple[str, ...]
    weights: Integers
    limits: Integers
    units: Integers
    place_class: Integers
    person_class: Integers

    def without_pins(self, people: Integers, places: Integers) -> Integers:
        """(R) what is left of the limits when these people sit there."""
        return self.limits - self.of(self.place_class[places], self.person_class[people]).sum(axis=1)

    def of(self, place_class: Integers, person_class: Integers) -> Integers:
        """(R, k) the weights of k pairs of classes."""
        found: Integers = np.asarray(self.weights[:, place_class, person_class], dtype=np.int64)
        return found


def rows_of(market: Market, targets: Sequence[Target], traits: Traits) -> Rows:
    """Write targets as rows. Raises InvalidMarket for targets that cannot be read."""
    m, n = market.capacities.size, market.applicants
    check_targets(targets, traits, positions=m, applicants=n)
    found = [(masks(traits, t.of, m, n), masks(traits, t.within, m, n)) for t in targets]
    place_class, places = _classes([mask for of, within in found for mask in (of[0], within[0])], m)
    person_class, people = _classes([mask for of, within in found for mask in (of[1], within[1])], n)
    weights = np.zeros(
        (len(targets), places(np.ones(m, dtype=np.bool_)).size, people(np.ones(n, np.bool_)).size), np.int64
    )
    limits = np.zeros(len(targets), dtype=np.int64)
    for row, (target, (of, within)) in enumerate(zip(targets, found, strict=True)):
        over, under = target.value.numerator, target.value.denominator
        weights[row] += under * np.outer(places(of[0] & within[0]), people(of[1] & within[1]))
        if target.kind == "count":
            limits[row] = over
        elif target.base == "seats":
            limits[row] = over * market.capacities[within[0]].sum()
        else:
            weights[row] -= over * np.outer(places(within[0]), people(within[1]))
        if target.bound == "floor":
            weights[row], limits[row] = -weights[row], -limits[row]
    units = np.array([t.value.denominator for t in targets], dtype=np.int64)
    return Rows(tuple(t.name for t in targets), weights, limits, units, place_class, person_class)


def _classes(masks: Sequence[Flags], size: int) -> tuple[Integers, Callable[[Flags], Integers]]:
    """(size) a class for all that no mask tells apart, and a way to read a mask by class."""
    classes = np.zeros(size, dtype=np.int64)
    for mask in {mask.tobytes(): mask for mask in masks if not mask.all()}.values():
        classes = 2 * classes + mask
        classes = (np.cumsum(np.bincount(classes, minlength=1) > 0) - 1)[classes]
    member = np.zeros(int(classes.max(initial=-1)) + 1, dtype=np.int64)
    member[classes] = np.arange(size)
    return classes, lambda mask: mask[member].astype(np.int64)
