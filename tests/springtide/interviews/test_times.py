"""Windows, quarters and clocks that change."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springtide.interviews.times import (
    QUARTER,
    NoSuchTime,
    Window,
    at_wall_clock,
    free_starts,
    in_daytime,
    merged,
    quarters,
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


@given(st.lists(windows, max_size=4), st.sets(st.integers(0, 100)), st.sampled_from([15, 30, 45, 60, 50]))
def test_a_free_start_lies_in_a_window_and_touches_nothing_busy(
    given_windows: list[Window], taken: set[int], minutes: int
) -> None:
    busy = frozenset(DAY + QUARTER * n for n in taken)
    for start in free_starts(given_windows, busy, minutes, DAY):
        talk = Window(start, start + timedelta(minutes=minutes))
        assert any(m.holds(talk) for m in merged(given_windows))
        assert not busy & set(quarters(talk))
        assert start.minute % 15 == 0 and start > DAY


def test_two_windows_that_touch_are_one() -> None:
    halves = [window(60, 30), window(90, 30)]
    assert len(list(free_starts(halves, frozenset(), 60, DAY))) == 1


def test_a_window_shorter_than_the_talk_gives_nothing() -> None:
    assert list(free_starts([window(60, 44)], frozenset(), 45, DAY)) == []


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
    noon_in_shanghai = datetime(2027, 3, 1, 4, tzinfo=UTC)
    assert in_daytime(noon_in_shanghai, 45, ZoneInfo("Asia/Shanghai"))
    assert not in_daytime(noon_in_shanghai, 45, PARIS)
    assert in_daytime(datetime(2027, 3, 1, 4, tzinfo=UTC), 45, ZoneInfo("Asia/Kathmandu"))
