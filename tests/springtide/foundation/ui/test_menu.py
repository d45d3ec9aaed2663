"""Each step brings its own entries and panels; a person sees those of their roles."""

import pytest
from django.test import RequestFactory
from django.urls import NoReverseMatch

from springtide.foundation.ui import menu, panels
from springtide.foundation.ui.menu import MenuItem
from springtide.foundation.ui.panels import Panel


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_items", {})
    monkeypatch.setattr(panels, "_panels", {})


def labels(rf: RequestFactory, *roles: str, path: str = "/", area: menu.Area = "console") -> list[str]:
    request = rf.get(path)
    request.roles = frozenset(roles)
    return [entry.label for entry in menu.entries(request, area)]


def test_entries_come_in_order_and_only_for_their_roles(rf: RequestFactory) -> None:
    menu.register(
        MenuItem(label="Second", url_name="ui:styleguide", order=2),
        MenuItem(label="First", url_name="health", order=1, roles=frozenset({"lead"})),
    )
    assert labels(rf, "lead", "reviewer") == ["First", "Second"]
    assert labels(rf, "reviewer") == ["Second"]
    assert [e.label for e in menu.entries(rf.get("/"))] == ["Second"]  # nobody signed in: no roles at all


def test_an_entry_whose_page_does_not_exist_yet_is_left_out(rf: RequestFactory) -> None:
    menu.register(MenuItem(label="Someday", url_name="nowhere:list"), MenuItem(label="Now", url_name="health"))
    assert labels(rf) == ["Now"]


def test_the_public_header_has_a_menu_of_its_own(rf: RequestFactory) -> None:
    menu.register(MenuItem(label="Positions", url_name="health", area="public"))
    assert labels(rf) == []
    assert labels(rf, area="public") == ["Positions"]


def test_only_the_closest_entry_is_the_current_one(rf: RequestFactory) -> None:
    menu.register(MenuItem(label="Health", url_name="health"), MenuItem(label="Guide", url_name="ui:styleguide"))
    current = [entry.label for entry in menu.entries(rf.get("/styleguide/page/")) if entry.current]
    assert current == ["Guide"]


def test_a_badge_is_asked_with_the_request(rf: RequestFactory) -> None:
    menu.register(MenuItem(label="Health", url_name="health", badge=lambda request: len(request.GET)))
    assert [entry.badge for entry in menu.entries(rf.get("/?a=1&b=2"))] == [2]


def test_a_badge_of_a_page_one_may_not_see_is_never_counted(rf: RequestFactory) -> None:
    def count(request: object) -> int:
        raise AssertionError("counted for a stranger")

    menu.register(MenuItem(label="Secret", url_name="health", roles=frozenset({"lead"}), badge=count))
    assert labels(rf, "mentor") == []


def test_panels_stand_in_order_with_their_addresses(rf: RequestFactory) -> None:
    panels.register(
        Panel(label="Guide", url_name="ui:styleguide", order=20),
        Panel(label="Health", url_name="health", order=10),
        Panel(label="Secret", url_name="health2", order=5, roles=frozenset({"auditor"})),
    )
    places = panels.places(rf.get("/"))
    assert [(p.label, p.url, p.key) for p in places] == [
        ("Health", "/health/", "health"),
        ("Guide", "/styleguide/", "ui-styleguide"),
    ]


def test_a_panel_without_an_address_is_a_mistake_and_says_so(rf: RequestFactory) -> None:
    panels.register(Panel(label="Broken", url_name="nowhere"))
    with pytest.raises(NoReverseMatch):
        panels.places(rf.get("/"), application=1)
