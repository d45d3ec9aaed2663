"""Who got which choice, and how full the positions are."""

import pytest

from springtide_engine.matching import Market, deferred_acceptance, summarise

pytestmark = pytest.mark.engine


def test_every_person_and_every_seat_is_counted_once():
    choices = [[(0, 9)], [(0, 8), (1, 5)], [(0, 7), (2, None), (1, 6)], [(0, 1)], []]
    market = Market.from_lists(choices, capacities=[1, 3, 2])
    figures = summarise(market, deferred_acceptance(market, seed=0))
    assert (figures.applicants, figures.placed, figures.unplaced, figures.transferred) == (5, 3, 2, 0)
    assert figures.seats == 6
    assert figures.by_rank.tolist() == [1, 1, 1]
    assert figures.fill.tolist() == [1, 2, 0]
