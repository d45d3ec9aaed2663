"""The menu is put together by the steps: each registers its entries in AppConfig.ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Area = Literal["console", "public"]
Badge = Callable[[HttpRequest], int | str | None]


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """One entry. `roles` empty means everybody; `badge` gets the request and returns a count, a word or None."""

    label: str | Promise
    url_name: str
    icon: str = "circle"
    roles: frozenset[str] = field(default_factory=frozenset)
    order: int = 100
    badge: Badge | None = None
    area: Area = "console"
    group: str | Promise = ""


@dataclass(frozen=True)
class Entry:
    """A MenuItem made ready for one request."""

    label: str
    url: str
    icon: str
    current: bool
    badge: int | str | None
    group: str


_items: dict[tuple[Area, str], MenuItem] = {}


def register(*items: MenuItem) -> None:
    """Add entries; registering the same url_name in the same area again replaces the first."""
    for item in items:
        _items[item.area, item.url_name] = item


def entries(request: HttpRequest, area: Area = "console") -> list[Entry]:
    """Return what this person may see, in order. Entries whose page does not exist (yet) are left out."""
    roles: frozenset[str] = frozenset(getattr(request, "roles", frozenset()))
    wanted = (i for i in _items.values() if i.area == area and (not i.roles or i.roles & roles))
    match = getattr(request, "resolver_match", None)
    kept = {"intake": match.kwargs["intake"]} if match and "intake" in match.kwargs else {}
    found = [(item, _address(item, kept)) for item in sorted(wanted, key=lambda i: (i.order, i.url_name))]
    current = _current(request.path, (url for _, url in found if url))
    return [_entry(item, url, current, request) for item, url in found if url]


def _entry(item: MenuItem, url: str, current: str, request: HttpRequest) -> Entry:
    badge = item.badge(request) if item.badge else None
    return Entry(str(item.label), url, item.icon, url == current, badge, str(item.group))


def _address(item: MenuItem, kept: dict[str, str]) -> str:
    """Entries inside an intake keep to the intake of the page; outside of one they have no address."""
    for kwargs in ({}, kept):
        try:
            return reverse(item.url_name, kwargs=kwargs)
        except NoReverseMatch:
            continue
    return ""


def _current(path: str, urls: Iterable[str]) -> str:
    """The longest address the path lies under is the current one, so that /console/ does not light up everywhere."""
    return max((u for u in urls if path.startswith(u)), key=len, default="")
