"""Repairs by swaps: who is busy makes room, at the same time, and no candidate notices."""

from dataclasses import replace

import pytest

from springtide_engine.scheduling import Booking, Event, Policy, Schedule, SeatNeed, apply, check, plan, repair
from tests.engine.scheduling.days import a_round, at, candidate, interviewer, problem

pytestmark = pytest.mark.engine

LEAD, TECH = SeatNeed("lead", "zh"), SeatNeed("tech", "zh")


def world(hour):
    """Lin's first round is with Ada at 1, her second at 3 with Eve. Bob alone could take the first for Ada, at `hour`,
    but talks with Wu then; Cy could do that."""
    return problem(
        [
            interviewer("ada", skills=("tech",)),
            interviewer("bob", windows=((hour, hour + 1),), skills=("tech", "lead")),
            interviewer("cy", windows=((hour, hour + 1),), skills=("lead",)),
            interviewer("eve", windows=((3, 4),), skills=("hr",)),
        ],
        [
            candidate("lin", rounds=(a_round(), a_round("second", 2, (SeatNeed("hr", "zh"),)))),
            candidate("wu", windows=((hour, hour + 1),), rounds=(a_round(seats=(LEAD,)),)),
        ],
    )


def standing(asked, hour):
    schedule = plan(asked, Policy(iterations=0, bound=False))
    bookings = (
        Booking("lin", "first", at(1), 60, ("ada",)),
        Booking("lin", "second", at(3), 60, ("eve",)),
        Booking("wu", "first", at(hour), 60, ("bob",)),
    )
    found = replace(schedule, bookings=bookings)
    assert check(asked, found) == []
    return found


@pytest.mark.parametrize(("hour", "moved"), [(1, ()), (2, (("lin", "first"),))])
def test_a_chain_saves_the_round_and_its_neighbour(hour, moved):
    asked = world(hour)
    before, events = standing(asked, hour), [Event("interviewer", "ada")]
    mended, report = repair(asked, before, events)
    assert check(apply(asked, before, events), mended) == []
    assert (report.moved, report.lost, report.bystanders) == (moved, (), ())
    people = {(one.candidate, one.round): (one.start, one.interviewers) for one in mended.bookings}
    assert people == {
        ("lin", "first"): (at(hour), ("bob",)),
        ("lin", "second"): (at(3), ("eve",)),
        ("wu", "first"): (at(hour), ("cy",)),
    }
    assert repair(apply(asked, before, events), mended, events)[0] == mended


def test_where_nobody_sits_in_the_chain_ends_and_nothing_else_changes():
    asked = world(2)
    before, events = standing(asked, 2), [Event("interviewer", name) for name in ("ada", "cy")]
    mended, report = repair(asked, before, events)
    assert report.lost == (("lin", "first"), ("lin", "second"))
    assert [one for one in mended.bookings if one.candidate == "wu"] == [before.bookings[2]]
    assert isinstance(mended, Schedule)


def test_of_many_rounds_only_the_one_that_must_leaves_its_time():
    """Six rounds, each with somebody else; who held the last is gone, and another could only later. The fifth could be
    sooner, but nobody asked for that."""
    hours = [0, 1, 2, 3, 6, 7]
    people = [interviewer(f"i{n}", windows=((hour, hour + 1),), skills=(f"s{n}",)) for n, hour in enumerate(hours)]
    people[4] = interviewer("i4", windows=((4, 5), (6, 7)), skills=("s4",))
    later = interviewer("later", windows=((9, 10),), skills=("s5",))
    rounds = tuple(a_round(f"r{n}", n + 1, (SeatNeed(f"s{n}", "zh"),)) for n in range(6))
    asked = problem([*people, later], [candidate("lin", windows=((0, 12),), rounds=rounds)])
    schedule = plan(asked, Policy(iterations=0, bound=False))
    stood = tuple(Booking("lin", f"r{n}", at(hour), 60, (f"i{n}",)) for n, hour in enumerate(hours))
    before, events = replace(schedule, bookings=stood), [Event("interviewer", "i5")]
    assert check(asked, before) == []
    mended, report = repair(asked, before, events, Policy(change_cost=0))
    assert (report.moved, report.lost, report.lower_bound) == ((("lin", "r5"),), (), 1)
    assert mended.bookings[:5] == stood[:5]
