"""The second stage: free seats, consenting people, one stated order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.matching import (
    InvalidMarket,
    Market,
    Options,
    deferred_acceptance,
    draw_personal_lots,
    place_transfers,
    summarise,
    verify_transfers,
)
from tests.engine.matching.markets import as_lists, small_markets

pytestmark = pytest.mark.engine


@pytest.fixture
def market():
    """Person 0 gets the only seat of position 0; positions 1 and 2 stay free with one seat each."""
    return Market.from_lists([[(0, 9)], [(0, 8)], [(0, 7)], []], capacities=[1, 1, 1, 0])


def place(market, consented, options, seed=0):
    return place_transfers(market, deferred_acceptance(market, seed=seed), np.array(consented), options)


def test_the_best_score_goes_first_and_takes_where_it_is_best(market):
    options = Options([1, 1, 2, 2, 3], [1, 2, 1, 2, 2], [50, 60, 55, 70, 65])
    result = place(market, [True] * 4, options)
    assert result.assignment.tolist() == [0, 1, 2, -1]
    assert result.granted.tolist() == [3, 0]
    assert result.unplaced.tolist() == [3]


def test_nobody_without_consent_and_nobody_seated_is_moved(market):
    options = Options([0, 1, 2, 3], [1, 1, 1, 3], [99, 98, 10, 99])
    result = place(market, [True, False, True, True], options)
    assert result.assignment.tolist() == [0, -1, 1, -1]
    assert result.unplaced.tolist() == [3]


def test_equal_scores_go_by_lot_then_by_position_number(market):
    options = Options([1, 1, 2, 2], [2, 1, 2, 1], [50] * 4)
    for seed in range(6):
        lots = draw_personal_lots(market, seed=seed)
        first, second = (1, 2) if lots[1] < lots[2] else (2, 1)
        assignment = place(market, [True] * 4, options, seed).assignment
        assert (assignment[first], assignment[second]) == (1, 2)


def test_no_options_place_nobody(market):
    result = place(market, [True] * 4, Options([], [], []))
    assert result.assignment.tolist() == [0, -1, -1, -1]
    assert result.unplaced.tolist() == [1, 2, 3]


def test_figures_tell_transfers_from_choices(market):
    allocation = deferred_acceptance(market, seed=0)
    result = place_transfers(market, allocation, np.array([True] * 4), Options([1], [1], [5]))
    figures = summarise(market, allocation, result.assignment)
    assert (figures.placed, figures.transferred, figures.unplaced) == (2, 1, 2)
    assert figures.by_rank.tolist() == [1]
    assert figures.fill.tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        (([4], [1], [5]), 0, "option 0 names 4; there are 4 applicants"),
        (([1, 1], [1, 4], [5, 5]), 1, "option 1 names 4; there are 4 positions"),
        (([1, -1], [1, 1], [5, 5]), 1, "option 1 names -1"),
        (([1, 2, 1], [1, 1, 1], [5, 5, 6]), 2, "option 2 names applicant 1, position 1 again"),
        (([1], [0], [5]), 0, "option 0: applicant 1 ranked position 0"),
    ],
)
def test_options_that_make_no_sense_are_refused_with_their_row(market, rows, row, words):
    with pytest.raises(InvalidMarket) as caught:
        place(market, [True] * 4, Options(*rows))
    assert caught.value.faults[0].row == row
    assert words in caught.value.faults[0].text


def test_options_and_consents_of_the_wrong_length_or_kind_are_refused(market):
    with pytest.raises(InvalidMarket, match="as many people, positions and scores"):
        Options([1], [1, 2], [5])
    with pytest.raises(InvalidMarket, match="as many people, positions and scores"):
        Options([[1]], [[1]], [[5]])
    with pytest.raises(InvalidMarket, match=r"options.scores\[0\] is not a whole number"):
        Options([1], [1], [float("nan")])
    for consented in ([True], [1, 1, 0, 0]):
        with pytest.raises(InvalidMarket, match="consented must be 4 times yes or no"):
            place(market, consented, Options([], [], []))


@given(small_markets(people=8, places=5), st.data())
@settings(max_examples=100, deadline=None)
def test_the_second_pair_of_eyes_agrees(market, data):
    rows = [
        (person, place, data.draw(st.integers(0, 3)))
        for person, choices in enumerate(as_lists(market))
        for place in range(market.capacities.size)
        if place not in {p for p, _ in choices} and data.draw(st.booleans())
    ]
    options = Options(*zip(*rows, strict=True)) if rows else Options([], [], [])
    consented = np.array([data.draw(st.booleans()) for _ in range(market.applicants)], dtype=bool)
    allocation = deferred_acceptance(market, seed=4)
    result = place_transfers(market, allocation, consented, options)
    certificate = verify_transfers(market, allocation.assignment, result.assignment, consented, options)
    assert certificate.passed
    for person in result.unplaced:
        places = options.positions[options.applicants == person]
        assert (
            np.bincount(result.assignment[result.assignment >= 0], minlength=9)[places] == market.capacities[places]
        ).all()
