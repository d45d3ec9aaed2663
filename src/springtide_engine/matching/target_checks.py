"""Another pair of eyes for targets: judges an answer and a bound with none of the solver's code.

Whole numbers only. A bound holds for any prices that are not negative (weak duality, Lagrange relaxation;
Geoffrion 1974), so the prices need not be trusted, only counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Final

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.checks import MOST_OFFENCES, Offence
from springtide_engine.matching.problem import Fault, Flags, Integers, InvalidMarket, Market
from springtide_engine.matching.targets import Target, check_targets, masks
from springtide_engine.matching.traits import Traits

Pins = tuple[npt.ArrayLike, npt.ArrayLike]
MOST_BITS: Final = 32  # of a price behind the point


@dataclass(frozen=True)
class Standing:
    """Where one target stands: `part` seats count out of `whole` (taken seats, or seats, by its base).

    `missing`: the fewest seats by which it is not met; 0 where it is met.
    """

    name: str
    part: int
    whole: int
    met: bool
    missing: int


@dataclass(frozen=True)
class TargetCertificate:
    """The verdict on an assignment under targets; `offences` holds the first hundred, `counts` all by kind.

    Kinds: wrong_shape, no_such_position, over_capacity, not_listed, not_acceptable, target_missed.
    """

    passed: bool
    applicants: int
    placed: int
    seats: int
    standings: tuple[Standing, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    offences: tuple[Offence, ...] = ()
    kind: str = "targets"


@dataclass(frozen=True)
class BoundCertificate:
    """No assignment that keeps targets and seats has a total utility above `bound`; this one has `value`."""

    passed: bool
    value: int
    bound: Fraction
    gap: Fraction
    entries_checked: int
    kind: str = "bound"


def verify_targets(
    market: Market,
    assignment: npt.ArrayLike,
    targets: Sequence[Target],
    traits: Traits,
    *,
    fixed: Pins | None = None,
) -> TargetCertificate:
    """Check an assignment (n: position or -1): seats, lists, and every target with its numbers.

    People in `fixed` may sit where they did not apply. Never raises for a wrong answer: it says so. Raises
    InvalidMarket for targets that cannot be read.
    """
    check_targets(targets, traits, positions=market.capacities.size, applicants=market.offsets.size - 1)
    seat = np.asarray(assignment)
    faults = list(_unreadable(market, seat))
    standings: tuple[Standing, ...] = ()
    if not faults:
        faults += _misplaced(market, seat, fixed)
        standings = tuple(_standing(market, seat, target, traits) for target in targets)
        faults += [Offence("target_missed") for standing in standings if not standing.met]
    counts: dict[str, int] = {}
    for fault in faults:
        counts[fault.kind] = counts.get(fault.kind, 0) + 1
    return TargetCertificate(
        not faults,
        market.offsets.size - 1,
        int((seat >= 0).sum()) if seat.dtype.kind in "iu" else 0,
        int(market.capacities.sum()),
        standings,
        counts,
        tuple(faults[:MOST_OFFENCES]),
    )


def _unreadable(market: Market, seat: npt.NDArray[np.int32]) -> Iterator[Offence]:
    if seat.shape != (market.offsets.size - 1,) or seat.dtype.kind not in "iu":
        yield Offence("wrong_shape")
        return
    for i in np.flatnonzero((seat < -1) | (seat >= market.capacities.size)):
        yield Offence("no_such_position", int(i), int(seat[i]))


def _misplaced(market: Market, seat: npt.NDArray[np.int32], fixed: Pins | None) -> Iterator[Offence]:
    fill = np.bincount(seat[seat >= 0], minlength=market.capacities.size)
    yield from (Offence("over_capacity", None, int(p)) for p in np.flatnonzero(fill > market.capacities))
    owner = np.repeat(np.arange(seat.size), market.offsets[1:] - market.offsets[:-1])
    sits = np.flatnonzero(market.positions == seat[owner])
    pinned, listed = np.zeros(seat.size, dtype=np.bool_), np.zeros(seat.size, dtype=np.bool_)
    if fixed is not None:
        people, places = np.asarray(fixed[0], dtype=np.int64), np.asarray(fixed[1], dtype=np.int64)
        pinned[people[seat[people] == places]] = True
    listed[owner[sits]] = True
    for i in np.flatnonzero((seat >= 0) & ~listed & ~pinned):
        yield Offence("not_listed", int(i), int(seat[i]))
    for e in sits[~market.acceptable[sits] & ~pinned[owner[sits]]]:
        yield Offence("not_acceptable", int(owner[e]), int(market.positions[e]))


def _standing(market: Market, seat: npt.NDArray[np.int32], target: Target, traits: Traits) -> Standing:
    """Count the people who count, and those among whom a share is measured, one target at a time."""
    sitting = np.flatnonzero(seat >= 0)
    of_places, of_people = masks(traits, target.of, market.capacities.size, seat.size)
    in_places, in_people = masks(traits, target.within, market.capacities.size, seat.size)
    inside = in_places[seat[sitting]] & in_people[sitting]
    part = int((inside & of_places[seat[sitting]] & of_people[sitting]).sum())
    if target.kind == "count":
        whole, wanted = int(market.capacities[of_places].sum()), target.value
    else:
        whole = int(inside.sum()) if target.base == "filled" else int(market.capacities[in_places].sum())
        wanted = target.value * whole
    short = wanted - part if target.bound == "floor" else part - wanted
    return Standing(target.name, part, whole, short <= 0, max(0, ceil(short)))


def verify_bound(
    market: Market,
    assignment: npt.ArrayLike,
    utility: npt.ArrayLike,
    targets: Sequence[Target],
    traits: Traits,
    *,
    prices: Mapping[str, float],
    position_prices: npt.ArrayLike,
    fixed: Pins | None = None,
) -> BoundCertificate:
    """Count what the prices prove, in one pass over the E choices, in whole numbers.

    bound = seats x their prices + targets x their prices + for each person the largest surplus of
    utility over the prices of a choice, or 0 for staying away. Raises InvalidMarket for a price that is
    missing, negative or not a number.
    """
    seat, worth = np.asarray(assignment, dtype=np.int64), np.asarray(utility, dtype=np.int64)
    m, n = market.capacities.size, market.offsets.size - 1
    check_targets(targets, traits, positions=m, applicants=n)
    per_seat = np.asarray(position_prices, dtype=np.float64)
    per_unit = np.array([float(prices.get(t.name, np.nan)) / t.value.denominator for t in targets])
    if per_seat.shape != (m,) or not (np.isfinite(per_seat).all() and np.isfinite(per_unit).all()):
        raise InvalidMarket([Fault("prices", None, "every position and every target needs a price, a finite number")])
    if (per_seat < 0).any() or (per_unit < 0).any():
        raise InvalidMarket([Fault("prices", None, "a price is never negative")])
    size = float(worth.max(initial=0)) + per_seat.max(initial=0)
    size += sum(2.0 * y * max(t.value.numerator, t.value.denominator) for y, t in zip(per_unit, targets, strict=True))
    bits = max(0, min(MOST_BITS, 61 - int(np.ceil(np.log2(size + 2)))))
    seats = np.round(per_seat * 2.0**bits).astype(np.int64)
    units = [round(float(y) * 2.0**bits) for y in per_unit]
    charges, group, constant = _charges(market, targets, traits, units)
    charges += seats
    total = constant + _sum(seats, market.capacities)
    owner = np.repeat(np.arange(n), market.offsets[1:] - market.offsets[:-1])
    surplus = (worth << bits) - charges[group[owner], market.positions]
    surplus[~market.acceptable | (surplus < 0)] = 0
    best = np.zeros(n, dtype=np.int64)
    some = market.offsets[1:] > market.offsets[:-1]
    if some.any():
        best[some] = np.maximum.reduceat(surplus, market.offsets[:-1][some])
    sits = market.positions == seat[owner]
    value = int(worth[sits].sum())
    if fixed is not None:
        people, places = np.asarray(fixed[0], dtype=np.int64), np.asarray(fixed[1], dtype=np.int64)
        own = np.zeros(n, dtype=np.int64)
        own[owner[sits]] = worth[sits]
        best[people] = (own[people] << bits) - charges[group[people], places]
    bound = Fraction(total + _sum(best, None), 1 << bits)
    return BoundCertificate(value <= bound, value, bound, bound - value, int(worth.size))


def _charges(
    market: Market, targets: Sequence[Target], traits: Traits, units: Sequence[int]
) -> tuple[Integers, Integers, int]:
    """(groups, m) what the targets charge a person of a group for a position; (n) groups; what they pay in all."""
    m, n = market.capacities.size, market.offsets.size - 1
    sides: dict[bytes, Flags] = {}
    terms: list[tuple[bytes, Flags, int]] = []
    constant = 0
    for target, unit in zip(targets, units, strict=True):
        over, under = target.value.numerator, target.value.denominator
        sign = -unit if target.bound == "floor" else unit
        of_places, of_people = masks(traits, target.of, m, n)
        in_places, in_people = masks(traits, target.within, m, n)
        parts = [(of_places & in_places, of_people & in_people, sign * under)]
        if target.kind == "count":
            constant += sign * over
        elif target.base == "seats":
            constant += sign * over * int(market.capacities[in_places].sum())
        else:
            parts.append((in_places, in_people, -sign * over))
        for places, people, charge in parts:
            key = np.packbits(people).tobytes()
            sides[key] = people
            terms.append((key, places, charge))
    split = [(key, people) for key, people in sides.items() if not people.all()]
    group = np.zeros(n, dtype=np.int64)
    for _, people in split:
        group = 2 * group + people
        group = (np.cumsum(np.bincount(group, minlength=1) > 0) - 1)[group]
    first = np.zeros(int(group.max(initial=0)) + 1, dtype=np.int64)
    first[group] = np.arange(n)
    charges = np.zeros((first.size, m), dtype=np.int64)
    for key, places, charge in terms:
        members = sides[key][first] if n else np.zeros(first.size, dtype=np.bool_)
        charges[np.ix_(members, places)] += charge
    return charges, group, constant


def _sum(values: Integers, times: Integers | None) -> int:
    """Add up without running over 64 bits: high and low halves apart."""
    weights = np.ones_like(values) if times is None else times
    high, low = values >> 30, values & ((1 << 30) - 1)
    return (int((high * weights).sum()) << 30) + int((low * weights).sum())
