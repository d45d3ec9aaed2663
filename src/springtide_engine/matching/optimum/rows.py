"""Targets as rows of whole numbers over (class of positions) x (class of people).

Positions that no target tells apart share a class, and so do people. A row reads
lower <= sum over seated people of weights[class of position, class of person] <= upper.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.problem import Flags, Integers, Market
from springtide_engine.matching.targets import Target, check_targets, masks
from springtide_engine.matching.traits import Traits

UNLIMITED: Final = 2**60


@dataclass(frozen=True, eq=False)
class Rows:
    """R rows over P classes of positions and A of people: one for each target, then the counters.

    `weights` (R, P, A), `lower` and `upper` (R), +-UNLIMITED where nothing is asked. `units` (R): by how
    much a row eases when its target eases by one seat. A counter counts seats that a share speaks of: it asks for
    nothing, but must be whole; `counted` (targets, counters) tells which share speaks of which. `place_class`
    (m), `person_class` (n).
    """

    names: tuple[str, ...]
    weights: Integers
    lower: Integers
    upper: Integers
    units: Integers
    counted: Flags
    place_class: npt.NDArray[np.int32]
    person_class: npt.NDArray[np.int32]

    def of(self, places: npt.NDArray[np.int32], people: npt.NDArray[np.int32]) -> Integers:
        """(R, k) what each of k people at positions adds to each row."""
        picked = self.weights[:, self.place_class[places], self.person_class[people]]
        return np.asarray(picked, dtype=np.int64)


def rows_of(market: Market, targets: Sequence[Target], traits: Traits) -> Rows:
    """Write targets as rows. Raises InvalidMarket for targets that cannot be read."""
    m, n = market.capacities.size, market.applicants
    check_targets(targets, traits, positions=m, applicants=n)
    found = [(masks(traits, t.of, m, n), masks(traits, t.within, m, n)) for t in targets]
    place_class, places = _classes((mask for of, within in found for mask in (of[0], within[0])), m)
    person_class, people = _classes((mask for of, within in found for mask in (of[1], within[1])), n)
    weights, lower, upper = [], [], []
    counters: dict[bytes, Integers] = {}
    speaks: list[tuple[int, bytes]] = []
    for number, (target, (of, within)) in enumerate(zip(targets, found, strict=True)):
        over, under = target.value.numerator, target.value.denominator
        part = np.outer(places(of[0] & within[0]), people(of[1] & within[1]))
        whole = np.outer(places(within[0]), people(within[1]))
        row, limit = under * part, over
        if target.kind == "share" and target.base == "filled":
            row, limit = under * part - over * whole, 0
            counters.update({seats.tobytes(): seats for seats in (part, whole)})
            speaks += [(number, seats.tobytes()) for seats in (part, whole)]
        elif target.kind == "share":
            limit = over * int(market.capacities[within[0]].sum())
        weights.append(row)
        lower.append(limit if target.bound == "floor" else -UNLIMITED)
        upper.append(limit if target.bound == "ceiling" else UNLIMITED)
    more = len(counters)
    counted = np.zeros((len(targets), more), dtype=np.bool_)
    for number, seats in speaks:
        counted[number, list(counters).index(seats)] = True
    shape = (len(targets) + more, int(place_class.max(initial=-1)) + 1, int(person_class.max(initial=-1)) + 1)
    return Rows(
        tuple(t.name for t in targets),
        np.array([*weights, *counters.values()], dtype=np.int64).reshape(shape),
        np.array([*lower, *[-UNLIMITED] * more], dtype=np.int64),
        np.array([*upper, *[UNLIMITED] * more], dtype=np.int64),
        np.array([*[t.value.denominator for t in targets], *[1] * more], dtype=np.int64),
        counted,
        place_class,
        person_class,
    )


def _classes(masks: Iterable[Flags], size: int) -> tuple[npt.NDArray[np.int32], Callable[[Flags], Integers]]:
    """(size) a class for all that no mask tells apart, and a way to read a mask by class."""
    classes = np.zeros(size, dtype=np.int64)
    for mask in {mask.tobytes(): mask for mask in masks if not mask.all()}.values():
        classes = 2 * classes + mask
        classes = (np.cumsum(np.bincount(classes, minlength=1) > 0) - 1)[classes]
    member = np.zeros(int(classes.max(initial=-1)) + 1, dtype=np.int64)
    member[classes] = np.arange(size)
    return classes.astype(np.int32), lambda mask: mask[member].astype(np.int64)
