"""The solver against slow and obvious code, all assignments of small markets, and answers known before."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.matching import Market, deferred_acceptance, draw_lots, verify
from tests.engine.matching import oracle
from tests.engine.matching.markets import small_markets

pytestmark = pytest.mark.engine
RULES = ("single", "multiple")


@given(small_markets(), st.sampled_from(RULES), st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_of_all_assignments_the_stable_one_everybody_likes_best_is_found(market, rule, seed):
    stable = list(oracle.every_stable(market, draw_lots(market, rule=rule, seed=seed)))
    best = deferred_acceptance(market, rule=rule, seed=seed)
    least = deferred_acceptance(market, rule=rule, seed=seed, proposing="positions")
    assert tuple(best.assignment.tolist()) in stable
    assert tuple(least.assignment.tolist()) in stable
    for other in stable:
        for applicant in range(market.applicants):
            rank = place_on_list(market, applicant, other[applicant])
            assert place_on_list(market, applicant, best.assignment[applicant]) <= rank
            assert place_on_list(market, applicant, least.assignment[applicant]) >= rank


@given(small_markets(people=30, places=8, top_score=5), st.sampled_from(RULES))
@settings(max_examples=100, deadline=None)
def test_rounds_and_one_by_one_agree(market, rule):
    allocation = deferred_acceptance(market, rule=rule, seed=3)
    assert allocation.assignment.tolist() == oracle.one_by_one(market, allocation.lottery)


@pytest.mark.parametrize("rule", RULES)
def test_a_few_thousand_agree_too(rule):
    market = large_market(people=3000, places=200, seats=2500)
    allocation = deferred_acceptance(market, rule=rule, seed=11)
    assert allocation.assignment.tolist() == oracle.one_by_one(market, allocation.lottery)
    assert verify(market, allocation.assignment, allocation.lottery).passed
    assert allocation.rounds > 5


def test_the_known_market_gives_both_known_answers(real_input):
    known = json.loads((real_input / "matching" / "hr_1k_seed1.json").read_text())
    market = Market(
        offsets=np.cumsum([0, *map(len, known["prefs"])]),
        positions=np.concatenate(known["prefs"]),
        scores=-np.concatenate(known["rank"]),
        acceptable=np.ones(sum(map(len, known["prefs"])), dtype=bool),
        capacities=known["capacity"],
    )
    for proposing, answer in (("applicants", "applicant_optimal"), ("positions", "position_optimal")):
        allocation = deferred_acceptance(market, seed=0, proposing=proposing)
        assert allocation.assignment.tolist() == known[answer]


def test_two_stable_answers_are_told_apart():
    market = Market.from_lists([[(0, 1), (1, 2)], [(1, 1), (0, 2)]], capacities=[1, 1])
    for proposing, answer in (("applicants", [0, 1]), ("positions", [1, 0])):
        allocation = deferred_acceptance(market, seed=0, proposing=proposing)
        assert (allocation.assignment.tolist(), allocation.rounds) == (answer, 1)


def test_the_answer_carries_what_is_needed_to_repeat_it():
    market = large_market(people=300, places=20, seats=100)
    once, again = (deferred_acceptance(market, seed=5) for _ in range(2))
    assert once.assignment.tolist() == again.assignment.tolist()
    assert once.input_hash == again.input_hash
    assert (once.lottery.seed, once.lottery.rule, once.proposing) == (5, "single", "applicants")
    assert once.engine_version
    assert deferred_acceptance(market, seed=6).input_hash != once.input_hash
    assert deferred_acceptance(market, seed=5, rule="multiple").input_hash != once.input_hash
    with pytest.raises(ValueError, match="read-only"):
        once.assignment[0] = 3


def test_the_input_hash_is_the_same_on_every_machine():
    market = Market.from_lists([[(0, 80), (1, None)], []], capacities=[1, 0])
    expected = "c0782e8852ef65c38343e0ad0ab63fe3243a5dd3efb45abc3fba4d68bf7d7ebd"
    assert deferred_acceptance(market, seed=1).input_hash == expected


def test_cutoffs_are_those_of_the_last_admitted():
    market = Market.from_lists([[(0, 5)], [(0, 7)], [(0, 6)], [(1, 4)]], capacities=[2, 2])
    allocation = deferred_acceptance(market, seed=0)
    assert allocation.cutoffs.tolist() == [6, 0]
    assert allocation.fill.tolist() == [2, 1]
    assert allocation.last_lots.tolist() == [allocation.lottery.numbers[2], -1]


def test_unknown_rules_and_sides_are_refused():
    market = Market.from_lists([], capacities=[])
    with pytest.raises(ValueError, match="unknown tie rule 'coin'"):
        deferred_acceptance(market, seed=0, rule="coin")
    with pytest.raises(ValueError, match="unknown side 'both'"):
        deferred_acceptance(market, seed=0, proposing="both")


def place_on_list(market, applicant, place):
    listed = oracle.lists(market)[applicant]
    return listed.index(place) if place >= 0 else len(listed)


def large_market(*, people, places, seats, length=6, seed=1):
    random = np.random.default_rng(seed)
    chosen = random.permuted(np.tile(np.arange(places), (people, 1)), axis=1)[:, :length]
    return Market(
        offsets=np.arange(people + 1) * length,
        positions=chosen.ravel(),
        scores=random.integers(0, 40, people * length),
        acceptable=random.random(people * length) < 0.95,
        capacities=random.multinomial(seats, np.ones(places) / places),
    )
