"""A student applies from a phone, from the list of positions to the receipt, and leaves again."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typst
from playwright.sync_api import Page, expect

from springtide.foundation.jobs.worker import run_due
from tests.cast import Cast
from tests.journeys.conftest import PHONE, Come

pytestmark = pytest.mark.journey
WORDS = """= Zoë Wu
zoe\\@example.org · +86 138 0013 8000
== Education
Zhejiang University, Master of Computer Science, expected June 2026
== Skills
Python, PyTorch"""


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    source, target = tmp_path / "cv.typ", tmp_path / "Zoë 简历.pdf"
    source.write_text(WORDS)
    typst.compile(str(source), output=str(target))
    return target


def order(page: Page) -> list[str]:
    return page.locator("[data-ranking] [data-rank-item]").evaluate_all("all => all.map(row => row.dataset.name)")


@contextmanager
def saving(page: Page) -> Iterator[None]:
    with page.expect_response(re.compile("/autosave/$")):
        yield
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved")


def test_from_the_list_to_the_receipt_on_a_phone(cast: Cast, come: Come, resume: Path) -> None:
    zoe = come(size=PHONE)
    page = zoe.open("/spring/")
    # 1. She finds a position by a word and a filter.
    page.get_by_label("Role, skill or team").fill("engineer")
    zoe.click("Search")
    page.locator("label[for=filters-open]").click()
    with page.expect_navigation():
        page.get_by_label("AI only").check()
    zoe.look()
    expect(page.get_by_role("heading", name="1 position", exact=True)).to_be_visible()
    zoe.click("Model engineer", role="link")

    # 2. She applies: first who she is, by a code.
    with page.expect_navigation():
        page.get_by_role("link", name="Apply Hangzhou").click()
    zoe.look()
    zoe.sign_in("zoe@example.org")
    zoe.look()
    expect(page.get_by_role("heading", name="Your application")).to_be_visible()
    models, paris, portal = (
        f"{o.position.title} · {o.site.name}" for o in (cast.models, cast.models_paris, cast.portal)
    )
    assert order(page) == [models]

    # 3. What she types is saved by itself, and there again after the page was closed.
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved")  # the opening she came with
    with saving(page):
        page.get_by_label("Full name").fill("Zoë Wu")
        page.get_by_label("Country you live in").select_option("CN")
    page.reload()
    assert page.get_by_label("Full name").input_value() == "Zoë Wu"
    page.get_by_label("University").fill("Zhejiang University")
    page.get_by_label("Degree you will hold").select_option("master")
    page.locator("[name=resume]").set_input_files(resume)
    zoe.click("Upload and read it")
    run_due()
    page.reload()
    expect(page.get_by_text("being read")).to_have_count(0)
    expect(page.locator("#resume-read")).to_contain_text(resume.name)

    # 4. She ranks with buttons, keys and by dragging.
    for place in (portal, paris):
        page.get_by_role("button", name=f"Add {place}").click()
    assert order(page) == [models, portal, paris]
    rows = page.locator("[data-ranking] [data-rank-item]")
    rows.nth(2).locator("[data-move=up]").click()
    assert order(page) == [models, paris, portal]
    rows.nth(2).locator("[data-move=up]").focus()
    page.keyboard.press("Alt+ArrowUp")
    assert order(page) == [models, portal, paris]
    rows.nth(2).scroll_into_view_if_needed()
    rows.nth(2).locator("[data-drag]").hover()
    page.mouse.down()
    top = rows.nth(0).bounding_box()
    assert top
    page.mouse.move(top["x"] + 20, top["y"] + 2, steps=12)
    page.mouse.up()
    assert order(page) == [paris, models, portal]

    # 5. The rules say at once whether it fits, and change their mind with her.
    month = page.get_by_label("Expected graduation")
    graduates = page.locator("#eligibility li").filter(has_text="people who graduate from")
    for said, word in (("2031-06", "does not fit"), ("2026-06", "fits")):
        month.fill(said)
        month.blur()
        expect(graduates.get_by_label(word, exact=True)).to_have_count(1)
    abroad = page.locator("#eligibility li").filter(has_text="countries of the openings you rank")
    for country in ("China", "France"):
        expect(abroad.get_by_label("fits", exact=True)).to_have_count(0)
        page.get_by_label(country).and_(page.locator("[type=checkbox]")).check()
    expect(abroad.get_by_label("fits", exact=True)).to_have_count(1)
    with saving(page):
        page.get_by_label("I have read how my data are used").check()
    zoe.look()

    # 6. She sends it, and holds a receipt that the letter repeats.
    zoe.click("Send my application")
    expect(page).to_have_url(re.compile("/me/spring/status/$"))
    receipt = page.locator("[data-receipt]").inner_text()
    letters = zoe.page.context.new_page()
    letters.goto(f"{zoe.site}/outbox/?to=zoe@example.org")
    expect(letters.locator("article").first).to_contain_text(receipt)
    letters.close()
    assert page.locator("ol li bdi").all_inner_texts()[:3] == ["Model engineer", "Model engineer", "Portal engineer"]

    # 7. She leaves; nothing happens before she has said so twice.
    zoe.open("/me/")
    zoe.click("See where it stands", role="link")
    zoe.click("Withdraw this application", role="link")
    zoe.click("Yes, withdraw")
    expect(page.get_by_role("heading", name="You withdrew it")).to_be_visible()


@pytest.mark.parametrize(("language", "direction"), [("zh-hans", "ltr"), ("ar", "rtl")])
def test_in_chinese_and_from_right_to_left(cast: Cast, come: Come, language: str, direction: str) -> None:
    visitor = come(size=PHONE, language=language)
    page = visitor.open("/spring/positions/models/")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [language, direction]
    if language == "zh-hans":
        expect(page.get_by_role("heading", level=1)).to_have_text("模型工程师")
    with page.expect_navigation():
        page.locator(f"a[href$='?add={cast.models.pk}']").click()
    visitor.sign_in("yusuf@example.org")
    visitor.look()
    send = page.locator("[formaction='/me/spring/submit/']")
    with page.expect_navigation():
        send.click()
    visitor.look()  # everything that is missing is said, and nothing was sent
    expect(page.locator("[aria-invalid=true]")).not_to_have_count(0)
    for name, words in (("name", "王伟"), ("school", "浙江大学"), ("graduation", "2026-06")):
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=country]").select_option("CN")
    page.locator("[name=degree]").select_option("master")
    page.locator("[name=notice]").check()
    with page.expect_navigation():
        send.click()
    visitor.look()
    expect(page.locator("[data-receipt]")).not_to_be_empty()
