"""The menu stays in the intake of the page."""

from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from springtide.foundation.ui import menu
from springtide.foundation.ui.menu import MenuItem


def asked(path: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    return request


def test_entries_of_an_intake_need_a_page_of_one(monkeypatch, settings) -> None:
    settings.ROOT_URLCONF = "tests.springtide.foundation.ui.urls_for_menu"
    monkeypatch.setattr(menu, "_items", {})
    menu.register(MenuItem(label="Offers", url_name="offers"), MenuItem(label="Home", url_name="start"))
    assert [e.url for e in menu.entries(asked("/start/"))] == ["/start/"]
    assert sorted(e.url for e in menu.entries(asked("/console/spring/offers/"))) == [
        "/console/spring/offers/",
        "/start/",
    ]
