"""Our scripts in a real browser, under the real content security policy, without a server."""

import json
import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from playwright import sync_api as playwright
from playwright.sync_api import Page, Route, expect

from springtide.foundation.ui.answers import answer

pytestmark = pytest.mark.journey
SITE = "http://springtide.test"
DRAFT = """<!doctype html><html lang="en"><script type="module" src="/static/ui/js/autosave.js"></script>
<script type="module" src="/static/ui/js/dialogs.js"></script><link rel="stylesheet" href="/static/ui/app.css">
<form method="post" action="/sent/" data-autosave-url="/save/" data-saving="Saving" data-saved="Saved" data-failed="Not saved"
 data-conflict="Changed elsewhere" data-confirm="sure"><input type="hidden" name="csrfmiddlewaretoken" value="tok">
<input type="hidden" name="version" value="1"><label for="e">Essay</label><textarea id="e" name="essay">old</textarea>
<p data-autosave-status role="status"></p>
<div data-autosave-restore hidden><button type="button" data-autosave-choice="restore">Restore</button></div>
<div data-autosave-conflict hidden><dl data-theirs></dl><button type="button" data-autosave-choice="mine">Mine</button></div>
<button id="send">Send</button></form>
<dialog id="sure"><form method="dialog"><button value="no">No</button><button value="yes">Yes</button></form></dialog></html>"""


class Browser:
    """A page whose every request is answered here; `complaints` are what its console says."""

    def __init__(self, page: Page, guide: bytes, headers: dict[str, str]) -> None:
        self.page, self.guide, self.headers = page, guide, headers
        self.complaints: list[str] = []
        self.saves: list[dict[str, list[str]]] = []
        self.sent = 0
        self.refuses = False
        self.factory = RequestFactory()
        self.answer: tuple[int, dict[str, object]] = (200, {"version": 2})
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.route("**/*", self.respond)

    def respond(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            if not file:
                return route.fulfill(status=404)
            kind = mimetypes.guess_type(path)[0] or "font/woff2"
            return route.fulfill(body=Path(file).read_bytes(), content_type=kind)
        if path == "/save/":
            assert route.request.headers["x-csrftoken"] == "tok"
            self.saves.append(parse_qs(route.request.post_data or ""))
            return route.fulfill(status=self.answer[0], body=json.dumps(self.answer[1]))
        if route.request.headers.get("hx-request"):
            part = answer(self.factory.get(path, headers={"HX-Request": "true"}), 409, reason="Closed since noon.")
            kept = {name: part[name] for name in ("HX-Retarget", "HX-Reswap")}
            return (
                route.fulfill(status=409, body=part.content, headers=kept)
                if self.refuses
                else route.fulfill(body="<p>Came late.</p>")
            )
        self.sent += path == "/sent/"
        body = self.guide if path == "/styleguide/" else DRAFT
        return route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=self.headers)

    def open(self, path: str) -> Page:
        self.page.goto(SITE + path)
        return self.page


@pytest.fixture
def browser(chromium: playwright.Browser) -> Iterator[Browser]:
    response = Client().get("/styleguide/")
    headers = {"Content-Security-Policy": response["Content-Security-Policy"]}
    context = chromium.new_context()
    yield Browser(context.new_page(), response.content, headers)
    context.close()


def order(page: Page) -> list[str]:
    return page.locator("[data-ranking] input[name=preferences]").evaluate_all("all => all.map(i => i.value)")


def test_the_policy_stops_nothing_on_the_page_that_shows_everything(browser: Browser) -> None:
    page = browser.open("/styleguide/")
    page.wait_for_load_state("networkidle")
    assert "'unsafe-inline'" not in browser.headers["Content-Security-Policy"]
    assert browser.complaints == []


def test_a_panel_comes_by_itself(browser: Browser) -> None:
    page = browser.open("/styleguide/")
    expect(page.get_by_text("Came late.")).to_be_visible()


def test_a_refused_panel_says_why_above_the_content(browser: Browser) -> None:
    browser.refuses = True
    page = browser.open("/styleguide/")
    expect(page.locator("#messages [role=alert]")).to_contain_text("Closed since noon.")


