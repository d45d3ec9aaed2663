"""What the theory promises, for any market: stability, and what follows when the world changes a little."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.matching import UNPLACED, Market, deferred_acceptance, verify
from tests.engine.matching.markets import as_lists, small_markets

pytestmark = pytest.mark.engine
medium = small_markets(people=12, places=5, top_score=4)
rules = st.sampled_from(["single", "multiple"])


@given(medium, rules, st.sampled_from(["applicants", "positions"]))
@settings(max_examples=100, deadline=None)
def test_no_applicant_and_position_would_rather_have_each_other(market, rule, proposing):
    allocation = deferred_acceptance(market, rule=rule, seed=1, proposing=proposing)
    assert verify(market, allocation.assignment, allocation.lottery).passed
    assert verify(market, allocation.assignment).passed


@given(medium, rules, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_rows_changes_nothing(market, rule, random):
    order = list(range(market.applicants))
    random.shuffle(order)
    shuffled = rebuilt(market, keep=order)
    before, after = (deferred_acceptance(m, rule=rule, seed=2).assignment for m in (market, shuffled))
    assert after.tolist() == before[order].tolist()


@given(medium, rules)
@settings(max_examples=100, deadline=None)
def test_both_optima_place_the_same_people_and_fill_the_same_seats(market, rule):
    ours, theirs = (
        deferred_acceptance(market, rule=rule, seed=3, proposing=side) for side in ("applicants", "positions")
    )
    assert ((ours.assignment >= 0) == (theirs.assignment >= 0)).all()
    assert ours.fill.tolist() == theirs.fill.tolist()
    for place in np.flatnonzero(ours.fill < market.capacities):
        assert ((ours.assignment == place) == (theirs.assignment == place)).all()


@given(
    st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=1, max_size=4),
    st.lists(st.integers(0, 2), min_size=3, max_size=3),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_no_false_list_helps_its_author(scores, capacities, data):
    everything = [subset for k in range(4) for subset in itertools.permutations(range(3), k)]
    truth = [data.draw(st.sampled_from(everything)) for _ in scores]

    def seat(lists, applicant):
        choices = [[(p, row[p]) for p in listed] for listed, row in zip(lists, scores, strict=True)]
        market = Market.from_lists(choices, capacities)
        return int(deferred_acceptance(market, seed=4).assignment[applicant])

    for applicant, honest in enumerate(truth):
        worth = {place: -index for index, place in enumerate(honest)} | {UNPLACED: -len(honest)}
        obtained = worth[seat(truth, applicant)]
        for lie in everything:
            lists = [*truth[:applicant], lie, *truth[applicant + 1 :]]
            assert worth.get(seat(lists, applicant), -99) <= obtained


@given(medium, rules, st.data())
@settings(max_examples=100, deadline=None)
def test_one_more_seat_harms_nobody(market, rule, data):
    capacities = market.capacities.copy()
    capacities[data.draw(st.integers(0, capacities.size - 1))] += 1
    before = deferred_acceptance(market, rule=rule, seed=5)
    after = deferred_acceptance(rebuilt(market, capacities=capacities), rule=rule, seed=5)
    assert no_worse(after.rank, before.rank)


@given(medium.filter(lambda market: market.applicants > 0), rules, st.data())
@settings(max_examples=100, deadline=None)
def test_one_person_less_harms_nobody_else_and_changes_nothing_if_they_had_no_seat(market, rule, data):
    gone = data.draw(st.integers(0, market.applicants - 1))
    keep = [i for i in range(market.applicants) if i != gone]
    before = deferred_acceptance(market, rule=rule, seed=6)
    after = deferred_acceptance(rebuilt(market, keep=keep), rule=rule, seed=6)
    assert no_worse(after.rank, before.rank[keep])
    if before.assignment[gone] == UNPLACED:
        assert after.assignment.tolist() == before.assignment[keep].tolist()


@given(medium, rules)
@settings(max_examples=100, deadline=None)
def test_only_the_order_of_scores_counts(market, rule):
    stretched = market.scores * 10**12 + market.positions * 7 - 3
    before = deferred_acceptance(market, rule=rule, seed=7)
    after = deferred_acceptance(rebuilt(market, scores=stretched), rule=rule, seed=7)
    assert after.assignment.tolist() == before.assignment.tolist()


def no_worse(after, before):
    unplaced_last = np.iinfo(np.int32).max
    after, before = (np.where(rank < 0, unplaced_last, rank) for rank in (after, before))
    return bool((after <= before).all())


def rebuilt(market, *, keep=None, capacities=None, scores=None):
    if keep is not None:
        lists = as_lists(market)
        return Market.from_lists(
            [lists[i] for i in keep], market.capacities.tolist(), tickets=[int(market.tickets[i]) for i in keep]
        )
    return Market(
        offsets=market.offsets,
        positions=market.positions,
        scores=market.scores if scores is None else scores,
        acceptable=market.acceptable,
        capacities=market.capacities if capacities is None else capacities,
        tickets=market.tickets,
    )
