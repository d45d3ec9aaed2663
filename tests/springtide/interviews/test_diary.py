"""What one person's time allows, and who sits where: over plain values, against slow and obvious answers."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springtide.interviews.diary import Diary, Load
from springtide.interviews.seating import SeatNeed, Skilled, form_panel
from springtide.interviews.times import QUARTER, Window, merged, quarters
from springtide.interviews.weekly import Weekly, holidays_of

DAY = datetime(2027, 3, 1, tzinfo=UTC)  # a Monday
PARIS = ZoneInfo("Europe/Paris")


def window(start: int, length: int) -> Window:
    return Window(DAY + timedelta(minutes=start), DAY + timedelta(minutes=start + length))


def talks(*starts: int, minutes: int = 45) -> list[Window]:
    """Interviews by the hour at which they begin, 24 being the next day's midnight."""
    return [window(hour * 60, minutes) for hour in starts]


windows = st.builds(window, st.integers(0, 1200), st.integers(1, 300))
ALL_WEEK = [window(0, 14 * 24 * 60)]


@given(
    st.lists(windows, max_size=4), st.sets(st.integers(0, 100)), st.integers(0, 96), st.sampled_from([15, 30, 45, 50])
)
def test_free_is_inside_a_window_and_touches_nothing_busy(
    free: list[Window], taken: set[int], start: int, minutes: int
) -> None:
    talk = window(start * 15, minutes)
    busy = frozenset(DAY + QUARTER * n for n in taken)
    inside = any(m.holds(talk) for m in merged(free))
    assert Diary(merged(free), busy).is_free(talk) == (inside and not busy & set(quarters(talk)))


def test_two_windows_that_touch_are_one_and_a_short_one_gives_nothing() -> None:
    assert Diary(merged([window(60, 30), window(90, 30)])).takes(window(60, 60))
    assert not Diary([window(60, 44)]).takes(window(60, 45))


def test_there_is_time_between_two() -> None:
    diary = Diary(ALL_WEEK, talks=talks(10), load=Load(buffer=timedelta(minutes=15)))
    assert not diary.takes(window(10 * 60 + 45, 45)) and diary.takes(window(11 * 60, 45))
    assert not diary.takes(window(9 * 60 + 15, 45)) and diary.takes(window(9 * 60, 45))


def test_a_day_is_the_persons_own() -> None:
    late = [Window(DAY + timedelta(hours=h), DAY + timedelta(hours=h, minutes=45)) for h in (20, 21)]
    paris = Diary(ALL_WEEK, talks=late, load=Load(per_day=2), zone=PARIS)
    hangzhou = Diary(ALL_WEEK, talks=late, load=Load(per_day=2), zone=ZoneInfo("Asia/Shanghai"))
    noon = window(12 * 60, 45)
    assert not paris.takes(noon)  # all three on Monday
    assert hangzhou.takes(noon)  # the two are on Tuesday there


def test_a_week_is_an_iso_week() -> None:
    full = Diary(ALL_WEEK, talks=talks(10, 34, 58), load=Load(per_week=3))
    assert not full.takes(talks(6 * 24 + 10)[0]) and full.takes(talks(7 * 24 + 10)[0])


def test_a_row_has_an_end() -> None:
    diary = Diary(ALL_WEEK, talks=talks(9, 11), load=Load(in_a_row=2, per_day=9))
    assert not diary.takes(talks(10)[0])  # 9, 10, 11 would be three
    assert diary.takes(talks(12)[0]) and diary.takes(talks(13)[0])
    assert Diary(ALL_WEEK, talks=talks(9, 10), load=Load(in_a_row=2)).takes(
        window(11 * 60 + 15, 45)
    )  # after half an hour


def test_somebody_with_a_cap_of_nothing_is_asked_for_nothing() -> None:
    assert not Diary(ALL_WEEK, load=Load(per_day=0)).takes(talks(10)[0])


able = st.lists(st.frozensets(st.integers(0, 5), max_size=5), min_size=1, max_size=3)


@given(able, st.permutations(range(6)))
def test_a_panel_is_found_where_there_is_one_and_asks_those_first_who_come_first(
    seats: list[frozenset[int]], order: list[int]
) -> None:
    every = [
        p for p in itertools.permutations(range(6), len(seats)) if all(a in s for a, s in zip(p, seats, strict=True))
    ]
    found = form_panel(seats, order)
    assert (found is None) == (not every)
    if found:
        assert found in every
        ranks = lambda panel: sorted(order.index(person) for person in panel)  # noqa: E731
        assert ranks(found) == min(ranks(panel) for panel in every)


def test_a_seat_says_what_it_needs() -> None:
    ines = Skilled(frozenset({"python"}), frozenset({"fr"}), own=True)
    guest = Skilled(frozenset({"python"}), frozenset({"fr"}), own=False)
    assert ines.fits(SeatNeed("Python", "fr")) and not guest.fits(SeatNeed("Python", "fr"))
    assert guest.fits(SeatNeed("Python", "fr", own=False))
    assert not ines.fits(SeatNeed("Rust")) and not ines.fits(SeatNeed(language="ar"))


WORKDAYS = frozenset(range(5))


def weekly(begins: str, ends: str, first: str, last: str, zone: str = "Europe/Paris", **more: object) -> Weekly:
    hours, days = (
        (time.fromisoformat(begins), time.fromisoformat(ends)),
        (date.fromisoformat(first), date.fromisoformat(last)),
    )
    return Weekly(more.pop("weekdays", WORKDAYS), *hours, zone, *days, **more)  # type: ignore[arg-type]


def test_weekly_hours_keep_the_wall_clock_when_the_clocks_change() -> None:
    found = list(weekly("09:00", "12:00", "2027-03-25", "2027-03-30").windows(DAY, DAY + timedelta(days=60)))
    assert [w.start.isoformat()[5:16] for w in found] == ["03-25T08:00", "03-26T08:00", "03-29T07:00", "03-30T07:00"]


def test_exceptions_and_holidays_fall_out() -> None:
    easter = frozenset(holidays_of("FR", 2027))
    assert date(2027, 3, 29) in easter
    plan = weekly("09:00", "12:00", "2027-03-25", "2027-03-30", without=frozenset({date(2027, 3, 26)}))
    days = [w.start.date().day for w in plan.windows(DAY, DAY + timedelta(days=60), easter)]
    assert days == [25, 30]


@pytest.mark.parametrize("hours", [("02:30", "04:00"), ("01:00", "02:15")])
def test_i64_a_weekly_hour_that_is_skipped_is_named(hours: tuple[str, str]) -> None:
    plan = weekly(*hours, "2027-03-26", "2027-03-29", weekdays=frozenset(range(7)))
    assert plan.broken_on() == date(2027, 3, 28)
    assert len(list(plan.windows(DAY, DAY + timedelta(days=60)))) == 3


def test_x15_an_hour_that_comes_twice_is_named() -> None:
    assert weekly("02:30", "05:00", "2027-10-25", "2027-10-31", weekdays=frozenset({6})).broken_on() == date(
        2027, 10, 31
    )


def test_an_unknown_country_has_no_holidays() -> None:
    assert holidays_of("XX", 2027) == {}
