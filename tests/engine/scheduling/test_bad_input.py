"""What makes no sense is refused with the id it was found at; what merely cannot be done is told as a reason."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from springtide_engine.scheduling import (
    Booking,
    InvalidProblem,
    LoadCap,
    Policy,
    QuietHours,
    SeatNeed,
    Window,
    normalise,
    plan,
)
from tests.engine.scheduling.days import ZONE, a_round, at, candidate, interviewer, problem, with_one

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("kind", "window"),
    [
        ("reversed", Window(at(3), at(2), ZONE)),
        ("reversed", Window(at(3), at(3), ZONE)),
        ("naive", Window(at(1).replace(tzinfo=None), at(3), ZONE)),
        ("zone", Window(at(1), at(2), "Asia/Atlantis")),
        ("clock_change", Window(datetime(2026, 3, 29, 2, 30, tzinfo=PARIS), at(999), "Europe/Paris")),
        ("clock_change", Window(datetime(2026, 10, 25, 2, 30, tzinfo=PARIS), at(9999), "Europe/Paris")),
    ],
)
def test_a_window_that_makes_no_sense_is_refused_by_id(kind, window):
    with pytest.raises(InvalidProblem) as refused:
        normalise(with_one(problem(), windows=(window,)))
    assert [(one.kind, one.id) for one in refused.value.faults] == [(kind, "ada")]


def test_a_repeated_hour_said_in_utc_is_a_choice():
    normalise(
        with_one(problem(), windows=(Window(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), at(9999), "Europe/Paris"),))
    )


@pytest.mark.parametrize(
    ("kind", "spoilt"),
    [
        ("duplicate_id", problem([interviewer(), interviewer()])),
        ("duplicate_id", problem(candidates=[candidate(rounds=[a_round(), a_round(order=2)])])),
        ("both_sides", problem([interviewer("lin")])),
        ("negative", problem([interviewer(cap=LoadCap(per_day=-1))])),
        ("seats", problem(candidates=[candidate(rounds=[a_round(seats=())])])),
        ("seats", problem(candidates=[candidate(rounds=[a_round(seats=(SeatNeed("tech", "zh"),) * 4)])])),
        ("site", problem(candidates=[candidate(rounds=[a_round(mode="onsite")])])),
        ("length", problem(candidates=[candidate(rounds=[a_round(minutes=0)])])),
        ("quiet", problem(candidates=[candidate(quiet=QuietHours(time(9), time(9)))])),
        ("pinned", problem(pinned=(Booking("nobody", "first", at(1), 60, ("ada",), pinned=True),))),
        ("pinned", problem(pinned=(Booking("lin", "first", at(1), 60, ("ghost",), pinned=True),))),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(kind, spoilt):
    with pytest.raises(InvalidProblem) as refused:
        plan(spoilt)
    assert kind in {one.kind for one in refused.value.faults}


def test_a_grid_without_slots_is_refused():
    days = problem()
    with pytest.raises(InvalidProblem, match="at least one slot"):
        normalise(replace(days, grid=replace(days.grid, count=0)))


@pytest.mark.parametrize(
    ("staff", "who"),
    [
        ([interviewer(skills=("law",))], candidate()),  # a skill nobody has
        ([interviewer()], candidate(rounds=[a_round(seats=(SeatNeed("tech", "zh"),) * 2)])),  # fewer people than seats
        ([interviewer(cap=LoadCap(per_week=0))], candidate()),
        ([interviewer()], candidate(conflicts=frozenset({"ada"}))),
    ],
)
def test_what_nobody_can_do_is_told_with_its_seats(staff, who):
    (missing,) = plan(problem(staff, [who]), Policy(bound=False)).unplaced
    assert missing.reason == "nobody_can" and missing.blocking_seats


def test_a_window_shorter_than_the_interview_is_kept_and_of_no_use():
    (missing,) = plan(problem(candidates=[candidate(windows=((1, 1.5),))]), Policy(bound=False)).unplaced
    assert missing.reason == "no_common_time"


def test_nothing_to_plan_is_a_plan():
    empty = replace(problem(), candidates=(), interviewers=())
    assert plan(empty).bookings == ()


def test_windows_of_two_zones_have_two_local_dates():
    """23:00 to 01:00 UTC: at home one local day, but the later window lies in Honolulu, where it is the day before."""
    day = replace(
        interviewer(cap=LoadCap(per_day=1)),
        windows=(Window(at(22), at(23), ZONE), Window(at(23), at(24), "Pacific/Honolulu")),
    )
    crowd = [candidate("a", ((22, 24),)), candidate("b", ((22, 24),))]
    assert len(plan(problem([day], crowd), Policy(bound=False)).bookings) == 2
    home = replace(day, windows=(Window(at(22), at(24), ZONE),))
    assert len(plan(problem([home], crowd), Policy(bound=False)).bookings) == 1
