"""Bad input: a clear error that names the row, or the stated answer."""

import numpy as np
import pytest

from springtide_engine.matching import (
    UNPLACED,
    InvalidMarket,
    Market,
    Verdict,
    deferred_acceptance,
    explain,
    summarise,
    verify,
)

pytestmark = pytest.mark.engine
GOOD = {
    "offsets": [0, 2, 3],
    "positions": [0, 1, 1],
    "scores": [5, 6, 7],
    "acceptable": [True, True, True],
    "capacities": [1, 1],
}


@pytest.mark.parametrize(
    ("change", "field", "row", "words"),
    [
        ({"capacities": [1, -1]}, "capacities", 1, "position 1 has -1 seats"),
        ({"capacities": [2**31, 1]}, "capacities", 0, "position 0 has 2147483648 seats"),
        ({"capacities": [1.5, 1]}, "capacities", 0, "not a whole number"),
        ({"capacities": [1, 2**63]}, "capacities", 1, "not a whole number of 64 bits"),
        ({"capacities": [1, 2**70]}, "capacities", 1, "not a whole number of 64 bits"),
        ({"positions": [0, 0, 1]}, "positions", 1, "applicant 0 chose position 0 twice"),
        ({"positions": [0, 1, 2]}, "positions", 2, "applicant 1 chose position 2, which does not exist"),
        ({"positions": [0, -1, 1]}, "positions", 1, "applicant 0 chose position -1"),
        ({"scores": [5.0, float("nan"), 7.0]}, "scores", 1, "scores[1] is not a whole number"),
        ({"scores": [5.0, 6.0, float("inf")]}, "scores", 2, "scores[2] is not a whole number"),
        ({"scores": [5, None, 7]}, "scores", 1, "scores[1] is not a whole number"),
        ({"scores": [5, 6, "7"]}, "scores", 0, "scores[0] is not a whole number"),
        ({"scores": [5, 6, 2**63 - 1]}, "scores", 2, "scores[2] is beyond"),
        ({"scores": [5, 6, -(2**63)]}, "scores", 2, "scores[2] is beyond"),
        ({"scores": [5, 6, -(2**70)]}, "scores", 2, "scores[2] is not a whole number of 64 bits"),
        ({"scores": [5, 6]}, "scores", None, "scores has 2 rows where there are 3 choices"),
        ({"scores": [[5, 6, 7]]}, "scores", None, "scores must have one dimension, not 2"),
        ({"acceptable": [True]}, "acceptable", None, "acceptable has 1 rows"),
        ({"offsets": []}, "offsets", None, "offsets must run from 0 to the number of choices, 3"),
        ({"offsets": [0, 2, 4]}, "offsets", None, "offsets must run from 0"),
        ({"offsets": [1, 2, 3]}, "offsets", None, "offsets must run from 0"),
        ({"offsets": [0, 5, 3]}, "offsets", 1, "offsets[2] is smaller than the one before"),
        ({"tickets": [4]}, "tickets", None, "1 tickets for 2 applicants"),
        ({"tickets": [4, 4]}, "tickets", 1, "ticket 4 of applicant 1 belongs to somebody before"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_row(change, field, row, words):
    with pytest.raises(InvalidMarket) as caught:
        Market(**(GOOD | change))
    fault = caught.value.faults[0]
    assert (fault.field, fault.row) == (field, row)
    assert words in fault.text


def test_the_widest_numbers_are_numbers():
    most = 2**62
    assert Market(**(GOOD | {"scores": [most, -most, 0]})).scores.tolist() == [most, -most, 0]
    tickets = np.array([-(2**63), 2**63 - 1], dtype=object)
    assert Market(**(GOOD | {"tickets": tickets})).tickets.tolist() == [-(2**63), 2**63 - 1]


def test_several_faults_are_told_together_but_never_thousands():
    with pytest.raises(InvalidMarket) as caught:
        Market(**(GOOD | {"capacities": [-1] * 1000}))
    assert len(caught.value.faults) == 20


def test_the_caller_s_arrays_stay_theirs():
    capacities = np.array([1, 1])
    market = Market(**(GOOD | {"capacities": capacities}))
    capacities[0] = 9
    assert market.capacities.tolist() == [1, 1]
    with pytest.raises(ValueError, match="read-only"):
        market.capacities[0] = 9


def test_a_score_that_is_not_there_may_be_anything():
    given = GOOD | {"acceptable": [True, False, True], "scores": [5, float("nan"), 7]}
    assert Market(**given).scores.tolist() == [5, 0, 7]
    assert Market(**(given | {"scores": [5, None, 7]})).scores.tolist() == [5, 0, 7]


def test_nobody_applies():
    market = Market.from_lists([], capacities=[2, 0])
    allocation = deferred_acceptance(market, seed=0)
    assert allocation.assignment.size == 0
    assert verify(market, allocation.assignment, allocation.lottery).passed
    figures = summarise(market, allocation)
    assert (figures.seats, figures.by_rank.tolist(), figures.fill.tolist()) == (2, [], [0, 0])


def test_there_are_no_positions():
    allocation = deferred_acceptance(Market.from_lists([[], []], capacities=[]), seed=0)
    assert allocation.assignment.tolist() == [UNPLACED, UNPLACED]


def test_empty_lists_and_positions_without_seats_place_nobody():
    market = Market.from_lists([[], [(0, 9)], [(0, 8), (1, 1)]], capacities=[0, 1])
    for proposing in ("applicants", "positions"):
        allocation = deferred_acceptance(market, seed=0, proposing=proposing)
        assert allocation.assignment.tolist() == [UNPLACED, UNPLACED, 1]
        assert verify(market, allocation.assignment, allocation.lottery).passed
    assert explain(market, allocation, 0) == ()
    assert explain(market, allocation, 1)[0].verdict == Verdict.NO_SEATS


def test_who_was_not_scored_is_not_last_but_out():
    market = Market.from_lists([[(0, None)]], capacities=[5])
    assert deferred_acceptance(market, seed=0).assignment.tolist() == [UNPLACED]


def test_seventy_thousand_positions_do_not_overflow():
    last = 69_999
    market = Market.from_lists([[(last, 1), (last - 65_536, 1)], [(last, 2)]], capacities=[1] * 70_000)
    allocation = deferred_acceptance(market, seed=0)
    assert allocation.assignment.tolist() == [last - 65_536, last]
    assert verify(market, allocation.assignment, allocation.lottery).passed


def test_as_many_seats_as_can_be_said_are_possible():
    market = Market.from_lists([[(0, 1)], [(0, 1)]], capacities=[2**31 - 1, 2**31 - 1])
    assert deferred_acceptance(market, seed=0).assignment.tolist() == [0, 0]
    assert summarise(market, deferred_acceptance(market, seed=0)).seats == 2**32 - 2
