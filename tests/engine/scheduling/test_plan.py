"""Plans keep every rule, are the same each time, and do not hang on names."""

from collections import Counter
from dataclasses import replace
from datetime import time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.scheduling import (
    Booking,
    LoadCap,
    Policy,
    QuietHours,
    Room,
    SeatNeed,
    Window,
    check,
    make_season,
    plan,
)
from springtide_engine.scheduling.insertion import workspace
from springtide_engine.scheduling.normalise import normalise
from springtide_engine.scheduling.planning import order, prices
from springtide_engine.scheduling.result import schedule_of
from springtide_engine.scheduling.search import construct
from springtide_engine.scheduling.smooth import settle
from springtide_engine.scheduling.state import NEVER, empty
from tests.engine.scheduling.days import TECH, a_round, at, candidate, interviewer, problem

QUICK = Policy(iterations=200, bound=False)
seeds = st.integers(0, 10_000)


@settings(deadline=None, max_examples=8)
@given(seed=seeds, people=st.integers(5, 30))
def test_a_plan_keeps_every_rule_and_lies_below_its_bound(seed, people):
    season = make_season(80, people, seed)
    schedule = plan(season, Policy(iterations=200))
    assert check(season, schedule) == []
    assert len(schedule.bookings) <= schedule.bound.interviews <= 80
    assert all(group.placed <= group.bound <= group.total for group in schedule.groups)
    assert len(schedule.bookings) + len(schedule.unplaced) == 80


def test_the_same_problem_and_seed_give_the_same_plan():
    season = make_season(120, 20, 3)
    assert plan(season, QUICK) == plan(season, QUICK)


@settings(deadline=None, max_examples=5)
@given(seed=seeds)
def test_names_and_order_do_not_change_the_cover(seed):
    season = make_season(100, 20, seed)
    other = {one.id: f"x{number:03}" for number, one in enumerate(reversed(season.interviewers))}
    renamed = replace(
        season,
        interviewers=tuple(replace(one, id=other[one.id]) for one in reversed(season.interviewers)),
        candidates=tuple(
            replace(one, id=f"y{one.id[::-1]}", conflicts=frozenset(other[c] for c in one.conflicts))
            for one in reversed(season.candidates)
        ),
    )
    assert len(plan(renamed, QUICK).bookings) == len(plan(season, QUICK).bookings)


def test_a_week_later_is_the_same_plan_a_week_later():
    days = problem([interviewer(), interviewer("bob", ((2, 4),))], [candidate(f"c{n}") for n in range(9)])

    def later(windows):
        week = timedelta(days=7)
        return tuple(Window(one.start + week, one.end + week, one.tz) for one in windows)

    shifted = replace(
        days,
        grid=replace(days.grid, origin_utc=days.grid.origin_utc + timedelta(days=7)),
        interviewers=tuple(replace(one, windows=later(one.windows)) for one in days.interviewers),
        candidates=tuple(replace(one, windows=later(one.windows)) for one in days.candidates),
    )
    moved = [replace(one, start=one.start - timedelta(days=7)) for one in plan(shifted, QUICK).bookings]
    assert moved == list(plan(days, QUICK).bookings)
    assert len(moved) == 6


def test_touching_windows_are_one():
    parted = problem([interviewer(windows=((1, 1.5), (1.5, 2)))], [candidate(windows=((1, 2),))])
    assert [one.start for one in plan(parted, QUICK).bookings] == [at(1)]


def test_a_buffer_lies_between_interviews_and_not_inside_the_window():
    two = [candidate("a", ((1, 3.25),)), candidate("b", ((1, 3.25),))]
    assert len(plan(problem([interviewer(windows=((1, 3.25),), cap=LoadCap(buffer_min=15))], two), QUICK).bookings) == 2
    assert len(plan(problem([interviewer(windows=((1, 3),), cap=LoadCap(buffer_min=15))], two), QUICK).bookings) == 1


@pytest.mark.parametrize(
    ("cap", "held"),
    [
        (LoadCap(per_day=2), 4),
        (LoadCap(per_week=3), 3),
        (LoadCap(per_day=0), 0),
        (LoadCap(max_in_a_row=1), 6),
        (LoadCap(), 8),
    ],
)
def test_caps_hold_by_the_local_day_and_week(cap, held):
    hours = ((1, 5), (25, 29))
    people = [candidate(f"c{n}", hours) for n in range(12)]
    assert len(plan(problem([interviewer(windows=hours, cap=cap)], people), QUICK).bookings) == held


def test_three_seats_whose_pools_overlap_are_filled_when_they_can_be():
    either = SeatNeed("lead", "zh")
    panel = a_round(seats=(either, TECH, either))
    staff = [
        interviewer("a", skills=("lead", "tech")),
        interviewer("b", skills=("lead",)),
        interviewer("c", skills=("lead",)),
    ]
    (booking,) = plan(problem(staff, [candidate(rounds=[panel])]), QUICK).bookings
    assert booking.interviewers[1] == "a"
    (missing,) = plan(problem(staff[:2], [candidate(rounds=[panel])]), QUICK).unplaced
    assert missing.reason == "nobody_can" and missing.blocking_seats


