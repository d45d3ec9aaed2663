"""A schedule as it stands: what is open in it, why, who carries what, and the same more evenly."""

import statistics

import pytest

from springtide_engine.scheduling import (
    LoadCap,
    Policy,
    check,
    explain,
    load_report,
    make_season,
    open_starts,
    plan,
    rebalance,
)
from tests.engine.scheduling.days import at, candidate, interviewer, problem

QUICK = Policy(iterations=0, bound=False)


def test_open_starts_are_those_that_break_nothing():
    days = problem([interviewer(windows=((1, 3),))], [candidate("a", ((1, 3),)), candidate("b", ((1, 3),))])
    schedule = plan(days, QUICK)
    assert len(schedule.bookings) == 2
    first = schedule.bookings[0]
    assert [one.start for one in open_starts(days, schedule, first.candidate, "first")] == [first.start]
    with pytest.raises(KeyError):
        open_starts(days, schedule, "nobody", "first")


def test_an_explanation_is_a_funnel():
    days = problem([interviewer(cap=LoadCap(per_day=1))], [candidate("a", ((1, 3),)), candidate("b", ((1, 3),))])
    schedule = plan(days, QUICK)
    (told,) = explain(days, schedule, schedule.unplaced[0].candidate)
    assert (told.in_windows, told.with_panel, told.free_now) == (5, 5, 0)
    assert told.booking is None and told.unplaced.reason == "taken"


def test_rebalancing_keeps_times_and_evens_loads():
    season = make_season(200, 40, 5)
    schedule = plan(season, QUICK)
    even = rebalance(season, schedule)
    assert check(season, even) == []
    assert [(b.candidate, b.round, b.start) for b in even.bookings] == [
        (b.candidate, b.round, b.start) for b in schedule.bookings
    ]

    def spread(one):
        return statistics.pstdev(load.hours for load in load_report(season, one))

    assert spread(even) <= spread(schedule)


def test_the_load_report_counts_hours_and_their_share():
    days = problem([interviewer(windows=((1, 5),)), interviewer("idle", ())])
    busy, idle = load_report(days, plan(days, QUICK))
    assert (busy.interviews, busy.hours, busy.offered_hours, busy.share) == (1, 1.0, 4.0, 0.25)
    assert (idle.hours, idle.share) == (0.0, 0.0)
    assert plan(days, QUICK).bookings[0].start == at(1)
