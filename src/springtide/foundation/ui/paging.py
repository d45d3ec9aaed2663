"""Pages of a list. A page value nobody could mean is clamped, never an error."""

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

PER_PAGE = 30
LARGEST = 200
FAR = 1000  # rows to skip, from which it pays to skip ids alone
_Row = TypeVar("_Row", bound=Model)


class _Pages(Paginator):  # type: ignore[type-arg]  # generic for the type checker only
    """A paginator whose count leaves out what the count does not need."""

    def __init__(self, rows: QuerySet[Any], per_page: int, counted: QuerySet[Any] | None) -> None:
        super().__init__(rows, per_page)
        self._rows = rows
        self._counted = rows if counted is None else counted

    def page(self, number: int | str) -> Page[Any]:
        """A page far in: the database would read every row it skips, with all that is joined; so it skips ids."""
        number = self.validate_number(number)
        begin = (number - 1) * self.per_page
        if begin < FAR:
            return super().page(number)
        ids = self._rows.select_related(None).prefetch_related(None).values_list("pk", flat=True)
        rows = self._rows.filter(pk__in=list(ids[begin : begin + self.per_page]))
        return Page(rows, number, self)

    @property
    def count(self) -> int:
        if not hasattr(self, "_count"):
            self._count = self._counted.order_by().select_related(None).prefetch_related(None).count()
        return self._count


def paginate(
    rows: QuerySet[_Row], page: object = 1, per_page: object = PER_PAGE, *, counted: QuerySet[Any] | None = None
) -> Page[_Row]:
    """Return one page of an ordered queryset.

    `page` and `per_page` come as the reader sent them: anything that is no whole number counts as the default, anything
    out of range as the nearest page (per_page at most 200). `counted`, if given, is a cheaper queryset with the same
    number of rows. Costs one query to count and one for the rows.
    """
    pages = _Pages(rows, _whole(per_page, PER_PAGE, LARGEST), counted)
    return pages.page(_whole(page, 1, max(pages.num_pages, 1)))


def _whole(value: object, default: int, largest: int) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) <= 12):
        return default
    return min(max(int(text), 1), largest)