def test_a_later_round_is_never_held_without_the_one_before():
    rounds = [a_round("one", 1, (SeatNeed("nobody", "zh"),)), a_round("two", 2)]
    schedule = plan(problem(candidates=[candidate(rounds=rounds)]), QUICK)
    assert schedule.bookings == ()
    assert [one.reason for one in schedule.unplaced] == ["nobody_can", "previous_round"]


@pytest.mark.parametrize(("policy", "days"), [("same", 1), ("different", 2)])
def test_the_day_policy_holds(policy, days):
    hours = ((1, 5), (25, 29))
    rounds = [a_round("one", 1), a_round("two", 2, gap_min=30)]
    staff = [interviewer("a", hours), interviewer("b", hours)]
    held = plan(problem(staff, [candidate("lin", hours, rounds, day_policy=policy)]), QUICK).bookings
    assert len(held) == 2 and len({one.start.date() for one in held}) == days


def test_quiet_hours_of_the_candidate_hold():
    noon = QuietHours(time(9), time(11))  # at Shanghai, eight hours before UTC
    (booking,) = plan(problem(candidates=[candidate(quiet=noon)]), QUICK).bookings
    assert booking.start == at(3)


def carried(schedule):
    """Hours by interviewer."""
    hours = Counter()
    for one in schedule.bookings:
        hours.update(dict.fromkeys(one.interviewers, one.minutes / 60))
    return hours


def test_a_talk_waits_some_hours_rather_than_burden_one_person():
    morning, afternoon = interviewer("ada", ((1, 5),)), interviewer("bob", ((5, 9),))
    four = [candidate(f"c{n}", ((1, 9),)) for n in range(4)]
    assert carried(plan(problem([morning, afternoon], four), Policy(bound=False))) == {"ada": 2, "bob": 2}


def test_nobody_waits_three_days_for_the_sake_of_an_hour_of_load():
    early, late = interviewer("ada", ((1, 5),)), interviewer("bob", ((72, 76),))
    days = problem([early, late], [candidate(f"c{n}", ((1, 5), (72, 76))) for n in range(2)])
    days = replace(days, grid=replace(days.grid, count=4 * 96))
    assert carried(plan(days, Policy(bound=False))) == {"ada": 2}
    assert carried(plan(days, Policy(bound=False, earliness=0.1))) == {"ada": 1, "bob": 1}


@settings(deadline=None, max_examples=4)
@given(seed=seeds)
def test_evening_out_loses_no_interview_and_moves_no_pin(seed):
    season = make_season(150, 25, seed)
    pins = tuple(replace(one, pinned=True) for one in plan(season, Policy(iterations=0, bound=False)).bookings[::3])
    normal = normalise(replace(season, pinned=pins))
    state, work = empty(normal), workspace(normal.frame, empty(normal), 0)
    pressure, price = prices(normal)
    construct(normal.frame, state, order(normal, pressure), price, np.array([0.1, 0.0, 0.01]), work)
    held, squares = state.start != NEVER, int(np.square(state.load).sum())
    settle(normal.frame, state, np.flatnonzero(held), 0.0, 0.0, work)
    assert (held == (state.start != NEVER)).all()
    assert int(np.square(state.load).sum()) <= squares
    schedule = schedule_of(normal, state, None)
    assert set(pins) <= set(schedule.bookings)
    assert check(normal.problem, schedule) == []


def test_an_onsite_round_waits_for_its_room():
    onsite = a_round(mode="onsite", site="Hangzhou", room_features=frozenset({"screen"}))
    room = Room("r", "Hangzhou", (Window(at(3), at(4), "Asia/Shanghai"),), frozenset({"screen"}))
    staff = [interviewer("a"), interviewer("b")]
    two = [candidate("c", rounds=[onsite]), candidate("d", rounds=[onsite])]
    schedule = plan(problem(staff, two, rooms=(room,)), QUICK)
    assert [(one.start, one.room) for one in schedule.bookings] == [(at(3), "r")]


def test_a_pinned_booking_stays_even_where_it_breaks_a_rule():
    pin = Booking("lin", "first", at(8), 60, ("ada",), pinned=True)  # outside everybody's windows
    days = problem(pinned=(pin,))
    schedule = plan(days, QUICK)
    assert schedule.bookings == (pin,)
    assert {one.rule for one in check(days, schedule)} == {"candidate_window", "interviewer_window"}
    assert all(one.pinned for one in check(days, schedule))


def test_nobody_interviews_somebody_twice_or_against_a_conflict():
    rounds = [a_round("one", 1), a_round("two", 2)]
    held = plan(problem(candidates=[candidate(rounds=rounds)]), QUICK)
    assert len(held.bookings) == 1
    assert plan(problem(candidates=[candidate(conflicts=frozenset({"ada"}))]), QUICK).bookings == ()


def test_progress_is_told_and_can_stop_the_search():
    told = []

    def stop(done, total):
        told.append((done, total))
        raise InterruptedError

    crowd = [candidate(f"c{n}") for n in range(9)]
    with pytest.raises(InterruptedError):
        plan(problem(candidates=[*crowd, candidate("far", ((1, 2),))]), Policy(iterations=1000), stop)
    assert told == [(100, 1000)]
