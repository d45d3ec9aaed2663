"""Takes the pictures of the README: the sample in a folder of its own, served, and looked at by a browser.

`./springtide pictures` makes all of docs/pictures anew; `./springtide pictures DIR` keeps the sample for the next time.
"""

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.launcher import intake
from tools.launcher.places import MANAGE, ROOT, environment
from tools.launcher.start import serve_command
from tools.launcher.supervisor import Service, answers
from tools.launcher.trouble import Trouble

PORT = 8017
SITE = f"http://127.0.0.1:{PORT}"
SEASON, DESK = f"{SITE}/2026-spring/", f"{SITE}/console/2026-spring/"
TARGET = ROOT / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars"]
WIDE, PHONE = (1280, 860), (390, 780)
TO_TOP = "place => scrollTo({ top: place.getBoundingClientRect().top + scrollY - 16, behavior: 'instant' })"
LEAD = "lead@springtide.example"


@contextmanager
def served(data: Path) -> Iterator[None]:
    """The sample at `SITE`, with a worker, for as long as the block runs."""
    python = Path(sys.executable)
    env = intake.prepare(python, data, environment(data) | {"SPRINGTIDE_SITE_URL": SITE})
    log = data / "springtide.log"
    services = [
        Service("web", serve_command(python, "127.0.0.1", PORT, env), env, log),
        Service("worker", [str(python), str(MANAGE), "work"], env, log),
    ]
    try:
        for service in services:
            service.start()
        while not answers(SITE):
            time.sleep(0.2)
        yield
    finally:
        for service in services:
            if service.process and service.ended() is None:
                service.process.terminate()
                service.process.wait()


def visit(
    browser: Browser, size: tuple[int, int], *, language: str = "en", theme: str = "light", email: str = ""
) -> Page:
    """A page of a visitor, signed in by the code in the outbox if an address is given."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, timezone_id="Asia/Shanghai")
    chosen = {"springtide_language": language, "theme": theme}
    context.add_cookies([{"name": name, "value": value, "url": SITE} for name, value in chosen.items()])
    page = context.new_page()
    if email:
        page.goto(f"{SITE}/account/sign-in/")
        page.locator("main [name=email]").fill(email)
        page.locator("main form button").first.click()
        page.wait_for_url("**/code/")
        letters = context.new_page()
        letters.goto(f"{SITE}/outbox/?to={email}")
        code = re.search(r"[0-9A-Z-]{6,}$", letters.locator("article h2").first.inner_text())
        letters.close()
        page.locator("main [name=code]").fill(code.group() if code else "")
        page.locator("main form button").first.click()
        page.wait_for_url(lambda url: "/account/" not in url)
    return page


def take(page: Page, name: str, address: str = "") -> None:
    if address:
        page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=TARGET / f"{name}.png", animations="disabled")
    print(f"  docs/pictures/{name}.png")


def take_public(browser: Browser) -> None:
    take(visit(browser, WIDE), "careers", SEASON)
    page = visit(browser, PHONE, language="ar", theme="dark")
    take(page, "arabic", SEASON)


def take_application(browser: Browser) -> None:
    """Somebody who has ranked three openings on a phone."""
    page = visit(browser, PHONE, email="zoe@example.org")
    page.goto(f"{SITE}/me/2026-spring/")
    for number in range(3):
        page.locator("#found [data-add]").nth(number).click()
    page.wait_for_load_state("networkidle")
    page.locator("#preferences").evaluate(
        "p => scrollTo({ top: p.getBoundingClientRect().top + scrollY - 16, behavior: 'instant' })"
    )
    take(page, "phone")


def take_console(browser: Browser) -> None:
    page = visit(browser, WIDE, email=LEAD)
    take(page, "home", DESK)
    take(page, "plan", f"{DESK}plan/")
    take(page, "insight", f"{DESK}insight/")
    page.goto(f"{DESK}allocation/")
    page.locator("main form [name=name]").fill("Rehearsal")
    page.locator("main form button").first.click()
    expect(page.get_by_text("Seats to give")).to_be_visible(timeout=120_000)
    take(page, "run")
    page.goto(f"{DESK}allocation/compare/")
    for box in page.locator("main [type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Compare").click()
    take(page, "compare")
    page.goto(f"{DESK}interviews/schedules/")
    page.locator("main table a").first.click()
    expect(page.get_by_text("How good is it?")).to_be_visible(timeout=120_000)
    take(page, "schedule")


def main(argv: list[str]) -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        print(Trouble("there is no Chromium on this machine.", "Debian, Ubuntu: sudo apt install chromium"))
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="springtide-pictures-") as folder:
        data = Path(argv[0]) if argv else Path(folder)
        os.environ.pop("SPRINGTIDE_DATABASE_URL", None)  # the pictures show the sample, never somebody's season
        with served(data), sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
            take_public(browser)
            take_application(browser)
            take_console(browser)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
