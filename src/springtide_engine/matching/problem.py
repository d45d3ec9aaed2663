"""What is to be matched: choices in order, scores, seats. Refused at the door when it makes no sense."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Positions = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

UNPLACED: Final = -1
MOST_SEATS: Final = 2**31 - 1
MOST_SCORE: Final = 2**62
MOST_FAULTS: Final = 20
LONG_LIST: Final = 32  # up to here comparing is cheaper than sorting all choices


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input; `row` is the index in the array named by `field`."""

    field: str
    row: int | None
    text: str


class InvalidMarket(ValueError):
    """The input cannot be matched; `faults` names the offending rows (the first 20)."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.text for fault in self.faults))


@dataclass(frozen=True, eq=False)
class Market:
    """Applicants' ranked choices in compressed rows, the scores they got there, and seats.

    Shapes: n applicants, m positions, E choices. Applicant i's choices are the entries
    offsets[i]:offsets[i+1], most wanted first. A position that did not score somebody does not accept
    them: `acceptable` is False and the score there is ignored (stored as 0). A higher score is better.
    Scores are whole numbers, so that equality never hangs on a rounding; scale decimals before.
    `tickets` (n) are lasting numbers of the applicants, all different: the lottery hangs on them and not
    on the order of rows. Raises InvalidMarket. The arrays are copies and read-only.
    """

    offsets: Integers
    positions: Positions
    scores: Integers
    acceptable: Flags
    capacities: Integers
    tickets: Integers

    def __init__(
        self,
        *,
        offsets: npt.ArrayLike,
        positions: npt.ArrayLike,
        scores: npt.ArrayLike,
        acceptable: npt.ArrayLike,
        capacities: npt.ArrayLike,
        tickets: npt.ArrayLike | None = None,
    ) -> None:
        flags = np.array(acceptable, dtype=np.bool_)
        read = {
            "offsets": whole_numbers("offsets", offsets),
            "positions": _positions(positions),
            "scores": whole_numbers("scores", scores, only=flags),
            "acceptable": flags,
            "capacities": whole_numbers("capacities", capacities),
        }
        people = max(read["offsets"].size - 1, 0)
        read["tickets"] = np.arange(people) if tickets is None else whole_numbers("tickets", tickets)
        refuse(_shape_faults(read))
        refuse(_value_faults(read))
        read["positions"] = read["positions"].astype(np.int32, copy=False)
        for name, array in read.items():
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    @classmethod
    def from_lists(
        cls,
        choices: Sequence[Sequence[tuple[int, int | None]]],
        capacities: Sequence[int],
        tickets: Sequence[int] | None = None,
    ) -> Self:
        """Build from one list of (position, score) per applicant; None: that position did not score them."""
        flat = [choice for listed in choices for choice in listed]
        return cls(
            offsets=np.cumsum([0, *map(len, choices)]),
            positions=[position for position, _ in flat],
            scores=[0 if score is None else score for _, score in flat],
            acceptable=[score is not None for _, score in flat],
            capacities=capacities,
            tickets=tickets,
        )

    @property
    def applicants(self) -> int:
        """How many people apply."""
        return self.offsets.size - 1

    @property
    def lengths(self) -> Integers:
        """(n) how many choices each applicant made."""
        return np.diff(self.offsets)

    @property
    def owners(self) -> Integers:
        """(E) the applicant of each entry."""
        return np.repeat(np.arange(self.applicants), self.lengths)


@dataclass(frozen=True, eq=False)
class Options:
    """Openings people did not rank but could be placed in: one row for a person and a compatible opening.

    `applicants`, `positions`, `scores` have the same length; a higher score is better. Who is compatible
    (site, period, eligibility) and which score counts is the caller's stated rule.
    """

    applicants: Integers
    positions: Integers
    scores: Integers

    def __init__(self, applicants: npt.ArrayLike, positions: npt.ArrayLike, scores: npt.ArrayLike) -> None:
        for name, values in (("applicants", applicants), ("positions", positions), ("scores", scores)):
            object.__setattr__(self, name, whole_numbers(f"options.{name}", values))
        shapes = {self.applicants.shape, self.positions.shape, self.scores.shape}
        if len(shapes) > 1 or self.applicants.ndim != 1:
            raise InvalidMarket([Fault("options", None, "options must have as many people, positions and scores")])


def refuse(faults: Iterator[Fault]) -> None:
    """Raise InvalidMarket when there is any fault."""
    found = [fault for fault, _ in zip(faults, range(MOST_FAULTS), strict=False)]
    if found:
        raise InvalidMarket(found)


def whole_numbers(field: str, values: npt.ArrayLike, only: Flags | None = None) -> Integers:
    """Copy to int64; where `only` is False the value is ignored and becomes 0. Raises InvalidMarket."""
    array: npt.NDArray[Any] = np.asarray(values)
    dropped = None if only is None or only.shape != array.shape or only.all() else ~only
    if array.size == 0:
        return np.zeros(array.shape, dtype=np.int64)
    if array.dtype.kind in "ib":
        whole = array.astype(np.int64)
        if dropped is not None:
            whole[dropped] = 0
        return whole
    if dropped is not None:
        array = np.where(~dropped, array, np.zeros(1, array.dtype if array.dtype.kind in "uf" else object))
    refuse(
        Fault(field, int(row), f"{field}[{row}] is not a whole number of 64 bits: {array.flat[row]!r}")
        for row in np.flatnonzero(~_is_whole(array))
    )
    return array.astype(np.int64)


def _positions(values: npt.ArrayLike) -> npt.NDArray[Any]:
    """Copied as they are where they are 32 bits wide already: there are many."""
    array: npt.NDArray[Any] = np.asarray(values)
    return array.copy() if array.dtype == np.int32 else whole_numbers("positions", array)


def _is_whole(array: npt.NDArray[Any]) -> Flags:
    if array.dtype.kind in "uf":
        with np.errstate(invalid="ignore"):
            return np.asarray((array == np.trunc(array)) & (abs(array) < 2.0**63)).ravel()
    whole = (isinstance(value, int) and -(2**63) <= value < 2**63 for value in array.flat)
    return np.fromiter(whole, dtype=np.bool_, count=array.size)


def _shape_faults(read: dict[str, npt.NDArray[Any]]) -> Iterator[Fault]:
    for field, array in read.items():
        if array.ndim != 1:
            yield Fault(field, None, f"{field} must have one dimension, not {array.ndim}")
            return
    offsets, entries = read["offsets"], read["positions"].size
    if offsets.size == 0 or offsets[0] != 0 or offsets[-1] != entries:
        yield Fault("offsets", None, f"offsets must run from 0 to the number of choices, {entries}")
    for row in np.flatnonzero(np.diff(offsets) < 0):
        yield Fault("offsets", int(row), f"offsets[{row + 1}] is smaller than the one before it")
    for field in ("scores", "acceptable"):
        if read[field].size != entries:
            yield Fault(field, None, f"{field} has {read[field].size} rows where there are {entries} choices")
    if offsets.size and read["tickets"].size != offsets.size - 1:
        yield Fault("tickets", None, f"{read['tickets'].size} tickets for {offsets.size - 1} applicants")


def _value_faults(read: dict[str, npt.NDArray[Any]]) -> Iterator[Fault]:
    capacities, positions, tickets = read["capacities"], read["positions"], read["tickets"]
    for row in np.flatnonzero((capacities < 0) | (capacities > MOST_SEATS)):
        yield Fault(
            "capacities",
            int(row),
            f"position {row} has {capacities[row]} seats; 0 to {MOST_SEATS} are possible",
        )
    strange = np.flatnonzero((positions < 0) | (positions >= capacities.size))
    for row, owner in zip(strange, owners_of(read["offsets"], strange), strict=True):
        text = f"applicant {owner} chose position {positions[row]}, which does not exist"
        yield Fault("positions", int(row), text)
    if strange.size:
        return
    twice = chosen_twice(read["offsets"], positions)
    for row, owner in zip(twice, owners_of(read["offsets"], twice), strict=True):
        yield Fault("positions", int(row), f"applicant {owner} chose position {positions[row]} twice")
    for row in np.flatnonzero((read["scores"] > MOST_SCORE) | (read["scores"] < -MOST_SCORE)):
        yield Fault("scores", int(row), f"scores[{row}] is beyond {MOST_SCORE}")
    for row in repeated(tickets):
        yield Fault("tickets", int(row), f"ticket {tickets[row]} of applicant {row} belongs to somebody before")


def owners_of(offsets: Integers, entries: Integers) -> Integers:
    """The applicant of each of a few entries."""
    return np.searchsorted(offsets, entries, side="right") - 1


def chosen_twice(offsets: Integers, positions: npt.NDArray[Any]) -> Integers:
    """Find entries whose position stands earlier in the same list: each list against itself moved by one, two, ..."""
    longest = int(np.diff(offsets).max(initial=0))
    if longest > LONG_LIST:
        owners = np.repeat(np.arange(offsets.size - 1), np.diff(offsets))
        return repeated(owners * (int(positions.max()) + 1) + positions)
    found = [np.zeros(0, dtype=np.int64)]
    for distance in range(1, longest):
        later = np.flatnonzero(positions[distance:] == positions[:-distance]) + distance
        found.append(later[offsets[owners_of(offsets, later)] <= later - distance])
    return np.unique(np.concatenate(found))


def repeated(values: Integers) -> Integers:
    """Find rows whose value stood in an earlier row; a plain sort tells quickest that there are none."""
    if (values[1:] > values[:-1]).all():
        return np.zeros(0, dtype=np.int64)
    ordered = np.sort(values)
    if not (ordered[1:] == ordered[:-1]).any():
        return np.zeros(0, dtype=np.int64)
    order = np.argsort(values, kind="stable")
    return np.sort(order[1:][values[order][1:] == values[order][:-1]])
