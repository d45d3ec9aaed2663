"""What the careers list shows: filters, facets and rows, worked out over plain values.

One read brings every visible opening as a small row; everything else is counting in memory. A few hundred
positions cost a few milliseconds, and the number of queries does not grow with anything.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _


class Row(NamedTuple):
    """One visible opening."""

    position: int
    division: str
    site: str
    family: str
    ai: bool
    seats: int


@dataclass(frozen=True, slots=True)
class Card:
    """What the list shows of one position. `places`: name of each site with its seats."""

    slug: str
    title: str
    division: str
    family: str
    ai: bool
    places: list[tuple[str, int]]


@dataclass(frozen=True)
class Wanted:
    """What the visitor ticked; an empty set is no filter. `found`: positions the search found, None without one."""

    site: frozenset[str] = frozenset()
    division: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    ai: bool = False
    found: frozenset[int] | None = None

    def taken(self, rows: list[Row], *, without: str = "") -> list[Row]:
        """The rows that pass every filter, the one named `without` left out. Filters nobody set cost nothing."""
        if self.site and without != "site":
            rows = [row for row in rows if row.site in self.site]
        if self.division and without != "division":
            rows = [row for row in rows if row.division in self.division]
        if self.family and without != "family":
            rows = [row for row in rows if row.family in self.family]
        if self.ai and without != "ai":
            rows = [row for row in rows if row.ai]
        if self.found is not None:
            rows = [row for row in rows if row.position in self.found]
        return rows


@dataclass
class Facet:
    """One group of filters: how many positions each choice would leave."""

    key: str
    label: str
    choices: list["Choice"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    ticked: bool


@dataclass(frozen=True)
class Catalogue:
    """The answer to one look at the list."""

    positions: list[int]
    facets: list[Facet]
    seats: int
    ai_count: int


def lay_cards(titles: dict[int, tuple[str, str]], rows: Iterable[Row], names: dict[str, dict[str, str]]) -> list[Card]:
    """One card for each of `titles` {position: (slug, title)}, in their order, from all visible rows."""
    rows_of: dict[int, list[Row]] = {position: [] for position in titles}
    for row in rows:
        if row.position in rows_of:
            rows_of[row.position].append(row)
    return [
        Card(
            slug=slug,
            title=title,
            division=names["division"][own[0].division],
            family=names["family"][own[0].family],
            ai=own[0].ai,
            places=[(names["site"][row.site], row.seats) for row in own],
        )
        for (slug, title), own in zip(titles.values(), rows_of.values(), strict=True)
    ]


def look(rows: Iterable[Row], wanted: Wanted, names: dict[str, dict[str, str]]) -> Catalogue:
    """Filter and count. `names`: for "site", "division", "family" the words of each slug."""
    rows = list(rows)
    passing = wanted.taken(rows)
    facets = [
        _facet(rows, wanted, "site", _("City"), names["site"]),
        _facet(rows, wanted, "division", _("Division"), names["division"]),
        _facet(rows, wanted, "family", _("Field of work"), names["family"]),
    ]
    ai = {row.position for row in wanted.taken(rows, without="ai") if row.ai}
    return Catalogue(
        positions=list(dict.fromkeys(row.position for row in passing)),
        facets=facets,
        seats=sum(row.seats for row in passing),
        ai_count=len(ai),
    )


def _facet(rows: list[Row], wanted: Wanted, key: str, label: str, names: dict[str, str]) -> Facet:
    pairs = {(getattr(row, key), row.position) for row in wanted.taken(rows, without=key)}
    counts = Counter(slug for slug, _position in pairs)
    ticked: frozenset[str] = getattr(wanted, key)
    named = sorted(names.items(), key=lambda pair: pair[1].casefold())
    choices = [Choice(slug, name, counts[slug], slug in ticked) for slug, name in named]
    return Facet(key, label, [choice for choice in choices if choice.count or choice.ticked])
