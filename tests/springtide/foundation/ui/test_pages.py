"""Every page stands by itself: no request, no database, no inline script; what is refused says why."""

import re
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.answers import PAGES, answer
from springtide.foundation.ui.middleware import RefusalMiddleware
from springtide.foundation.ui.views import server_error

UI = Path(__file__).resolve().parents[4] / "src/springtide/foundation/ui"
INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)


@pytest.fixture
def guide(db: None) -> str:
    return Client().get(reverse("ui:styleguide")).content.decode()


@pytest.mark.parametrize("name", [*[str(code) for code in sorted(PAGES)], "403_csrf", "500"])
def test_an_error_page_needs_no_context_and_no_database(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert name[:3] in html
    assert 'href="/"' in html


def test_no_template_would_be_stopped_by_the_content_security_policy() -> None:
    src = UI.parents[1]
    guilty = [
        f"{p.name}: {m.group()}" for p in src.rglob("templates/**/*.html") for m in INLINE.finditer(p.read_text())
    ]
    assert guilty == []


def test_the_styleguide_shows_every_component_and_is_refused_to_real_visitors(guide: str, settings: object) -> None:
    assert INLINE.search(guide) is None
    for component in (UI / "templates/cotton").glob("*.html"):
        assert "<c-vars" not in guide, component
    settings.SAMPLE = settings.DEBUG = False
    assert Client().get(reverse("ui:styleguide")).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("zh-hans", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_page_says_its_language_and_its_direction(language: str, direction: str) -> None:
    html = Client(headers={"accept-language": language}).get(reverse("ui:styleguide")).content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cookie", "drawn"), [("dark", "springtide-dark"), ("light", "springtide"), ('"><b>', None), ("", None)]
)
def test_the_chosen_theme_is_drawn_by_the_server(cookie: str, drawn: str | None) -> None:
    client = Client()
    client.cookies["theme"] = cookie
    html = client.get(reverse("ui:styleguide")).content.decode()
    found = re.search(r'<html[^>]* data-theme="([^"]*)"', html)
    assert (found.group(1) if found else None) == drawn


def refusing(error: Exception, request: HttpRequest) -> HttpResponse | None:
    return RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, error)


def test_a_refused_action_answers_with_its_status_and_its_reason(rf: RequestFactory) -> None:
    page = refusing(Refused("This offer was <closed> yesterday."), rf.post("/"))
    assert page is not None
    assert page.status_code == 409
    assert "This offer was &lt;closed&gt; yesterday." in page.content.decode()
    assert "<html" in page.content.decode()


def test_htmx_gets_a_note_above_the_content_instead_of_a_page(rf: RequestFactory) -> None:
    note = answer(rf.post("/", headers={"HX-Request": "true"}), 403, reason="Only Lena may do that.")
    assert note["HX-Retarget"] == "#messages"
    assert "Only Lena may do that." in note.content.decode()
    assert "<html" not in note.content.decode()


def test_even_what_broke_is_a_note_for_htmx(rf: RequestFactory) -> None:
    note = server_error(rf.get("/", headers={"HX-Request": "true"}))
    assert (note.status_code, note["HX-Retarget"]) == (500, "#messages")
    assert "<html" not in note.content.decode()
    assert "<html" in server_error(rf.get("/")).content.decode()


def test_an_old_form_is_told_what_to_do(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(reverse("account_login"), {"email": "li.na@example.org"})
    assert page.status_code == 403
    assert "This form had waited too long" in page.content.decode()


def test_a_busy_database_is_a_moment_and_a_broken_one_is_an_error(rf: RequestFactory) -> None:
    page = refusing(OperationalError("database is locked"), rf.post("/"))
    assert page is not None
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert refusing(OperationalError("no such table: intake"), rf.post("/")) is None
    assert refusing(ValueError("database is locked"), rf.post("/")) is None


def test_what_every_page_loads_stays_light() -> None:
    static = UI / "static/ui"
    loaded = ["app.css", "fonts/inter-latin.woff2", "img/mark.svg", "js/theme.js", "js/menu.js", "js/dialogs.js"]
    assert sum((static / name).stat().st_size for name in loaded) < 145_000


def test_fonts_come_with_their_licences() -> None:
    fonts = UI / "static/ui/fonts"
    assert {p.name for p in fonts.glob("*.woff2")} == {
        "inter-latin.woff2",
        "plex-arabic-400.woff2",
        "plex-arabic-700.woff2",
    }
    assert all("SIL OPEN FONT LICENSE" in p.read_text().upper() for p in fonts.glob("*LICENSE.txt"))
    assert len(list(fonts.glob("*LICENSE.txt"))) == 2
