"""Panels of a page that several steps fill, such as the page of one application: registered by URL name."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

APPLICATION = "application"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One panel. `url_name` takes the keyword arguments of the page it stands on; `roles` empty means everybody."""

    label: str | Promise
    url_name: str
    icon: str = "square"
    roles: frozenset[str] = field(default_factory=frozenset)
    order: int = 100
    page: str = APPLICATION


@dataclass(frozen=True)
class Place:
    """A Panel made ready for one request."""

    label: str
    url: str
    icon: str
    key: str


_panels: dict[tuple[str, str], Panel] = {}


def register(*panels: Panel) -> None:
    """Add panels; registering the same url_name on the same page again replaces the first."""
    for panel in panels:
        _panels[panel.page, panel.url_name] = panel


def places(request: HttpRequest, page: str = APPLICATION, **kwargs: Any) -> list[Place]:
    """Return the panels this person may open on a page, in order; kwargs go into their addresses.

    Raises django.urls.NoReverseMatch if a registered panel has no such address: a mistake of its step.
    """
    roles: frozenset[str] = frozenset(getattr(request, "roles", frozenset()))
    wanted = [p for p in _panels.values() if p.page == page and (not p.roles or p.roles & roles)]
    wanted.sort(key=lambda p: (p.order, p.url_name))
    return [
        Place(str(p.label), reverse(p.url_name, kwargs=kwargs), p.icon, p.url_name.replace(":", "-")) for p in wanted
    ]
