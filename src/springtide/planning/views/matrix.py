"""Seats as a table of divisions by sites, small enough to read: what is small is put together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from springtide.planning.targets import Cell

MOST_ROWS, MOST_COLUMNS = 20, 12
REST = "*"


@dataclass(frozen=True)
class Field:
    """Seats of one division at one site. `shade`: 0 none, 1 to 4 by the size beside the largest."""

    seats: int
    ai: int
    shade: int

    @property
    def ai_percent(self) -> int | None:
        return round(100 * self.ai / self.seats) if self.seats else None


@dataclass(frozen=True)
class Row:
    name: str
    fields: list[Field]
    total: Field


@dataclass(frozen=True)
class Matrix:
    sites: list[str]
    rows: list[Row]
    total: Row


def seat_matrix(cells: Sequence[Cell], names: Mapping[tuple[str, str], str]) -> Matrix:
    """The largest divisions and sites first; beyond 20 rows and 12 columns one of “others” closes the table."""
    rows = _largest(Counter(_by(cells, "division")), MOST_ROWS)
    columns = _largest(Counter(_by(cells, "site")), MOST_COLUMNS)
    seats: Counter[tuple[str, str]] = Counter()
    ai: Counter[tuple[str, str]] = Counter()
    for cell in cells:
        division = cell.division if cell.division in rows else REST
        site = cell.site if cell.site in columns else REST
        for key in ((division, site), (division, ""), ("", site), ("", "")):
            seats[key] += cell.count
            ai[key] += cell.count * cell.ai
    most = max((n for (division, site), n in seats.items() if division and site), default=0)

    def row(name: str, division: str) -> Row:
        fields = [_field(seats[division, site], ai[division, site], most if division else 0) for site in columns]
        return Row(name, fields, _field(seats[division, ""], ai[division, ""], 0))

    return Matrix(
        sites=[names.get(("site", site), _("other sites")) for site in columns],
        rows=[row(names.get(("division", division), _("other divisions")), division) for division in rows],
        total=row(_("All"), ""),
    )


def _by(cells: Sequence[Cell], key: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for cell in cells:
        found[getattr(cell, key)] += cell.count
    return found


def _largest(counts: Counter[str], most: int) -> list[str]:
    ordered = sorted(counts, key=lambda slug: (-counts[slug], slug))
    return ordered if len(ordered) <= most else [*ordered[: most - 1], REST]


def _field(seats: int, ai: int, most: int) -> Field:
    # Seats differ by orders of magnitude: the root keeps small ones visible.
    return Field(seats, ai, max(1, round(4 * (seats / most) ** 0.5)) if seats and most else 0)
