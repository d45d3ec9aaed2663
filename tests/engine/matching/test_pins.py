"""People seated by hand, and how much choice the rest have."""

import numpy as np
import pytest
from hypothesis import given, settings

from springtide_engine.matching import (
    Caps,
    InvalidMarket,
    Market,
    alternatives,
    deferred_acceptance,
    pinned_market,
    verify,
)
from tests.engine.matching.markets import small_markets

pytestmark = pytest.mark.engine


@pytest.fixture
def market():
    return Market.from_lists([[(0, 9)], [(0, 8), (1, 5)], [(1, 7)], []], capacities=[1, 1, 2], tickets=[4, 3, 2, 1])


def test_a_pin_takes_its_seat_and_the_others_share_the_rest(market):
    pinned = pinned_market(market, ([1, 3], [0, 2]))
    assert pinned.market.capacities.tolist() == [0, 1, 1]
    assert pinned.market.lengths.tolist() == [1, 0, 1, 0]
    assert pinned.market.tickets.tolist() == [4, 3, 2, 1]
    rest = deferred_acceptance(pinned.market, seed=0)
    assert verify(pinned.market, rest.assignment, rest.lottery).passed
    assert pinned.seated(rest.assignment).tolist() == [-1, 0, 1, 2]
    assert market.capacities.tolist() == [1, 1, 2]


@given(small_markets(people=8, places=4))
@settings(max_examples=60, deadline=None)
def test_pinning_everybody_where_they_would_sit_changes_nothing(market):
    free = deferred_acceptance(market, seed=1)
    placed = np.flatnonzero(free.assignment >= 0)
    pinned = pinned_market(market, (placed, free.assignment[placed]))
    rest = deferred_acceptance(pinned.market, seed=1)
    assert pinned.seated(rest.assignment).tolist() == free.assignment.tolist()


@pytest.mark.parametrize(
    ("fixed", "row", "words"),
    [
        (([4], [0]), 0, "pin 0 names applicant 4; there are 4"),
        (([0, -1], [0, 1]), 1, "pin 1 names applicant -1"),
        (([0, 1], [0, 3]), 1, "pin 1 names position 3; there are 3"),
        (([0, 1, 0], [0, 1, 2]), 2, "pin 2: applicant 0 is pinned already"),
        (([0, 1], [0, 0]), 1, "2 people are pinned to position 0, which has 1 seats"),
        (([0, 1], [0]), None, "as many people as positions"),
    ],
)
def test_pins_that_cannot_be_kept_are_refused(market, fixed, row, words):
    with pytest.raises(InvalidMarket, match=words) as caught:
        pinned_market(market, fixed)
    assert caught.value.faults[0].row == row


def test_people_with_a_choice_between_stable_seats_are_counted():
    market = Market.from_lists([[(0, 1), (1, 2)], [(1, 1), (0, 2)], [(2, 5)]], capacities=[1, 1, 1])
    for side in ("applicants", "positions"):
        found = alternatives(market, deferred_acceptance(market, seed=0, proposing=side))
        assert found.people == 2
        assert found.assignment_other.tolist() == ([1, 0, 2] if side == "applicants" else [0, 1, 2])


def test_under_caps_there_is_no_other_side():
    market = Market.from_lists([[(0, 1)]], capacities=[1])
    with pytest.raises(ValueError, match="under caps"):
        alternatives(market, deferred_acceptance(market, seed=0, caps=Caps.of([([0], 1, "a")])))
