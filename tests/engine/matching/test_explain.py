"""A reason for everybody, true by construction and by trying."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.matching import (
    UNPLACED,
    Market,
    Verdict,
    deferred_acceptance,
    explain,
    least_score,
)
from tests.engine.matching.markets import as_lists, small_markets

pytestmark = pytest.mark.engine


@pytest.fixture
def market():
    choices = [[(0, 90), (1, 50)], [(0, 70), (1, 60), (2, 10)], [(3, 80), (2, None), (0, 60)], [(1, 60)]]
    return Market.from_lists(choices, capacities=[1, 1, 1, 0])


def test_each_choice_has_its_verdict_and_numbers(market):
    allocation = deferred_acceptance(market, seed=1)
    winner, loser = (1, 3) if allocation.assignment[3] != 1 else (3, 1)
    first, second = explain(market, allocation, 0)
    assert (first.choice, first.position, first.verdict) == (1, 0, Verdict.OBTAINED)
    assert (first.score, first.cutoff, first.margin) == (90, 90, 0)
    assert (second.verdict, second.margin) == (Verdict.BETTER_OBTAINED, -10)
    assert [reason.verdict for reason in explain(market, allocation, 2)] == [
        Verdict.NO_SEATS,
        Verdict.NOT_SCORED,
        Verdict.BELOW_CUTOFF,
    ]
    assert explain(market, allocation, 2)[1].score is None
    assert explain(market, allocation, 2)[2].margin == -30
    tied = next(reason for reason in explain(market, allocation, loser) if reason.position == 1)
    assert (tied.verdict, tied.margin) == (Verdict.LOST_LOT, 0)
    assert tied.lot > tied.last_lot
    assert next(r for r in explain(market, allocation, winner) if r.position == 1).verdict == Verdict.OBTAINED


@given(small_markets(people=8, places=4), st.sampled_from(["single", "multiple"]))
@settings(max_examples=100, deadline=None)
def test_reasons_never_contradict_the_allocation(market, rule):
    allocation = deferred_acceptance(market, rule=rule, seed=2)
    for applicant in range(market.applicants):
        reasons = explain(market, allocation, applicant)
        obtained = [reason.position for reason in reasons if reason.verdict == Verdict.OBTAINED]
        assert obtained == [place for place in [int(allocation.assignment[applicant])] if place != UNPLACED]
        for reason in reasons:
            if reason.verdict == Verdict.BELOW_CUTOFF:
                assert reason.score < reason.cutoff
            if reason.verdict == Verdict.LOST_LOT:
                assert reason.score == reason.cutoff
                assert reason.lot > reason.last_lot
            if reason.verdict in (Verdict.OBTAINED, Verdict.BETTER_OBTAINED):
                assert reason.choice > allocation.rank[applicant]


@given(small_markets(people=6, places=3, top_score=4), st.data())
@settings(max_examples=60, deadline=None)
def test_what_would_have_been_enough_is_enough_and_no_more_than_that(market, data):
    allocation = deferred_acceptance(market, seed=3)
    lists = as_lists(market)
    for applicant, choices in enumerate(lists):
        for index, (place, _) in enumerate(choices):
            enough = least_score(market, allocation, applicant, index + 1)
            if enough is None:
                assert market.capacities[place] == 0
                continue
            for score in range(-1, 7):
                altered = [list(row) for row in lists]
                altered[applicant][index] = (place, score)
                rank = deferred_acceptance(Market.from_lists(altered, market.capacities.tolist()), seed=3).rank[
                    applicant
                ]
                if score >= 0:
                    assert (UNPLACED < rank <= index) == (score >= enough)


def test_reaching_the_cut_off_is_not_always_enough():
    """With 1 at position 0, person 0 is pushed to 1 and pushes out person 1, who comes back above them."""
    choices = [[(0, 2), (1, 9)], [(1, 5), (0, 9)], [(0, 1)]]
    market = Market.from_lists(choices, capacities=[1, 1])
    allocation = deferred_acceptance(market, seed=0)
    assert allocation.assignment.tolist() == [0, 1, UNPLACED]
    assert explain(market, allocation, 2)[0].cutoff == 2
    assert least_score(market, allocation, 2, 1) == 10


def test_unknown_people_and_choices_are_refused(market):
    allocation = deferred_acceptance(market, seed=1)
    with pytest.raises(IndexError, match="there is no applicant 4; the market has 4"):
        explain(market, allocation, 4)
    with pytest.raises(IndexError, match="there is no applicant -1"):
        explain(market, allocation, -1)
    with pytest.raises(IndexError, match="applicant 0 made 2 choices; there is no choice 3"):
        least_score(market, allocation, 0, 3)
    with pytest.raises(IndexError, match="there is no choice 0"):
        least_score(market, allocation, 0, 0)
