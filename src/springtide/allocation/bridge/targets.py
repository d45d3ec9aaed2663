"""Targets on their way to the engine and back: what each asks of the openings, and what its price charges there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from springtide.allocation.bridge.snapshot import Integers, Positions, Snapshot
from springtide.allocation.changes import Wish
from springtide_engine.matching import Target, Traits

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def traits_of(snapshot: Snapshot) -> Traits:
    """What targets may speak of: positions alone. Nothing about a person is a trait here, so none can be favoured."""
    places = {"division": snapshot.division, "site": snapshot.site, "family": snapshot.family}
    return Traits(positions=places | {"ai": snapshot.ai == 1})


def targets_of(snapshot: Snapshot) -> list[Target]:
    """In the engine a target is called by its key; shares are parts of one, measured over the seats filled."""
    return [_target(wish) for wish in snapshot.wishes]


def _target(wish: Wish) -> Target:
    share = wish.kind == "share"
    return Target(
        name=wish.key,
        kind="share" if share else "count",
        bound="floor" if wish.bound == "floor" else "ceiling",
        value=Fraction(wish.value) / (100 if share else 1),
        of=dict(wish.of),
        within=dict(wish.within) if share else {},
    )


def mask(snapshot: Snapshot, wanted: Mapping[str, object]) -> Flags:
    """(m) the openings that a filter matches."""
    found = np.ones(snapshot.openings.size, dtype=np.bool_)
    for key, value in wanted.items():
        column: npt.NDArray[Any] = snapshot.ai == 1 if key == "ai" else getattr(snapshot, key)
        found &= column == value
    return found


@dataclass(frozen=True, eq=False)
class Effect:
    """What one more person at each opening does to one target: `load` (m) is above 0 where it strains it.

    In seats: 1 for a ceiling on seats that count there, -1 for a floor, parts of one for shares.
    """

    wish: Wish
    load: Floats

    @classmethod
    def of(cls, snapshot: Snapshot, wish: Wish) -> "Effect":
        part = mask(snapshot, wish.of).astype(np.float64)
        if wish.kind == "share":
            whole = mask(snapshot, wish.within)
            part = np.where(whole, part - float(wish.value) / 100, 0.0)
        return cls(wish, part if wish.bound == "ceiling" else -part)


def room_for_transfers(snapshot: Snapshot, assignment: Positions, free: Integers) -> Integers:
    """(m) seats that the second stage may give without any target being missed that is met now.

    Cautious: what a transfer would do *for* a target is not counted on. Opening after opening, in order of id.
    """
    fill = np.bincount(assignment[assignment >= 0], minlength=free.size)
    loads = [_strain(snapshot, wish, fill) for wish in snapshot.wishes]
    room = free.copy()
    for place in np.flatnonzero(free):
        for load, left in loads:
            if load[place] > 0:
                room[place] = min(room[place], left[0] // load[place])
        for load, left in loads:
            if load[place] > 0:
                left[0] -= room[place] * load[place]
    return room


def _strain(snapshot: Snapshot, wish: Wish, fill: Integers) -> tuple[list[int], list[int]]:
    """What a person at each opening takes of a target's slack, and the slack; whole numbers, never rounded."""
    value = Fraction(wish.value) / (100 if wish.kind == "share" else 1)
    part, whole = mask(snapshot, wish.of).astype(int), mask(snapshot, wish.within).astype(int)
    load = value.denominator * part
    slack = value.numerator
    if wish.kind == "share":
        load, slack = value.denominator * part * whole - value.numerator * whole, 0
    sign = 1 if wish.bound == "ceiling" else -1
    left = sign * (slack - int((load * fill).sum()))
    return (sign * load).tolist(), [max(left, 0)]


def surcharges(snapshot: Snapshot, prices: Mapping[str, float]) -> tuple[Floats, list[tuple[str, float] | None]]:
    """(m) what all targets together add to the price of a seat, and the dearest of them there with its part."""
    effects = [Effect.of(snapshot, wish) for wish in snapshot.wishes]
    charges = np.array([prices[effect.wish.key] * effect.load for effect in effects]).reshape(
        -1, snapshot.openings.size
    )
    if not charges.size:
        return np.zeros(snapshot.openings.size), [None] * snapshot.openings.size
    dearest = charges.argmax(axis=0)
    parts = charges.max(axis=0)
    keys: Sequence[str] = [effect.wish.key for effect in effects]
    return charges.sum(axis=0), [
        (keys[row], float(part)) if part > 0 else None
        for row, part in zip(dearest.tolist(), parts.tolist(), strict=True)
    ]
