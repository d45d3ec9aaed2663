"""I01: the counter on the page and the server agree about what a character is."""

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser

from springtide.foundation.text.clean import letters_in

pytestmark = pytest.mark.journey
PAGE = """<!doctype html><html lang="en"><textarea data-longest="2000"></textarea>
<p data-counter data-words="{length} of {longest}"></p></html>"""
TEXTS = ["a\nb", "e\u0301", "👨‍👩‍👧 ok", "👩🏽‍🔬", "🇫🇷🇨🇳!", "王𠮷", "Z" + "\u0335" * 50, "नमस्ते", "x" * 1999]


def test_i01_page_and_server_count_alike(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(PAGE)
    page.add_script_tag(path=finders.find("applications/apply.js"), type="module")
    seen = []
    for text in TEXTS:
        page.fill("textarea", text)
        seen.append(page.inner_text("[data-counter]").split(" of ")[0].replace(",", ""))
    page.close()
    assert seen == [str(letters_in(text)) for text in TEXTS]
