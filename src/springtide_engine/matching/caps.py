"""Ceilings on groups of positions, beside each position's own seats: a laminar family.

Laminar: any two groups are apart or one holds the other (divisions and the sites within them, say). It is
the widest family for which deferred acceptance stays stable and free of gain by false lists (Kamada and
Kojima 2018). A full group keeps the people with the highest scores at the positions where they are
held, ties by lot: so scores must mean the same at all positions of a group.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.problem import (
    MOST_SEATS,
    Fault,
    Integers,
    InvalidMarket,
    Positions,
    refuse,
    whole_numbers,
)


@dataclass(frozen=True, eq=False)
class Group:
    """At most `seats` people in the positions `members` (ascending, different) together."""

    members: Integers
    seats: int
    name: str


@dataclass(frozen=True, eq=False)
class Caps:
    """The family. `depth` of a group: 0 where it holds no other, else one more than the deepest within."""

    groups: tuple[Group, ...]
    depths: tuple[int, ...]

    @classmethod
    def of(cls, groups: Iterable[tuple[npt.ArrayLike, int, str]]) -> Self:
        """Build from (positions, seats, name). Raises InvalidMarket where two groups overlap or a number is none."""
        read = []
        for row, (members, seats, name) in enumerate(groups):
            positions = np.unique(whole_numbers(f"caps[{row}].members", members))
            refuse(_faults(row, positions, seats, name))
            positions.setflags(write=False)
            read.append(Group(positions, int(seats), name))
        return cls(tuple(read), _depths(read))

    def levels(self, positions: int) -> Iterator[tuple[Positions, Integers]]:
        """From within to without: (m) the group of each position at that depth, and the seats of these groups.

        Positions in no group of a depth share one more group, without a limit. Raises InvalidMarket for a
        member that does not exist.
        """
        refuse(
            Fault("caps", row, f"cap {group.name!r} names position {group.members[-1]}, which does not exist")
            for row, group in enumerate(self.groups)
            if group.members.size and group.members[-1] >= positions
        )
        for depth in range(max(self.depths, default=-1) + 1):
            here = [group for group, deep in zip(self.groups, self.depths, strict=True) if deep == depth]
            of = np.full(positions, len(here), dtype=np.int32)
            for index, group in enumerate(here):
                of[group.members] = index
            yield of, np.array([*(group.seats for group in here), np.iinfo(np.int64).max], dtype=np.int64)


def _faults(row: int, members: Integers, seats: object, name: str) -> Iterator[Fault]:
    if members.ndim != 1 or (members.size and members[0] < 0):
        yield Fault("caps", row, f"cap {name!r} needs a list of positions, counted from 0")
    if isinstance(seats, bool) or not isinstance(seats, int | np.integer) or not 0 <= seats <= MOST_SEATS:
        yield Fault("caps", row, f"cap {name!r} has {seats} seats; 0 to {MOST_SEATS} are possible")


def _depths(groups: list[Group]) -> tuple[int, ...]:
    """Lay the groups over each other, smallest first: a group must hold whole groups only."""
    size = max((int(group.members[-1]) + 1 for group in groups if group.members.size), default=0)
    outermost = np.full(size, -1)
    depths = [0] * len(groups)
    for index in sorted(range(len(groups)), key=lambda index: groups[index].members.size):
        members = groups[index].members
        within, counts = np.unique(outermost[members], return_counts=True)
        for other, count in zip(within.tolist(), counts.tolist(), strict=True):
            if other >= 0 and count != groups[other].members.size:
                text = f"caps {groups[other].name!r} and {groups[index].name!r} overlap, and neither holds the other"
                raise InvalidMarket([Fault("caps", index, text)])
            depths[index] = max(depths[index], depths[other] + 1 if other >= 0 else 0)
        outermost[members] = index
    return tuple(depths)
