"""Targets, their conflict and what a what-if changed, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from springtide.allocation.changes import INTERVIEWS, Changes, Wish
from springtide.planning.targets import FLOOR, SHARE, Cell, Names, Standing, evaluate_all, number, scope_words


def asks(wish: Wish, names: Names) -> str:
    """What a target asks for: “at least 80 % of Cloud: AI”."""
    words = {
        "wanted": number(Fraction(wish.value)),
        "of": scope_words(wish.of, names) or _("All divisions"),
        "within": scope_words(wish.within, names) or _("All divisions"),
    }
    least = wish.bound == FLOOR
    if wish.kind == SHARE:
        words_of = (
            _("at least %(wanted)s %% of %(within)s: %(of)s")
            if least
            else _("at most %(wanted)s %% of %(within)s: %(of)s")
        )
        return words_of % words
    return (_("at least %(wanted)s seats: %(of)s") if least else _("at most %(wanted)s seats: %(of)s")) % words


def price(value: float | None) -> str:
    """Utility per seat of slack; a dash where no optimum was found."""
    return "–" if value is None else str(number_format(value, 0 if float(value).is_integer() else 1))


@dataclass(frozen=True)
class Aim:
    """One target of a run, measured over the people it seats, with its price."""

    wish: Wish
    standing: Standing
    asks: str
    price: str
    binds: bool


def aims(figures: Mapping[str, Any], names: Names) -> list[Aim]:
    """Each target of a run in the order it read them."""
    told = figures.get("targets", [])
    wishes = [Wish.read(target["wish"]) for target in told]
    standings = evaluate_all(wishes, [Cell(*cell) for cell in figures.get("cells", [])])
    return [
        Aim(wish, standing, asks(wish, names), price(target["price"]), bool(target["price"]))
        for wish, standing, target in zip(wishes, standings, told, strict=True)
    ]


@dataclass(frozen=True)
class Clash:
    """One target of a conflict: what it is called, what it asks for, what is missing."""

    name: str
    asks: str
    missing: str


def clashes(figures: Mapping[str, Any], names: Names) -> list[Clash]:
    """The fewest targets that cannot be met together; empty where all can."""
    conflict = figures.get("conflict") or {"keys": [], "missing": {}}
    wishes = {target["wish"]["key"]: Wish.read(target["wish"]) for target in figures.get("targets", [])}
    return [
        Clash(wishes[key].name, asks(wishes[key], names), lacks(conflict["missing"].get(key)))
        for key in conflict["keys"]
    ]


def unreached(figures: Mapping[str, Any], names: Names) -> list[Clash]:
    """Targets that some seating keeps, but no lowered ceilings."""
    wishes = {target["wish"]["key"]: Wish.read(target["wish"]) for target in figures.get("targets", [])}
    return [Clash(wishes[key].name, asks(wishes[key], names), "") for key in figures.get("unreached", [])]


def lacks(seats: int | None) -> str:
    """What one target of a conflict misses; empty where that is not a matter of seats."""
    if seats is None:
        return ""
    words = ngettext(
        "If the others are kept, it misses %(count)d seat.",
        "If the others are kept, it misses %(count)d seats.",
        seats,
    )
    return words % {"count": seats}


def changed(changes: Changes, openings: Mapping[int, Any], targets: Mapping[int, Any], names: Names) -> Iterable[str]:
    """What a what-if changed, one sentence a change. `openings` and `targets` by id, ready to be named."""
    for pk, seats in changes.seats.items():
        yield _("%(opening)s: %(seats)s seats") % {"opening": openings.get(pk, pk), "seats": number(seats)}
    for pk, value in changes.targets.items():
        name = targets.get(pk, _("A target that was removed since"))
        if value is None:
            yield _("“%(target)s” is left out") % {"target": name}
        else:
            yield _("“%(target)s”: the value is %(value)s") % {"target": name, "value": number(Fraction(value))}
    for wish in changes.added:
        yield _("Added: “%(target)s”, %(asks)s") % {"target": wish.name, "asks": asks(wish, names)}
    if changes.longest is not None:
        yield _("Choices of each list that count: the first %(count)d") % {"count": changes.longest}
    if changes.interviews is not None:
        yield _("Interviews weigh %(now)d %% instead of %(before)d %%") % {
            "now": changes.interviews,
            "before": INTERVIEWS,
        }
