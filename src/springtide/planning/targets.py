"""Targets measured over cells of seats (or offers, or people): whole numbers and fractions, never floats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

Filter = Mapping[str, object]
COUNT, SHARE, FLOOR, CEILING = "count", "share", "floor", "ceiling"


@dataclass(frozen=True, slots=True)
class Cell:
    """How many seats (offers, people …) one division has at one site in one family. Slugs, and a count."""

    division: str
    site: str
    family: str
    ai: bool
    count: int


class Wanted(Protocol):
    """What `planning.models.Target` says: see there."""

    @property
    def kind(self) -> str: ...
    @property
    def bound(self) -> str: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def of(self) -> Filter: ...
    @property
    def within(self) -> Filter: ...


@dataclass(frozen=True, slots=True)
class Gap:
    """What would meet a target; each way alone is enough, None is a way that never leads there.

    A seat counts where `of` matches it; the others are the rest of `within`.
    """

    turned: int | None = None  # floor: others made to count; ceiling: counting seats made others
    added: int | None = None  # floor: further seats that count; ceiling: further others
    removed: int | None = None  # floor: fewer others; ceiling: fewer seats that count


@dataclass(frozen=True, slots=True)
class Standing:
    """One target at one depth. `value` and `wanted` are seats for a count, percent for a share.

    `value` and `met` are None where there is nothing to measure yet (a share of nothing).
    """

    target: Wanted
    part: int
    whole: int
    value: Fraction | None
    wanted: Fraction
    met: bool | None
    gap: Gap


def matches(cell: Cell, wanted: Filter) -> bool:
    """True where every key of the filter equals the cell's: {} matches all, {"division": "cloud", "ai": True} some."""
    return all(getattr(cell, key) == value for key, value in wanted.items())


def evaluate(target: Wanted, cells: Iterable[Cell]) -> Standing:
    """Where one target stands over these cells."""
    share = target.kind == SHARE
    around = [cell for cell in cells if not share or matches(cell, target.within)]
    part = sum(cell.count for cell in around if matches(cell, target.of))
    whole = sum(cell.count for cell in around) if share else part
    wanted = Fraction(target.value)
    if share and not whole:
        return Standing(target, part, whole, None, wanted, None, Gap())
    value = Fraction(100 * part, whole) if share else Fraction(part)
    met = value >= wanted if target.bound == FLOOR else value <= wanted
    gap = Gap() if met else _share_gap(target, part, whole) if share else _count_gap(target, part)
    return Standing(target, part, whole, value, wanted, met, gap)


def evaluate_all(targets: Iterable[Wanted], cells: Iterable[Cell]) -> list[Standing]:
    """Each target over the same cells, in the order given."""
    cells = list(cells)
    return [evaluate(target, cells) for target in targets]


def possible(targets: Iterable[Wanted], planned: Iterable[Cell]) -> tuple[list[Standing], list[Standing]]:
    """(can be met, cannot be met) if exactly the planned seats are filled; nothing to measure counts as can."""
    standings = evaluate_all(targets, planned)
    return [s for s in standings if s.met is not False], [s for s in standings if s.met is False]


def contradicts(one: Wanted, other: Wanted) -> bool:
    """True where no seats whatever could meet both: a floor above a ceiling over the same seats."""
    same = (one.kind, one.of, one.within) == (other.kind, other.of, other.within)
    if not same or one.bound == other.bound:
        return False
    low, high = (one, other) if one.bound == FLOOR else (other, one)
    return low.value > high.value


def _count_gap(target: Wanted, part: int) -> Gap:
    if target.bound == FLOOR:
        return Gap(added=ceil(target.value) - part)
    return Gap(removed=part - floor(target.value))


