"""The second pair of eyes must see: right schedules spoilt in every way, each by the rule that is broken."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from springtide_engine.scheduling import (
    Booking,
    Bound,
    Candidate,
    Interviewer,
    LoadCap,
    Problem,
    QuietHours,
    RoundSpec,
    Schedule,
    SeatNeed,
    SlotGrid,
    Window,
    check,
    make_season,
)
from springtide_engine.scheduling.season import WIDE_SITES
from tools.benches.first_available import first_available
from tools.benches.mutations import KINDS, Spoiler

pytestmark = pytest.mark.engine

PARIS = ZoneInfo("Europe/Paris")
TECH = SeatNeed("tech", "en")


def season():
    problem = make_season(200, 60, 1)
    return problem, first_available(problem)


@pytest.fixture(scope="module")
def planned():
    return season()


def test_a_schedule_made_by_other_code_passes(planned):
    assert check(*planned) == []
    assert len(planned[1].bookings) > 100


def test_around_the_world_too():
    problem = make_season(300, 80, 2, sites=WIDE_SITES)
    assert check(problem, first_available(problem)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_mutation_is_caught_by_its_rule(planned, kind):
    found = [spoilt for seed in range(4) for spoilt in Spoiler(*planned, Random(seed)).spoilt([kind])]
    assert found
    for rule, problem, schedule in found:
        assert rule in {violation.rule for violation in check(problem, schedule)}


def problem_of(*, windows, quiet=None, days_off=frozenset(), minutes=60, pinned=(), theirs=None):
    """One candidate with one round, always free unless `theirs`, and one interviewer in Paris."""
    always = (Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 30, tzinfo=UTC), "UTC"),)
    return Problem(
        grid=SlotGrid(datetime(2026, 3, 1, tzinfo=UTC), 15, 60 * 96),
        interviewers=(
            Interviewer(
                "ida",
                "Paris",
                "Europe/Paris",
                frozenset({"tech"}),
                frozenset(),
                frozenset({"en"}),
                windows,
                LoadCap(),
                days_off,
                quiet,
            ),
        ),
        candidates=(Candidate("cho", "UTC", theirs or always, (RoundSpec("one", 1, minutes, (TECH,)),)),),
        pinned=pinned,
    )


def rules(problem, start, minutes=60, **changes):
    booking = Booking("cho", "one", start, minutes, ("ida",), **changes)
    schedule = Schedule((booking,), (), 1, (), None, None, "", "")
    return {violation.rule for violation in check(problem, schedule)}


def day(hour, minute=0, *, of=29, month=3):
    return datetime(2026, month, of, hour, minute, tzinfo=PARIS)


def test_an_hour_that_the_clock_skips_is_no_hour():
    """Paris, 2026-03-29: 01:30 to 03:30 on the wall is one hour."""
    problem = problem_of(windows=(Window(day(1, 30), day(3, 30), "Europe/Paris"),), minutes=75)
    start = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert rules(problem, start, 75) == {"interviewer_window"}
    assert rules(problem_of(windows=problem.interviewers[0].windows), start) == set()


def test_quiet_hours_go_by_the_wall_clock_over_midnight_and_over_a_change():
    whole = (Window(datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC), "Europe/Paris"),)
    problem = problem_of(windows=whole, quiet=QuietHours(time(22), time(7)))
    assert rules(problem, datetime(2026, 3, 29, 5, tzinfo=UTC)) == set()  # 07:00 in summer
    assert rules(problem, datetime(2026, 3, 29, 4, 45, tzinfo=UTC)) == {"interviewer_quiet"}
    assert rules(problem, datetime(2026, 3, 28, 5, 45, tzinfo=UTC)) == {"interviewer_quiet"}  # 06:45 in winter
    assert rules(problem, datetime(2026, 3, 29, 19, tzinfo=UTC)) == set()
    assert rules(problem, datetime(2026, 3, 29, 19, 15, tzinfo=UTC)) == {"interviewer_quiet"}


def test_a_day_off_is_a_local_date_and_counts_from_its_first_instant():
    whole = (Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC), "Europe/Paris"),)
    problem = problem_of(windows=whole, days_off=frozenset({date(2026, 3, 10)}))
    midnight = datetime(2026, 3, 10, tzinfo=PARIS).astimezone(UTC)
    assert rules(problem, midnight - timedelta(hours=1)) == set()
    assert rules(problem, midnight - timedelta(minutes=45)) == {"day_off"}
    assert rules(problem, midnight + timedelta(hours=23, minutes=45)) == {"day_off"}
    assert rules(problem, midnight + timedelta(days=1)) == set()


def test_the_zone_of_the_window_tells_the_local_time_not_the_home():
    """Somebody from Paris who is in Tokyo that day: 9:00 there is deep in the night at home."""
    start = datetime(2026, 3, 10, 0, tzinfo=UTC)
    there = (Window(start, start + timedelta(hours=4), "Asia/Tokyo"),)
    home = (Window(start, start + timedelta(hours=4), "Europe/Paris"),)
    night = QuietHours(time(22), time(7))
    assert rules(problem_of(windows=there, quiet=night), start) == set()
    assert rules(problem_of(windows=home, quiet=night), start) == {"interviewer_quiet"}


def test_touching_windows_are_one_and_a_gap_between_them_is_none():
    a, b, c = day(9, of=10), day(10, of=10), day(11, of=10)
    assert rules(problem_of(windows=(Window(b, c, "UTC"), Window(a, b, "UTC"))), day(9, 30, of=10)) == set()
    gapped = (Window(a, b, "UTC"), Window(b + timedelta(minutes=1), c, "UTC"))
    assert rules(problem_of(windows=gapped), day(9, 30, of=10)) == {"interviewer_window"}


def test_a_start_without_a_zone_is_told_and_does_not_raise():
    problem = problem_of(windows=(Window(day(8, of=10), day(18, of=10), "Europe/Paris"),))
    assert rules(problem, datetime(2026, 3, 10, 9)) >= {"grid"}  # noqa: DTZ001


def test_a_pinned_booking_that_breaks_a_rule_is_told_as_pinned():
    pin = Booking("cho", "one", day(20, of=10), 60, ("ida",), pinned=True)
    problem = problem_of(windows=(Window(day(8, of=10), day(18, of=10), "Europe/Paris"),), pinned=(pin,))
    found = check(problem, Schedule((pin,), (), 1, (), None, None, "", ""))
    assert [(one.rule, one.pinned) for one in found] == [("interviewer_window", True)]


def test_more_than_the_bound_is_a_lie_of_one_of_them(planned):
    problem, schedule = planned
    booked = len(schedule.bookings)
    assert check(problem, replace(schedule, bound=Bound("lp", booked, 200))) == []
    assert {one.rule for one in check(problem, replace(schedule, bound=Bound("lp", booked - 1, 200)))} == {"bound"}
    assert {one.rule for one in check(problem, replace(schedule, complete=0))} == {"figures"}
    assert {one.rule for one in check(problem, replace(schedule, groups=schedule.groups[1:]))} == {"figures"}
