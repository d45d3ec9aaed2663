"""Targets over who sits where: so many seats, or such a share of them, as floor or ceiling.

A target speaks of traits: of positions (division, site, family, ...) and, where the key begins with
"applicant.", of the people who sit there. `rows.py` turns targets into rows of whole numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Literal, Self, get_args

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.problem import Fault, Flags, InvalidMarket, refuse
from springtide_engine.matching.traits import Traits

Kind = Literal["count", "share"]
Bound = Literal["floor", "ceiling"]
Base = Literal["filled", "seats"]
Filter = Mapping[str, object]
Number = int | float | str | Fraction
APPLICANT: Final = "applicant."
MOST_PARTS: Final = 1_000_000  # a share is a fraction with at most this denominator


@dataclass(frozen=True)
class Target:
    """One wish. `of` says which seats count, {} all of them; several traits must hold at once.

    A count compares the taken seats that `of` matches with `value` seats. A share compares them, among
    those that `within` matches, with the part `value` (0..1) of all of `within`: of its seats taken
    (base "filled": can be met by leaving others empty) or of all its seats (base "seats"). Raises
    InvalidMarket.
    """

    name: str
    kind: Kind
    bound: Bound
    value: Fraction
    of: Filter
    within: Filter = field(default_factory=dict)
    base: Base = "filled"

    def __post_init__(self) -> None:
        refuse(Fault("targets", None, f"target {self.name!r}: {text}") for text in self._faults())

    def _faults(self) -> Iterator[str]:
        for what, value, known in (("kind", self.kind, Kind), ("bound", self.bound, Bound), ("base", self.base, Base)):
            if value not in get_args(known):
                yield f"unknown {what} {value!r}; use one of {', '.join(get_args(known))}"
        if not self.name:
            yield "a target needs a name"
        if self.kind == "share" and not 0 <= self.value <= 1:
            yield f"a share lies between 0 and 1, not at {self.value}"
        elif self.kind == "count" and (self.value < 0 or self.value.denominator != 1 or self.value >= 2**31):
            yield f"a count is a whole number of seats from 0 up, not {self.value}"
        elif self.value.denominator > MOST_PARTS:
            yield f"a share may be cut into at most {MOST_PARTS} parts, not {self.value.denominator}"
        if self.kind == "count" and self.within:
            yield "a count has no whole; say in `of` what counts"
        if self.base == "seats" and any(key.startswith(APPLICANT) for key in self.within):
            yield "seats have no applicants: with base 'seats' the whole must be made of positions"

    @classmethod
    def share(
        cls,
        of: str | Filter,
        *,
        at_least: Number | None = None,
        at_most: Number | None = None,
        within: str | Filter = "",
        base: Base = "filled",
        name: str = "",
    ) -> Self:
        """Ask for a share, 0.5 or "1/2" or Fraction(1, 2); give `at_least` or `at_most`."""
        if (at_least is None) == (at_most is None):
            raise InvalidMarket([Fault("targets", None, "a share needs either at_least or at_most")])
        bound: Bound = "ceiling" if at_least is None else "floor"
        value = number(at_most if at_least is None else at_least)
        sign = "≤" if at_least is None else "≥"
        called = name or f"{say(of)} {sign} {float(value):.4g} of {base if not within else say(within)}"
        return cls(called, "share", bound, value, read(of), read(within), base)

    @classmethod
    def floor(cls, of: str | Filter, seats: Number, *, name: str = "") -> Self:
        """Ask for at least so many taken seats that match."""
        return cls(name or f"{say(of)} ≥ {seats}", "count", "floor", number(seats), read(of))

    @classmethod
    def ceiling(cls, of: str | Filter, seats: Number, *, name: str = "") -> Self:
        """Ask for at most so many taken seats that match."""
        return cls(name or f"{say(of)} ≤ {seats}", "count", "ceiling", number(seats), read(of))


def number(value: Number | None) -> Fraction:
    """Read a number as people mean it: 0.1 is one tenth. Raises InvalidMarket, for NaN too."""
    try:
        return Fraction(str(value)) if isinstance(value, float) else Fraction(value)  # type: ignore[arg-type]
    except (ValueError, TypeError, OverflowError, ZeroDivisionError):
        raise InvalidMarket([Fault("targets", None, f"not a number: {value!r}")]) from None


def read(wanted: str | Filter) -> dict[str, object]:
    """Read "division=cloud, ai=true" as a filter. Raises InvalidMarket."""
    if not isinstance(wanted, str):
        return dict(wanted)
    pairs = [part.partition("=") for part in wanted.split(",") if part.strip()]
    if not all(sign and key.strip() and value.strip() for key, sign, value in pairs):
        raise InvalidMarket([Fault("targets", None, f"{wanted!r} should read 'trait=value, trait=value'")])
    return {key.strip(): value.strip() for key, _, value in pairs}


def say(wanted: str | Filter) -> str:
    """Write a filter as `read` reads it."""
    return ", ".join(f"{key}={value}" for key, value in read(wanted).items()) or "all"


def masks(traits: Traits, wanted: Filter, positions: int, applicants: int) -> tuple[Flags, Flags]:
    """Find the positions (m) and the people (n) that a filter matches. Raises KeyError for an unknown trait."""
    places, people = np.ones(positions, dtype=np.bool_), np.ones(applicants, dtype=np.bool_)
    for key, value in wanted.items():
        if key.startswith(APPLICANT):
            people &= _matches(traits.applicants[key.removeprefix(APPLICANT)], value)
        else:
            places &= _matches(traits.positions[key], value)
    return places, people


def check_targets(targets: Sequence[Target], traits: Traits, *, positions: int, applicants: int) -> None:
    """Refuse names given twice, unknown traits and traits of the wrong length. Raises InvalidMarket."""
    refuse(_trait_faults(traits, positions, applicants))
    refuse(_target_faults(targets, traits))


def _matches(values: npt.ArrayLike, wanted: object) -> Flags:
    """Compare; what was typed as text ("true", "3") finds the value that reads so."""
    array: npt.NDArray[Any] = np.asarray(values)
    if isinstance(wanted, str) and array.dtype.kind in "biuf":
        wanted = _number(wanted, truth=array.dtype.kind == "b")
    if wanted is None or (array.dtype.kind == "U" and not isinstance(wanted, str)):
        return np.zeros(array.shape, dtype=np.bool_)
    return np.asarray(array == wanted, dtype=np.bool_)


def _number(text: str, *, truth: bool) -> object:
    """Read "true" or "3"; None for what reads otherwise."""
    if truth:
        return {"true": True, "false": False}.get(text.lower())
    try:
        return float(text)
    except ValueError:
        return None


def _trait_faults(traits: Traits, positions: int, applicants: int) -> Iterator[Fault]:
    for side, values, size in (
        ("positions", traits.positions, positions),
        ("applicants", traits.applicants, applicants),
    ):
        for key, column in values.items():
            if np.shape(column) != (size,):
                text = f"the trait {key!r} has the shape {np.shape(column)} where there are {size} {side}"
                yield Fault(f"traits.{side}", None, text)


def _target_faults(targets: Sequence[Target], traits: Traits) -> Iterator[Fault]:
    known = {*traits.positions, *(APPLICANT + key for key in traits.applicants)}
    seen: set[str] = set()
    for row, target in enumerate(targets):
        if target.name in seen:
            yield Fault("targets", row, f"target {row}: the name {target.name!r} is taken by a target before")
        seen.add(target.name)
        for key in [*target.of, *target.within]:
            if key not in known:
                text = f"target {row} {target.name!r}: unknown trait {key!r}; known are {', '.join(sorted(known))}"
                yield Fault("targets", row, text)