def _share_gap(target: Wanted, part: int, whole: int) -> Gap:
    """Smallest whole numbers of seats. A ceiling on the seats that count is a floor on the others."""
    wanted = Fraction(target.value) / 100
    if target.bound == FLOOR:
        return _floor_gap(wanted, part, whole)
    turned = _floor_gap(1 - wanted, whole - part, whole)
    return Gap(turned.turned, turned.added, turned.removed)


def _floor_gap(wanted: Fraction, part: int, whole: int) -> Gap:
    """What lifts part/whole to `wanted`, which it does not reach, so 0 < wanted <= 1.

    turned t: (part + t) / whole; added a: (part + a) / (whole + a); removed r: part / (whole - r).
    """
    missing = wanted * whole - part
    return Gap(
        turned=ceil(missing),
        added=ceil(missing / (1 - wanted)) if wanted < 1 else None,
        removed=ceil(whole - part / wanted) if part else None,
    )


Names = Mapping[tuple[str, str], str]


def scope_words(scope: Filter, names: Names) -> str:
    """“AI · Cloud · Paris”; everything where the filter is empty. `names`: {("division", "cloud"): "Cloud"}."""
    words = [names.get((key, str(slug)), str(slug)) for key, slug in scope.items() if key != "ai"]
    if "ai" in scope:
        words.insert(0, _("AI") if scope["ai"] else _("not AI"))
    return " · ".join(words)


def told(standing: Standing, names: Names, unit: str) -> str:
    """One standing in a sentence. `unit` is what was counted, for example _("planned seats")."""
    words = {
        "of": scope_words(standing.target.of, names) or _("All divisions"),
        "within": scope_words(standing.target.within, names) or _("All divisions"),
        "part": number(standing.part),
        "whole": number(standing.whole),
        "value": percent(standing.value, standing.wanted) if standing.value is not None else "",
        "wanted": number(standing.wanted),
        "unit": unit,
    }
    if standing.met is None:
        return _("%(within)s: nothing to measure yet, there are no %(unit)s.") % words
    least = standing.target.bound == FLOOR
    if standing.target.kind == SHARE:
        wanted = _("Wanted: at least %(wanted)s %%.") if least else _("Wanted: at most %(wanted)s %%.")
        fact = _("%(within)s: %(part)s of %(whole)s %(unit)s are %(of)s (%(value)s %%).")
    else:
        wanted = _("Wanted: at least %(wanted)s.") if least else _("Wanted: at most %(wanted)s.")
        fact = _("%(of)s: %(part)s %(unit)s.")
    return f"{fact % words} {wanted % words}"


def ways(standing: Standing, names: Names) -> list[str]:
    """What would meet the target, each way alone; empty where it is met."""
    gap, least = standing.gap, standing.target.bound == FLOOR
    words = {"of": scope_words(standing.target.of, names) or _("All divisions")}
    told = (
        (gap.turned, _("%(n)s of the other seats become: %(of)s") if least else _("%(n)s seats become others: %(of)s")),
        (gap.added, _("%(n)s more seats: %(of)s") if least else _("%(n)s more of the other seats")),
        (gap.removed, _("%(n)s fewer of the other seats") if least else _("%(n)s fewer seats: %(of)s")),
    )
    return [sentence % (words | {"n": number(n)}) for n, sentence in told if n is not None]


def number(value: Fraction | int) -> str:
    """As the reader writes numbers: 3,012 or 80.5."""
    exact = Decimal(value.numerator) / value.denominator
    places = 0 if exact == exact.to_integral_value() else 2
    return str(number_format(exact, places, force_grouping=True))


def percent(value: Fraction, wanted: Fraction) -> str:
    """With one decimal, and as many more as it takes not to look like the bound it misses: 79.996, never 80.0."""
    exact = Decimal(value.numerator) / value.denominator
    for places in range(1, 9):
        shown = round(exact, places)
        if value == wanted or shown != Decimal(wanted.numerator) / wanted.denominator:
            return str(number_format(shown, 0 if shown == shown.to_integral_value() else places))
    return str(number_format(exact, 9))
