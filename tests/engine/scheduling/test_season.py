"""Seasons are what they promise: as many as asked for, the same for the same seed, and nothing refused."""

import pytest

from springtide_engine.scheduling import make_season, normalise
from springtide_engine.scheduling.season import WIDE_SITES

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(("n", "m", "seed"), [(1, 1, 1), (7, 3, 2), (500, 66, 3)])
def test_as_many_as_asked_for_and_the_same_again(n, m, seed):
    problem = make_season(n, m, seed)
    assert sum(len(one.rounds) for one in problem.candidates) == n
    assert len(problem.interviewers) == m
    assert problem == make_season(n, m, seed)
    assert problem != make_season(n, m, seed + 1)


def test_it_has_what_makes_scheduling_hard():
    problem = make_season(2000, 260, 1)
    rounds = [spec for one in problem.candidates for spec in one.rounds]
    assert {len(spec.seats) for spec in rounds} == {1, 2, 3}
    assert {spec.mode for spec in rounds} == {"video", "onsite"}
    assert 0.15 < sum(one.day_policy == "same" for one in problem.candidates) / len(problem.candidates) < 0.25
    assert len({seat.language for spec in rounds for seat in spec.seats}) == 4
    assert len({window.tz for one in problem.interviewers for window in one.windows}) == 4


def test_no_fault_is_found_in_one_around_the_world():
    normalise(make_season(300, 60, 1, sites=WIDE_SITES))
