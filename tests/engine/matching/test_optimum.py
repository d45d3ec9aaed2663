"""The optimum against every assignment there is, against HiGHS on the whole programme, and against itself."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.matching import (
    UNPLACED,
    InvalidMarket,
    Market,
    Target,
    Traits,
    optimal_allocation,
    utility_of,
    verify_bound,
    verify_targets,
)
from tests.engine.matching import target_oracle as oracle
from tests.engine.matching.markets import as_lists

pytestmark = pytest.mark.engine


@given(oracle.targeted())
@settings(max_examples=100, deadline=None)
def test_nothing_is_better_among_all_assignments(case):
    market, traits, targets, utility = case
    found = optimal_allocation(market, targets, traits=traits, utility=utility, seed=1)
    best = oracle.best(market, traits, targets, utility)
    if best is None:
        assert (found.status, found.conflict is None) == ("infeasible", False)
        assert (found.assignment == UNPLACED).all()
        return
    assert (found.status, found.value, found.bound, found.gap) == ("optimal", best, best, 0)
    assert oracle.worth(market, utility, found.assignment.tolist()) == best
    assert all(oracle.keeps(market, traits, target, found.assignment.tolist()) for target in targets)
    assert found.certificate.passed and found.bound_certificate.passed
    assert found.bound_certificate.bound >= best
    assert found.relaxed == pytest.approx(float(found.bound_certificate.bound))


@given(oracle.targeted(), st.randoms(use_true_random=False), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_changes_nothing_and_neither_does_running_again(case, random, seed):
    market, traits, targets, utility = case
    order = list(range(market.applicants))
    random.shuffle(order)
    rows = [e for i in order for e in range(int(market.offsets[i]), int(market.offsets[i + 1]))]
    lists = as_lists(market)
    shuffled = Market.from_lists(
        [lists[i] for i in order], market.capacities.tolist(), tickets=[int(market.tickets[i]) for i in order]
    )
    moved = dataclasses.replace(traits, applicants={"group": [traits.applicants["group"][i] for i in order]})
    here = optimal_allocation(market, targets, traits=traits, utility=utility, seed=seed)
    there = optimal_allocation(shuffled, targets, traits=moved, utility=[utility[e] for e in rows], seed=seed)
    again = optimal_allocation(market, targets, traits=traits, utility=utility, seed=seed)
    assert there.assignment.tolist() == here.assignment[order].tolist()
    assert again.assignment.tolist() == here.assignment.tolist()
    assert again.prices == here.prices and again.input_hash == here.input_hash


def test_lots_choose_between_equal_totals_and_the_seed_changes_them():
    market = Market.from_lists([[(0, 1)]] * 8, [3])
    found = {
        tuple(np.flatnonzero(optimal_allocation(market, [], traits=Traits(), seed=s).assignment == 0).tolist())
        for s in range(12)
    }
    assert len(found) > 4
    assert {len(people) for people in found} == {3}


def test_the_lots_are_those_of_every_other_machine():
    market = Market.from_lists([[(p, 1) for p in range(4)]] * 9, [1, 2, 1, 2])
    found = optimal_allocation(market, [], traits=Traits(), utility=np.ones(36, int), seed=2026)
    assert found.assignment.tolist() == [-1, 3, 2, -1, 3, 0, 1, -1, 1]


@pytest.fixture
def small():
    """Three want position 0 (hz, one seat), all would take 1 (bj, two seats)."""
    market = Market.from_lists([[(0, 9), (1, 5)], [(0, 8), (1, 5)], [(0, 7), (1, 6)]], [1, 2])
    return market, Traits({"city": ["hz", "bj"]}, {"group": ["a", "b", "b"]}), [90, 50, 80, 50, 70, 60]


def test_an_answer_names_its_numbers(small):
    market, traits, utility = small
    found = optimal_allocation(
        market, [Target.ceiling("city=bj", 1, name="few")], traits=traits, utility=utility, seed=3
    )
    assert (found.status, found.value, found.gap) == ("optimal", 150, 0)
    assert found.assignment.tolist() == [0, -1, 1] and found.rank.tolist() == [0, -1, 1]
    assert found.fill.tolist() == [1, 1]
    assert 50 <= found.prices["few"] <= 60  # a seat more in bj seats person 1 for 50, one fewer loses the 60
    assert found.position_prices[1] == 0
    assert not found.assignment.flags.writeable


def test_a_certificate_counts_who_sits(small):
    market, traits, _ = small
    judged = verify_targets(market, [0, -1, 1], [], traits)
    assert (judged.passed, judged.applicants, judged.placed, judged.seats) == (True, 3, 2, 3)


def test_a_gap_is_stated_and_kept(small):
    market, traits, utility = small
    found = optimal_allocation(market, [], traits=traits, utility=utility, seed=3, gap=40)
    assert found.bound - found.value == found.gap <= 40
    with pytest.raises(ValueError, match="gap"):
        optimal_allocation(market, [], traits=traits, utility=utility, seed=3, gap=-1)


def test_people_fixed_beforehand_stay_count_and_take_their_seat(small):
    market, traits, utility = small
    wanted = [Target.floor("applicant.group=b", 2, name="two of b")]
    found = optimal_allocation(market, wanted, traits=traits, utility=utility, seed=3, fixed=([1], [0]))
    assert found.assignment[1] == 0 and found.value == 80 + 50 + 60
    assert found.certificate.passed and found.bound_certificate.passed
    for fixed, text in (
        (([1, 1], [0, 0]), "fixed twice"),
        (([1, 0], [0, 0]), "2 people are fixed at position 0, 1 fit"),
        (([9], [0]), "names applicant 9"),
        (([0], [5]), "names position 5"),
        (([0], [0, 1]), "as many people"),
    ):
        with pytest.raises(InvalidMarket, match=text):
            optimal_allocation(market, [], traits=traits, utility=utility, seed=3, fixed=fixed)


def test_a_person_fixed_where_they_did_not_apply_counts_without_utility():
    market = Market.from_lists([[(0, 9)], [(0, 8)]], [1, 1])
    found = optimal_allocation(market, [], traits=Traits(), utility=[5, 4], seed=1, fixed=([0], [1]))
    assert (found.assignment.tolist(), found.value, found.gap) == ([1, 0], 4, 0)
    assert found.certificate.passed and found.bound_certificate.passed


@pytest.mark.parametrize(
    ("utility", "text"),
    [
        ([1, 2, float("nan"), 4, 5, 6], r"utility\[2\]"),
        ([1, 2, 3, -4, 5, 6], r"utility\[3\] is -4"),
        ([1, 2, 3], "shape"),
        ([1, 2, 3, 4, 5, 1_000_001], r"utility\[5\]"),
        ([1, 2.5, 3, 4, 5, 6], r"utility\[1\]"),
    ],
)
def test_a_utility_that_cannot_be_read_is_named(small, utility, text):
    market, traits, _ = small
    with pytest.raises(InvalidMarket, match=text):
        optimal_allocation(market, [], traits=traits, utility=utility, seed=1)


@pytest.mark.parametrize(
    ("choices", "capacities"), [([], []), ([], [3]), ([[], []], [1]), ([[(0, 1)], [(0, 2)]], [0]), ([[(0, None)]], [1])]
)
def test_markets_with_nothing_to_give_have_an_answer(choices, capacities):
    market = Market.from_lists(choices, capacities)
    found = optimal_allocation(market, [], traits=Traits(), seed=1)
    assert (found.status, found.value) == ("optimal", 0)
    assert (found.assignment == UNPLACED).all()
    short = optimal_allocation(market, [Target.floor("", 1, name="one")], traits=Traits(), seed=1)
    assert (short.status, short.conflict.names, dict(short.conflict.missing)) == ("infeasible", ("one",), {"one": 1})


def test_whoever_watches_may_stop():
    calls = []

    def step(done, most):
        calls.append((done, most))
        raise KeyboardInterrupt

    market = Market.from_lists([[(0, 1)]], [1])
    with pytest.raises(KeyboardInterrupt):
        optimal_allocation(market, [], traits=Traits(), seed=1, step=step)
    assert calls == [(1, calls[0][1])]


def test_the_default_utility_weighs_score_and_place_in_the_list():
    market = Market.from_lists([[(0, 10), (1, 20)], [(1, 0), (0, None)]], [1, 1])
    assert utility_of(market).tolist()[:3] == [(7 * 500 + 3 * 1000) // 10, (7 * 1000 + 3 * 500) // 10, 300]
    assert utility_of(market, score=0, rank=1).tolist()[:3] == [1000, 500, 1000]
    with pytest.raises(ValueError, match="parts"):
        utility_of(market, score=-1)


@given(oracle.targeted(people=7), st.data())
@settings(max_examples=80, deadline=None)
def test_any_prices_bound_every_assignment_that_keeps_the_targets(case, data):
    market, traits, targets, utility = case
    price = st.floats(0, 20)
    prices = {target.name: data.draw(price) for target in targets}
    seats = [data.draw(price) for _ in market.capacities]
    nobody = [UNPLACED] * market.applicants
    proof = verify_bound(market, nobody, utility, targets, traits, prices=prices, position_prices=np.array(seats))
    best = oracle.best(market, traits, targets, utility)
    assert best is None or proof.bound >= best


def test_prices_however_high_bound_without_overflow(small):
    market, traits, utility = small
    share = Target.share("city=bj", at_least="99/100", name="bj")
    nobody = [UNPLACED] * 3
    proof = verify_bound(market, nobody, utility, [share], traits, prices={"bj": 1e17}, position_prices=np.zeros(3)[:2])
    # Each of three people brings 1e17 / 100 in bj; nobody would go to hz, which costs 99 times as much.
    assert proof.bound == pytest.approx(3e15, rel=1e-9)


def test_prices_that_are_none_are_refused(small):
    market, traits, utility = small
    target = Target.floor("city=bj", 1, name="bj")
    for prices, seats in (({}, [0, 0]), ({"bj": -1.0}, [0, 0]), ({"bj": 1.0}, [0, float("nan")]), ({"bj": 1.0}, [0])):
        with pytest.raises(InvalidMarket, match="price"):
            verify_bound(market, [-1, -1, -1], utility, [target], traits, prices=prices, position_prices=seats)


@given(oracle.targeted(), st.data())
@settings(max_examples=100, deadline=None)
def test_targets_are_judged_as_person_by_person(case, data):
    market, traits, targets, _ = case
    seat = st.sampled_from([UNPLACED, *range(market.capacities.size)])
    answer = [data.draw(seat) for _ in range(market.applicants)]
    judged = verify_targets(market, np.array(answer, dtype=int), targets, traits)
    assert [s.met for s in judged.standings] == [oracle.keeps(market, traits, t, answer) for t in targets]
    assert all((s.missing == 0) == s.met for s in judged.standings)
    assert judged.passed == (tuple(answer) in set(oracle.every(market)) and all(s.met for s in judged.standings))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ([0, 1], "wrong_shape"),
        ([0.0, 1.0, 1.0], "wrong_shape"),
        ([0, 2, 1], "no_such_position"),
        ([0, 0, 1], "over_capacity"),
        ([1, -1, -1], "target_missed"),
    ],
)
def test_a_spoilt_answer_is_caught(small, answer, kind):
    market, traits, _ = small
    judged = verify_targets(market, np.array(answer), [Target.floor("city=hz", 1)], traits)
    assert not judged.passed and kind in judged.counts
