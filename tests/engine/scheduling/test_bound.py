"""The bound is never below the truth, and only grows with what is offered."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.scheduling import LoadCap, Policy, coverage_bound, make_season, plan, shortfall
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


def test_nothing_lacks_where_all_can_be_held():
    assert shortfall(problem()).cells == ()
