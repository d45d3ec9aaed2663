"""Eligibility and likeness, as plain values."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springtide.applications.rules.eligibility import Facts, Window, judge, verdict
from springtide.applications.rules.entries import NOTICE, Entries, differing, missing
from springtide.applications.rules.likeness import Offer, likest
from springtide.applications.rules.writing import in_grace, is_late
from springtide.foundation.text.clean import letters_in

WINDOW = Window(date(2025, 11, 1), date(2026, 10, 31))


def facts(**changes) -> Facts:
    whole = {"graduation": date(2026, 6, 1), "degree": "master", "work_countries": ["CN"], "ranked_countries": ["CN"]}
    return Facts(**{**whole, **changes})


def met(**changes) -> list[bool | None]:
    return [finding["met"] for finding in judge(facts(**changes), WINDOW)]


@pytest.mark.parametrize(
    ("graduation", "fits"),
    [
        (date(2025, 10, 1), False),
        (date(2025, 11, 1), True),
        (date(2026, 10, 1), True),
        (date(2026, 11, 1), False),
        (None, None),
    ],
)
def test_the_window_holds_both_its_months(graduation: date | None, fits: bool | None) -> None:
    assert met(graduation=graduation) == [fits, True, True]


def test_a_window_that_begins_in_the_middle_of_a_month_holds_that_month() -> None:
    window = Window(date(2025, 11, 15), date(2026, 10, 2))
    assert judge(facts(graduation=date(2025, 11, 1)), window)[0]["met"] is True


@pytest.mark.parametrize(("degree", "fits"), [("phd", True), ("associate", False), ("", None)])
def test_the_degree(degree: str, fits: bool | None) -> None:
    assert met(degree=degree)[1] is fits


@pytest.mark.parametrize(
    ("may", "ranked", "fits"),
    [
        (["CN", "FR"], ["FR", "CN"], True),
        (["CN"], ["CN", "FR"], False),
        ([], ["CN"], None),
        (["CN"], [], None),
    ],
)
def test_the_right_to_work_where_one_ranks(may: list[str], ranked: list[str], fits: bool | None) -> None:
    assert met(work_countries=may, ranked_countries=ranked)[2] is fits


def test_one_no_is_a_no_and_a_doubt_is_no_yes() -> None:
    assert verdict(judge(facts(), WINDOW)) is True
    assert verdict(judge(facts(degree=""), WINDOW)) is None
    assert verdict(judge(facts(degree="", graduation=date(2030, 1, 1)), WINDOW)) is False


def test_findings_carry_their_evidence() -> None:
    finding = judge(facts(ranked_countries=["FR", "CN"]), WINDOW)[2]
    assert finding["evidence"] == {"ranked": ["CN", "FR"], "said": ["CN"], "lacking": ["FR"]}


def test_what_is_missing_and_what_differs() -> None:
    gaps = ["country", "school", "degree", "graduation", "openings", "notice_version"]
    assert missing(Entries(name="Ada", openings=[])) == gaps
    assert "notice_version" in missing(Entries(notice_version="2019-01"))
    assert "notice_version" not in missing(Entries(notice_version=NOTICE))
    assert differing(Entries(name="Ada", school="X"), Entries(name="Ada", field="Y")) == ["school"]


@given(grace=st.integers(0, 60), after=st.integers(-3600, 7200))
def test_g5_every_moment_is_in_time_in_grace_or_late_and_never_two(grace: int, after: int) -> None:
    shown = datetime(2027, 3, 31, 15, 59, 59, tzinfo=UTC)
    intake = SimpleNamespace(shown_deadline=shown, real_deadline=shown + timedelta(minutes=grace))
    at = shown + timedelta(seconds=after)
    in_time = at <= intake.shown_deadline
    assert [in_time, in_grace(intake, at), is_late(intake, at)].count(True) == 1


def test_likeness_counts_required_before_wished_before_titles_and_breaks_ties_by_number() -> None:
    offers = [
        Offer(1, [], ["PyTorch"], ["Chef"]),
        Offer(2, ["Python"], [], ["Chef"]),
        Offer(3, ["Python"], [], ["Chef"]),
        Offer(4, ["machine learning"], ["Python"], ["Learning engineer"]),
        Offer(5, ["COBOL"], [], ["Chef"]),
    ]
    text = "Python, PyTorch and machine learning"
    assert likest(text, offers, most=9) == [4, 2, 3, 1]
    assert likest(text, offers, most=2) == [4, 2]
    assert likest("", offers, most=9) == []


@pytest.mark.parametrize(
    ("text", "length"),
    [("a\r\nb", 3), ("e\u0301", 1), ("👨‍👩‍👧", 1), ("👩🏽‍🔬", 1), ("🇫🇷🇨🇳", 2), ("王𠮷", 2), ("", 0)],
)
def test_i01_length_is_what_a_reader_counts(text: str, length: int) -> None:
    assert letters_in(text) == length
