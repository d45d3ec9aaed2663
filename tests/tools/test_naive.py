"""The plain CP-SAT model of the benches, by other code, proves the best of small seasons: no bound lies below it."""

import pytest

from springtide_engine.scheduling import coverage_bound, make_season, plan

pytest.importorskip("ortools", reason="OR-Tools is a part of the benches: ./springtide parts bench")

SECONDS = 60.0


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6])
def test_plan_and_bound_enclose_what_is_proved_best(seed: int) -> None:
    from tools.benches.naive import naive

    booked, taken = naive(60, 20, seed, SECONDS)
    assert taken < SECONDS, "it was stopped, so nothing is proved"
    problem = make_season(60, 20, seed)
    assert len(plan(problem).bookings) <= booked <= coverage_bound(problem).interviews
