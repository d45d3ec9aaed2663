"""What people type."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from springtide.foundation.text.clean import clean_line, clean_text, is_blank
from springtide.foundation.text.emails import canonical_email
from springtide.foundation.text.search import search_words, tokens


@pytest.mark.parametrize("name", ["王", "O'Brien", "Nguyễn Thị Minh", "Null", "True", "𠮷田", "👨‍👩‍👧‍👦 Lee", "🇫🇷"])
def test_i05_i07_names_stay_as_they_are(name: str) -> None:
    assert clean_line(name) == name
    assert not is_blank(name)


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200d", "\u3164", "\u2800", "\u202e", "\ufe0f"])
def test_i04_a_name_nobody_can_see_is_empty(name: str) -> None:
    assert is_blank(name)


def test_i03_bidi_overrides_are_removed() -> None:
    assert clean_line("cv\u202efdp.exe") == "cvfdp.exe"


def test_i06_a_letter_keeps_at_most_four_marks() -> None:
    assert len(clean_text("a" + "\u0336" * 1000)) <= 5


def test_i01_line_ends_count_once() -> None:
    assert clean_text("a\r\nb\rc") == "a\nb\nc"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert "\0" not in once


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Wei@Example.ORG", "wei@example.org"),
        ("wei＠example.org", "wei@example.org"),
        ("wei@bücher.example", "wei@xn--bcher-kva.example"),
        ("\u212aim@example.org", "kim@example.org"),
    ],
)
def test_i14_i15_one_form_of_an_address(typed: str, kept: str) -> None:
    assert canonical_email(typed) == kept


@pytest.mark.parametrize(
    "typed", ["аpple@example.org", "ıvan@example.org", "nobody", "a@", "@b.example", "a b@c.example"]
)
def test_i14_i15_what_only_looks_like_an_address_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        canonical_email(typed)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Élodie", "elodie"),
        ("大规模数据平台", "数据"),
        ("大规模数据平台", "数据平台"),
        ("Stagiaire ingénieur logiciel", "ingenieur"),
        ("متدرب هندسة البرمجيات", "البرمجيات"),
        ("ＡＩ engineer", "ai"),
    ],
)
def test_a_query_finds_its_text_in_every_language(text: str, query: str) -> None:
    words = search_words(text)
    assert all(f" {token}" in words for token in tokens(query))
