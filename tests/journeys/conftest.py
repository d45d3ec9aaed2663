"""A real browser at a real server: one Chromium for all stories, a visitor with cookies of their own for each person."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from springtide.foundation.accounts.models import Person

PHONE, DESK = (360, 740), (1440, 900)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
AXE = Axe()
LATER = "[hx-trigger~=load]"  # parts that come after the page
# Colours on their way from one theme to the other are nobody's finding.
EXAMINE = """async ([theme, rules]) => {
  document.documentElement.dataset.theme = theme;
  for (const moving of document.getAnimations()) try { moving.finish() } catch {}
  const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run({ resultTypes: ["violations"], ...only });
  return violations
    .filter((found) => ["serious", "critical"].includes(found.impact))
    .map((found) => [found.id, found.help, ...found.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))].join(" | "));
}"""


@dataclass
class Visitor:
    """One person's browser. `look()` is what every page of a story has to withstand."""

    page: Page
    site: str
    size: tuple[int, int]
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form is answered with 422 and a page that says why; Chromium logs the status.
        if message.type in {"error", "warning"} and "status of 422" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.site + path)
        assert answer and answer.ok, f"{path}: {answer and answer.status}"
        self.look()
        return self.page

    def click(self, name: str, *, role: str = "button", within: str = "main") -> Page:
        """Press the button, or follow the link with role="link", of that name, and look at where it leads."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.look()
        return self.page

    def agree(self, name: str) -> Page:
        """Press the button, and say yes to the question it asks."""
        self.page.get_by_role("main").get_by_role("button", name=name).first.click()
        with self.page.expect_navigation():
            self.page.locator("dialog[open] button[value=yes]").click()
        self.look()
        return self.page

    def fill(self, **words: str) -> None:
        """Type into fields by their names in the form."""
        for name, text in words.items():
            box = self.page.locator(f"main [name={name}]").first
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(text)
            else:
                box.fill(text)

    def look(self) -> None:
        """No grave finding of axe and nothing to scroll sideways, at both widths, by day and by night; a quiet console."""
        self.page.wait_for_load_state("networkidle" if self.page.locator(LATER).count() else "load")
        where = urlsplit(self.page.url).path
        self.page.evaluate(AXE.axe_script)
        found = []
        for size in (PHONE, DESK):
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
            over = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                found.append(f"{where}: {over} px too wide at {size[0]}")
            for theme in ("springtide", "springtide-dark"):
                # By day everything; by night what differs then: the colours.
                rules = None if theme == "springtide" else ["color-contrast"]
                grave = self.page.evaluate(EXAMINE, [theme, rules])
                found += [f"{where} ({size[0]}, {theme}): {finding}" for finding in grave]
        self.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})
        assert [*found, *self.complaints] == []

    def sign_in(self, email: str) -> None:
        """By the code in the letter, on the page where one stands."""
        self.page.get_by_role("textbox").first.fill(email)
        with self.page.expect_navigation():
            self.page.locator("main form button").first.click()
        self.look()
        letters = self.page.context.new_page()
        letters.goto(f"{self.site}/outbox/?to={email}")
        subject = letters.locator("article h2").first.inner_text()
        code = re.search(r"[0-9A-Z-]{6,}$", subject)
        assert code, subject
        letters.close()
        self.page.locator("[name=code]").fill(code.group())
        with self.page.expect_navigation():
            self.page.locator("main form button").first.click()


Come = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no chromium on this machine")
    # Playwright's loop runs in this thread; Django would take it for an asynchronous caller of the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        engine = play.chromium.launch(executable_path=path, args=QUIET)
        yield engine
        engine.close()


@pytest.fixture
def come(chromium: Browser, live_server) -> Iterator[Come]:
    """come(person, size=, language=) → a visitor; a person given is signed in already."""
    contexts = []
    cache.clear()  # pages for strangers are kept for a minute, and stories are quicker than that

    def visit(person: Person | None = None, *, size: tuple[int, int] = DESK, language: str = "en") -> Visitor:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, timezone_id="Asia/Shanghai", has_touch=size == PHONE
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if person:
            client = Client()
            client.force_login(person)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.set_default_timeout(10_000)
        visitor = Visitor(page, live_server.url, size)
        visitor.listen()
        return visitor

    expect.set_options(timeout=10_000)
    yield visit
    for context in contexts:
        context.close()
