"""Résumés: typeset in four languages and four layouts, the same bytes each time, readable as text."""

import re
import unicodedata

import pypdfium2 as pdfium
import pytest

from springtide.sample.people import people
from springtide.sample.resumes import FONTS, LAYOUTS, Resume, typeset, write_resume

LANGUAGES = ("en", "zh-hans", "fr", "ar")


def one_of_each() -> dict[tuple[str, str], Resume]:
    found: dict[tuple[str, str], Resume] = {}
    for person in people(1, 1_500):
        resume = write_resume(person, 1)
        found.setdefault((resume.layout, resume.language), resume)
    return found


RESUMES = one_of_each()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_page_with_its_words_in_the_text_layer(layout: str, language: str) -> None:
    resume = RESUMES[layout, language]
    document = pdfium.PdfDocument(typeset(resume))
    assert len(document) == 1
    text = unicodedata.normalize("NFKC", document[0].get_textpage().get_text_range())
    email: str = resume.content["email"]
    assert all(part in text for part in re.split("[.@]", email))
    if language != "ar":  # beside Arabic pdfium turns the parts of an address round
        assert email in text
        assert unicodedata.normalize("NFKC", resume.content["education"][0]["title"])[:9] in text


def test_the_same_resume_gives_the_same_bytes() -> None:
    resume = RESUMES["table", "zh-hans"]
    assert typeset(resume) == typeset(resume)
    assert typeset(resume) != typeset(RESUMES["table", "en"])


def test_every_letter_of_every_name_has_a_glyph() -> None:
    """A font that lacks a letter leaves .notdef, which pdfium reads back as nothing or U+FFFD."""
    names = {person.name for person in people(1, 3_000) if person.origin == "zh"}
    resume = RESUMES["single", "zh-hans"]
    letters = "".join(sorted(set("".join(names)) - {" "}))
    told = Resume("single", "zh-hans", {**resume.content, "city": letters})
    text = pdfium.PdfDocument(typeset(told))[0].get_textpage().get_text_range()
    assert set(letters) <= set(unicodedata.normalize("NFKC", text))


def test_the_fonts_are_small_and_bear_their_licence() -> None:
    files = list(FONTS.glob("*.[ot]tf"))
    assert len(files) == 6
    assert sum(path.stat().st_size for path in files) < 8_000_000
    for path in files:
        assert "SIL OPEN FONT LICENSE" in (FONTS / f"{path.stem.split('-')[0]}-OFL.txt").read_text(encoding="utf-8")
