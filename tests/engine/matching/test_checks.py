"""The second pair of eyes must see: right answers spoilt in every way it promises to notice."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from springtide_engine.matching import (
    UNPLACED,
    Market,
    Options,
    deferred_acceptance,
    draw_lots,
    place_transfers,
    verify,
    verify_transfers,
)
from tests.engine.matching import oracle
from tests.engine.matching.markets import small_markets

pytestmark = pytest.mark.engine


@pytest.fixture
def market():
    """Three people want position 0 (one seat); 1 has two seats; 2 scored nobody; 3 has no seats."""
    return Market.from_lists(
        [[(0, 9), (1, 5)], [(0, 8), (1, 5)], [(0, 7), (2, None), (1, 6)], [(3, 9)]], capacities=[1, 2, 1, 0]
    )


RIGHT = [0, 1, 1, UNPLACED]


def test_the_right_answer_passes_with_its_numbers(market):
    certificate = verify(market, RIGHT, draw_lots(market, seed=0))
    assert certificate.passed
    assert (certificate.kind, certificate.applicants, certificate.placed) == ("stable", 4, 3)
    assert (certificate.seats, certificate.pairs_checked, certificate.counts) == (4, 8, {})
    assert verify(market, RIGHT).kind == "weakly stable"


@pytest.mark.parametrize(
    ("spoilt", "kind", "applicant", "position"),
    [
        ([0, 1, 1], "wrong_shape", None, None),
        ([0.0, 1.0, 1.0, -1.0], "wrong_shape", None, None),
        ([0, 1, 4, -1], "no_such_position", 2, 4),
        ([0, 1, -2, -1], "no_such_position", 2, -2),
        ([0, 0, 1, -1], "over_capacity", None, 0),
        ([0, 1, 1, 3], "over_capacity", None, 3),
        ([0, 1, 1, 2], "not_listed", 3, 2),
        ([0, 1, 2, -1], "not_acceptable", 2, 2),
        ([1, 0, 1, -1], "blocking_pair", 0, 0),
        ([-1, 1, 1, -1], "blocking_pair", 0, 0),
        ([0, -1, 1, -1], "blocking_pair", 1, 1),
        ([0, 1, -1, -1], "blocking_pair", 2, 1),
    ],
)
def test_a_spoilt_answer_is_caught_and_named(market, spoilt, kind, applicant, position):
    certificate = verify(market, spoilt)
    assert not certificate.passed
    assert certificate.counts[kind] >= 1
    offence = next(offence for offence in certificate.offences if offence.kind == kind)
    assert (offence.applicant, offence.position) == (applicant, position)


def test_a_tie_lost_against_the_lots_is_seen_only_with_the_lots():
    market = Market.from_lists([[(0, 5)], [(0, 5)]], capacities=[1])
    right = deferred_acceptance(market, seed=0)
    wrong = right.assignment[::-1]
    assert verify(market, wrong).passed
    certificate = verify(market, wrong, right.lottery)
    assert certificate.counts == {"blocking_pair": 1}
    assert certificate.offences[0].applicant == int(np.flatnonzero(right.assignment == 0)[0])


def test_thousands_of_offences_are_counted_and_a_hundred_shown():
    market = Market.from_lists([[(0, i)] for i in range(3000)], capacities=[3000])
    certificate = verify(market, [UNPLACED] * 3000)
    assert certificate.counts == {"blocking_pair": 3000}
    assert len(certificate.offences) == 100


@given(small_markets(people=5), st.data())
@settings(max_examples=100, deadline=None)
def test_any_answer_is_judged_as_brute_force_judges_it(market, data):
    lottery = draw_lots(market, seed=1)
    seat = st.sampled_from([UNPLACED, *range(market.capacities.size)])
    answer = tuple(data.draw(seat) for _ in range(market.applicants))
    expected = answer in set(oracle.every_stable(market, lottery))
    assert verify(market, list(answer) if answer else np.zeros(0, int), lottery).passed == expected


@given(small_markets(people=10, places=4, top_score=8), st.data())
@settings(max_examples=100, deadline=None)
def test_one_person_moved_out_of_a_right_answer_is_always_caught(market, data):
    allocation = deferred_acceptance(market, seed=2)
    placed = np.flatnonzero(allocation.assignment >= 0)
    assume(placed.size)
    spoilt = allocation.assignment.copy()
    spoilt[data.draw(st.sampled_from(placed.tolist()))] = UNPLACED
    assert not verify(market, spoilt, allocation.lottery).passed


class TestSecondStage:
    @pytest.fixture
    def stage(self):
        """Person 0 has a seat; 1 and 2 consent, 3 does not; position 1 has one seat free, 2 has two."""
        market = Market.from_lists([[(0, 9)], [(0, 8)], [(0, 7)], [(0, 6)]], capacities=[1, 1, 2])
        options = Options([1, 1, 2, 3], [1, 2, 1, 1], [5, 3, 6, 9])
        return market, [0, -1, -1, -1], np.array([False, True, True, False]), options

    def test_what_the_engine_places_passes(self, stage):
        market, before, consented, options = stage
        placed = place_transfers(market, deferred_acceptance(market, seed=0), consented, options)
        assert placed.assignment.tolist() == [0, 2, 1, -1]
        certificate = verify_transfers(market, before, placed.assignment, consented, options)
        assert (certificate.kind, certificate.passed, certificate.placed) == ("transfers", True, 3)

    @pytest.mark.parametrize(
        ("after", "kind", "applicant"),
        [
            ([-1, 2, 1, -1], "moved", 0),
            ([1, 2, -1, -1], "moved", 0),
            ([0, 2, -1, 1], "no_consent", 3),
            ([0, 2, 2, -1], "not_an_option", 2),
            ([0, 1, -1, -1], "passed_over", 2),
            ([0, -1, 1, -1], "passed_over", 1),
            ([0, 1, 1, -1], "over_capacity", None),
            ([0, 7, 1, -1], "no_such_position", 1),
        ],
    )
    def test_what_is_spoilt_is_caught(self, stage, after, kind, applicant):
        market, before, consented, options = stage
        certificate = verify_transfers(market, before, after, consented, options)
        assert not certificate.passed
        assert certificate.offences[0].kind == kind
        assert certificate.offences[0].applicant == applicant
