"""Windows, quarters and clocks that change."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springtide.interviews.times import (
    NoSuchTime,
    Window,
    at_wall_clock,
    in_daytime,
    merged,
    without,
)

DAY = datetime(2027, 3, 1, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def window(start: int, length: int) -> Window:
    return Window(DAY + timedelta(minutes=start), DAY + timedelta(minutes=start + length))


windows = st.builds(window, st.integers(0, 1200), st.integers(1, 300))


@given(windows, windows)
def test_overlap_goes_both_ways_and_means_a_common_minute(one: Window, other: Window) -> None:
    minutes = lambda w: {w.start + timedelta(minutes=n) for n in range(int((w.end - w.start) / timedelta(minutes=1)))}  # noqa: E731
    assert one.overlaps(other) == other.overlaps(one) == bool(minutes(one) & minutes(other))


@given(st.lists(windows, max_size=6))
def test_merging_leaves_gaps_between_and_loses_nothing(given_windows: list[Window]) -> None:
    found = merged(given_windows)
    assert all(a.end < b.start for a, b in itertools.pairwise(found))
    assert all(any(m.holds(w) for m in found) for w in given_windows)


@given(st.lists(windows, max_size=4), st.lists(windows, max_size=4))
def test_what_is_left_is_what_was_free_and_is_not_away(given_windows: list[Window], away: list[Window]) -> None:
    left = without(given_windows, away)

    def minutes(ws: list[Window]) -> set[int]:
        starts_and_ends = [[int((at - DAY).total_seconds() // 60) for at in (w.start, w.end)] for w in ws]
        return {minute for start, end in starts_and_ends for minute in range(start, end)}

    assert minutes(left) == minutes(given_windows) - minutes(away)
    assert all(a.end <= b.start for a, b in itertools.pairwise(left)) and all(w.start < w.end for w in left)


@pytest.mark.parametrize("typed", ["2026-03-29 02:30", "2026-10-25 02:30", "2027-03-28 02:30", "2027-10-31 02:30"])
def test_i64_x14_an_hour_that_is_skipped_or_repeated_is_refused(typed: str) -> None:
    with pytest.raises(NoSuchTime):
        at_wall_clock(datetime.fromisoformat(typed), PARIS)


def test_x15_one_wall_clock_many_instants() -> None:
    typed = datetime.fromisoformat("2027-03-31 23:59:59")
    told = {zone: at_wall_clock(typed, ZoneInfo(zone)).strftime("%H:%M:%S") for zone in ("Asia/Shanghai", "Asia/Dubai")}
    assert told == {"Asia/Shanghai": "15:59:59", "Asia/Dubai": "19:59:59"}
    assert at_wall_clock(typed, PARIS).strftime("%H:%M:%S") == "21:59:59"


def test_daytime_is_the_candidates() -> None:
    at = lambda hour: Window(hour, hour + timedelta(minutes=45))  # noqa: E731
    noon_in_shanghai = datetime(2027, 3, 1, 4, tzinfo=UTC)
    assert in_daytime(at(noon_in_shanghai), ZoneInfo("Asia/Shanghai"))
    assert not in_daytime(at(noon_in_shanghai), PARIS)
    assert in_daytime(at(datetime(2027, 3, 1, 4, tzinfo=UTC)), ZoneInfo("Asia/Kathmandu"))
