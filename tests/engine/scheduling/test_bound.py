"""The bound is never below the truth, and only grows with what is offered."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.scheduling import (
    Interviewer,
    LoadCap,
    Policy,
    Window,
    coverage_bound,
    make_season,
    plan,
    shortfall,
)
from springtide_engine.scheduling.bound import isolated
from springtide_engine.scheduling.lacking import lacking
from springtide_engine.scheduling.normalise import normalise
from tests.engine.scheduling.days import TECH, SeatNeed, a_round, candidate, interviewer, problem

seeds = st.integers(0, 10_000)


@settings(deadline=None, max_examples=5)
@given(seed=seeds)
def test_more_interviewers_windows_or_caps_never_lower_the_bound(seed):
    season = make_season(60, 12, seed)
    full = coverage_bound(season).interviews
    fewer = replace(season, interviewers=season.interviewers[1:])
    less = replace(season, interviewers=tuple(replace(one, windows=one.windows[:5]) for one in season.interviewers))
    capped = replace(season, interviewers=tuple(replace(one, cap=LoadCap(1, 2)) for one in season.interviewers))
    for poorer in (fewer, less, capped):
        assert coverage_bound(poorer).interviews <= full


@settings(deadline=None, max_examples=25)
@given(hours=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 2)), min_size=1, max_size=5), most=st.integers(0, 3))
def test_the_bound_is_no_less_than_the_best_of_all_orders(hours, most):
    """One interviewer, one hour each: every plan that leaves no gap it could fill comes from some order of people."""
    people = [candidate(f"c{n}", ((start, start + long),)) for n, (start, long) in enumerate(hours)]
    days = problem([interviewer(windows=((1, 6),), cap=LoadCap(per_day=most))], people)
    best = 0
    for order in permutations(hours):
        free, held = 1, 0
        for start, long in order:
            if max(free, start) + 1 <= start + long and held < most:
                free, held = max(free, start) + 1, held + 1
        best = max(best, held)
    assert best <= coverage_bound(days).interviews
    assert len(plan(days, Policy(iterations=500)).bookings) == best


def test_the_bound_sees_load_where_the_static_one_cannot():
    crowd = [candidate(f"c{n}", groups=("language:zh",)) for n in range(9)]
    bound = coverage_bound(problem([interviewer(cap=LoadCap(per_day=2))], crowd))
    assert (bound.kind, bound.interviews, bound.total, bound.groups) == ("lp", 2, 9, (("language:zh", 2),))


def test_the_shortfall_says_how_many_hours_lack_and_who_does_not_exist():
    odd = candidate("odd", rounds=[a_round(seats=(SeatNeed("piano", "zh"),))])
    crowd = [candidate(f"c{n}") for n in range(9)]
    report = shortfall(problem([interviewer(cap=LoadCap(per_day=2))], [*crowd, odd]))
    assert [(one.seat, round(one.hours, 3), one.candidates) for one in report.cells] == [(TECH, 7.0, 9)]
    assert [(one.seat.skill, one.interviews, one.suppressed) for one in report.nobody_can] == [("piano", None, True)]
    assert (report.statically_possible, report.total) == (9, 10)


def test_the_shortfall_hides_cells_of_few():
    pair = [candidate("a", ((1, 2),)), candidate("b", ((1, 2),))]
    (cell,) = shortfall(problem([interviewer(cap=LoadCap(per_day=1))], pair)).cells
    assert cell.suppressed and cell.seat is None and cell.candidates is None and round(cell.hours, 3) == 1.0


def test_the_shortfall_tells_what_whole_interviews_need_and_not_only_what_hours_say():
    """Ada has four hours, so by hours two of the six lack; but all six can only come in the first of them."""
    crowd = [candidate(f"c{n}", ((1, 2),)) for n in range(6)]
    (cell,) = shortfall(problem([interviewer()], crowd)).cells
    assert (cell.seat, cell.hours, cell.interviews_unlocked) == (TECH, 5.0, 5)


def test_the_shortfall_buys_two_people_for_a_panel_of_two():
    crowd = [candidate(f"c{n}", rounds=[a_round(seats=(TECH, TECH))]) for n in range(5)]
    pair = [interviewer(name, cap=LoadCap(per_day=1)) for name in ("ada", "bob")]
    (cell,) = shortfall(problem(pair, crowd)).cells
    assert (cell.hours, cell.candidates) == (8.0, 5)


@pytest.mark.parametrize(("people", "seed"), [(40, 4), (44, 4), (44, 5)])
def test_with_the_hours_that_lack_all_that_is_possible_is_booked(people, seed):
    normal = normalise(make_season(600, people, seed))
    reach = isolated(normal)
    seats = lacking(normal, reach)
    assert seats
    added = tuple(
        Interviewer(
            f"added-{number}",
            seat.site or "",
            "UTC",
            frozenset({seat.skill}),
            frozenset({seat.division} if seat.division else ()),
            frozenset({seat.language}),
            (Window(monday, monday + timedelta(days=5), "UTC"),),
            LoadCap(per_week=count),
        )
        for number, ((seat, week), count) in enumerate(seats.items())
        for monday in (datetime.combine(week, time(), UTC),)
    )
    schedule = plan(replace(normal.problem, interviewers=(*normal.problem.interviewers, *added)), Policy(bound=False))
    booked = {(one.candidate, one.round) for one in schedule.bookings}
    wanted = {(normal.candidates[normal.rounds[n][0]].id, normal.rounds[n][1].id) for n in np.flatnonzero(reach)}
    assert len(wanted - booked) <= 0.01 * 600
    assert len(wanted) - len(plan(normal.problem, Policy(bound=False)).bookings) > 0.02 * 600


@pytest.mark.parametrize("people", [24, 36, 60])
def test_something_lacks_exactly_where_the_programme_cannot_hold_all(people):
    season = make_season(300, people, 2)
    bound = coverage_bound(season)
    report = shortfall(season)
    assert bool(report.cells) == (bound.interviews < report.statically_possible)


def test_the_shortfall_can_be_stopped_and_tells_its_trials():
    told = []

    def stop(done, total):
        told.append((done, total))
        raise InterruptedError

    with pytest.raises(InterruptedError):
        shortfall(make_season(600, 48, 1), stop)
    assert told == [(0, 6)]


def test_nothing_lacks_where_all_can_be_held():
    assert shortfall(problem()).cells == ()