def test_preferences_are_ranked_by_keys_buttons_and_dragging(browser: Browser) -> None:
    page = browser.open("/styleguide/")
    rows = page.locator("[data-rank-item]")
    down = rows.nth(0).locator("[data-move=down]")
    down.focus()
    page.keyboard.press("Alt+ArrowDown")
    assert order(page) == ["2", "1", "3", "4"]
    expect(page.locator("#ranking-help [aria-live]")).to_have_text("Qwen models · Hangzhou is now choice 2 of 4.")
    assert page.evaluate("document.activeElement.closest('[data-rank-item]').dataset.name") == "Qwen models · Hangzhou"

    rows.nth(3).locator("[data-move=up]").click()
    assert order(page) == ["2", "1", "4", "3"]
    expect(rows.nth(3).locator("[data-move=down]")).to_be_disabled()
    expect(rows.nth(0).locator("[data-move=up]")).to_be_disabled()

    handle = rows.nth(3).locator("[data-drag]")
    handle.hover()
    page.mouse.down()
    top = rows.nth(0).bounding_box()
    assert top
    page.mouse.move(top["x"] + 20, top["y"] + 4, steps=12)
    page.mouse.up()
    assert order(page) == ["3", "2", "1", "4"]
    assert rows.locator("[data-rank]").all_inner_texts() == ["1", "2", "3", "4"]


def test_time_is_counted_by_the_servers_clock(browser: Browser) -> None:
    browser.page.clock.install(time="2031-01-01T00:00:00Z")  # a reader whose clock is years ahead
    page = browser.open("/styleguide/")
    expect(page.locator("[data-deadline]").first).to_have_text(re.compile("^(30:00:00|29:59:[345][0-9])$"))
    page.clock.run_for(61_000)
    expect(page.locator("[data-deadline]").first).to_have_text(re.compile("^29:5[78]:[0-9]{2}$"))
    page.clock.run_for(31 * 3600 * 1000)
    expect(page.locator("[data-deadline]").first).to_have_text("closed")


def test_the_theme_is_changed_and_remembered(browser: Browser) -> None:
    page = browser.open("/styleguide/")
    page.locator("[data-theme-toggle]").first.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "springtide-dark"
    assert ("theme", "dark") in [(c["name"], c["value"]) for c in page.context.cookies()]
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "springtide-dark"


def test_a_form_that_asks_first_is_sent_only_after_yes(browser: Browser) -> None:
    page = browser.open("/draft/")
    page.click("#send")
    page.click("dialog button[value=no]")
    page.click("#send")
    assert browser.sent == 0
    with page.expect_navigation():
        page.click("dialog button[value=yes]")
    assert browser.sent == 1


def test_what_is_typed_is_saved_with_its_version(browser: Browser) -> None:
    page = browser.open("/draft/")
    page.fill("#e", "new words & more")
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved")
    assert browser.saves == [{"version": ["1"], "essay": ["new words & more"]}]
    assert page.input_value("[name=version]") == "2"
    assert page.evaluate("localStorage.length") == 0


def test_another_tab_that_was_faster_is_shown_and_never_overwritten(browser: Browser) -> None:
    browser.answer = (409, {"version": 7, "theirs": {"essay": "<b>theirs</b>"}})
    page = browser.open("/draft/")
    page.fill("#e", "mine")
    expect(page.locator("[data-autosave-status]")).to_have_text("Changed elsewhere")
    expect(page.locator("[data-theirs]")).to_have_text("Essay<b>theirs</b>")
    page.fill("#e", "mine again")
    page.wait_for_timeout(1500)
    assert len(browser.saves) == 1
    browser.answer = (200, {"version": 8})
    page.click("text=Mine")
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved")
    assert browser.saves[-1] == {"version": ["7"], "essay": ["mine again"]}


def test_what_could_not_be_saved_is_offered_again(browser: Browser) -> None:
    browser.answer = (503, {})
    page = browser.open("/draft/")
    page.fill("#e", "a long evening's work")
    expect(page.locator("[data-autosave-status]")).to_have_text("Not saved")
    page.reload()
    assert page.input_value("#e") == "old"
    browser.answer = (200, {"version": 2})
    page.click("text=Restore")
    assert page.input_value("#e") == "a long evening's work"
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved")
    assert page.evaluate("localStorage.length") == 0
