"""The bound on what a repair must move is below what anybody could do, and often meets it."""

from itertools import product
from random import Random

import pytest

from springtide_engine.scheduling import Event, Policy, SeatNeed, apply, check, plan, repair
from springtide_engine.scheduling.problem import Booking
from springtide_engine.scheduling.schedule import Schedule
from tests.engine.scheduling.days import ORIGIN, a_round, at, candidate, interviewer, problem

pytestmark = pytest.mark.engine

LEAD, TECH = SeatNeed("lead", "zh"), SeatNeed("tech", "zh")
HOURS = range(1, 5)


def small(seed):
    """Three candidates, five interviewers, four hours: everything can be tried."""
    luck = Random(seed)
    people = [
        interviewer(
            f"i{n}",
            windows=((begin := luck.choice(HOURS), luck.randint(begin + 1, 5)),),
            skills=luck.choice([("tech",), ("lead",), ("tech", "lead")]),
        )
        for n in range(5)
    ]
    rounds = ((a_round(minutes=60),), (a_round(minutes=60), a_round("second", 2, (luck.choice((LEAD, TECH)),))))
    return problem(people, [candidate(f"c{n}", rounds=luck.choice(rounds)) for n in range(3)])


def fewest(asked, before, hit):
    """Moved and lost of the best repair there is, found by trying all on the hours."""
    names = [one.id for one in asked.interviewers]
    tasks = [(one, spec) for one in asked.candidates for spec in one.rounds]
    stood = {(one.candidate, one.round): one for one in before.bookings}
    choices = []
    for one, spec in tasks:
        own = stood.get((one.id, spec.id))
        times = [own.start] if own and one.id not in hit else [at(hour) for hour in HOURS]
        seats = [Booking(one.id, spec.id, start, 60, (name,)) for start in times for name in names] if own else []
        choices.append(seats if own and one.id not in hit else [None, *seats])
    best = len(stood)
    for chosen in product(*choices):
        bookings = tuple(sorted((one for one in chosen if one), key=lambda one: one.start))
        away = sum(1 for key, old in stood.items() if (now := _of(bookings, key)) is None or now.start != old.start)
        if away < best and not _broken(asked, bookings):
            best = away
    return best


def _of(bookings, key):
    return next((one for one in bookings if (one.candidate, one.round) == key), None)


def _broken(asked, bookings):
    found = check(asked, Schedule(bookings, (), 0, (), None, None, "", ""))
    return [one for one in found if one.rule not in ("unplaced", "figures", "bound")]


@pytest.mark.parametrize("seed", range(12))
def test_nobody_does_better_than_the_bound(seed):
    asked = small(seed)
    before = plan(asked, Policy(iterations=0, bound=False))
    on_the_hour = all((one.start - ORIGIN).seconds % 3600 == 0 for one in before.bookings)
    gone = Random(seed).choice([name for one in before.bookings for name in one.interviewers] or ["i0"])
    events = [Event("interviewer", gone)]
    mended, report = repair(asked, before, events)
    after = apply(asked, before, events)
    hit = {one.candidate for one in before.bookings if gone in one.interviewers}
    assert on_the_hour
    best = fewest(after, before, hit)
    assert report.lower_bound <= best <= len(report.moved) + len(report.lost)
    assert check(after, mended) == []
    assert len(report.moved) + len(report.lost) <= best + 1


def test_the_bound_is_asked_for_or_left_out():
    asked = small(3)
    before = plan(asked, Policy(iterations=0, bound=False))
    events = [Event("interviewer", before.bookings[0].interviewers[0])]
    mended, report = repair(asked, before, events, Policy(bound=False))
    again, proved = repair(asked, before, events)
    assert (mended, report.lower_bound) == (again, None)
    assert proved.lower_bound is not None
