"""Targets inside the stable method: kept, stable within the caps found, and what that wastes is counted."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from springtide_engine.matching import (
    UNPLACED,
    Caps,
    Market,
    Target,
    Traits,
    deferred_acceptance,
    meet_targets,
    tradeoff,
    verify,
    verify_targets,
)
from tests.engine.matching import target_oracle as oracle
from tests.engine.matching.markets import small_markets
from tools.benches.markets import market as draw_market

pytestmark = pytest.mark.engine


@given(oracle.targeted(people=8, most=3))
@settings(max_examples=100, deadline=None)
def test_the_answer_is_stable_within_its_caps_and_says_truly_which_targets_hold(case):
    market, traits, targets, _ = case
    found = meet_targets(market, targets, traits=traits, seed=1)
    allocation = found.allocation
    assert found.certificate.passed
    assert verify(market, allocation.assignment, allocation.lottery, found.caps).passed
    again = deferred_acceptance(market, seed=1, caps=found.caps)
    assert again.assignment.tolist() == allocation.assignment.tolist()
    missed = tuple(t.name for t in targets if not oracle.keeps(market, traits, t, allocation.assignment.tolist()))
    assert found.unmet == missed
    assert found.status == ("not met" if missed else "met")


@given(small_markets(people=8))
@settings(max_examples=60, deadline=None)
def test_without_need_no_cap_is_set_and_nothing_is_wasted(market):
    traits = Traits({"city": ["hz"] * market.capacities.size})
    found = meet_targets(market, [Target.floor("city=hz", 0)], traits=traits, seed=1)
    assert (found.caps.groups, found.runs, int(found.wasted.sum())) == ((), 1, 0)
    assert found.allocation.assignment.tolist() == deferred_acceptance(market, seed=1).assignment.tolist()


@pytest.fixture(scope="module")
def season():
    market = draw_market(3000, 60, 400, seed=5)
    rng = np.random.default_rng(5)
    traits = Traits({"ai": rng.random(60) < 0.35, "city": rng.choice(["hz", "bj", "sh"], 60)})
    return market, traits


def test_the_share_rises_as_the_cap_on_the_others_falls(season):
    market, traits = season
    others = np.flatnonzero(~traits.positions["ai"])
    shares = []
    for seats in range(0, int(market.capacities[others].sum()) + 1, 10):
        assignment = deferred_acceptance(market, seed=1, caps=Caps.of([(others, seats, "others")])).assignment
        placed = assignment[assignment != UNPLACED]
        shares.append(traits.positions["ai"][placed].mean())
    assert all(later <= earlier for earlier, later in itertools.pairwise(shares))
    assert shares[0] == 1 > shares[-1]


def test_a_share_is_met_by_the_highest_cap_and_the_waste_is_counted(season):
    market, traits = season
    target = Target.share("ai=true", at_least="1/2", name="ai")
    found = meet_targets(market, [target], traits=traits, seed=1)
    (group,) = found.caps.groups
    assert found.status == "met"
    looser = Caps.of([(group.members, group.seats + 1, "ai")])
    free = deferred_acceptance(market, seed=1, caps=looser).assignment
    assert not verify_targets(market, free, [target], traits).passed
    others = ~traits.positions["ai"]
    assert (found.wasted > 0).any() and not found.wasted[~others].any()
    assert found.wasted.sum() <= market.capacities.sum() - found.allocation.fill.sum()


def test_several_targets_are_met_together(season):
    market, traits = season
    targets = [
        Target.share("ai=true", at_least="1/2", name="ai"),
        Target.ceiling("city=hz", 60, name="hz"),
        Target.share("city=bj", at_most="2/5", name="bj"),
    ]
    found = meet_targets(market, targets, traits=traits, seed=1)
    assert (found.status, found.unmet) == ("met", ())
    assert found.certificate.passed and found.targets.passed


def test_what_caps_cannot_reach_is_named_and_lowers_nothing(season):
    market, traits = season
    people = Traits(traits.positions, {"group": ["a"] * market.applicants})
    targets = [
        Target.floor("city=hz", 10_000, name="too many"),
        Target.floor("applicant.group=b", 1, name="people"),
    ]
    found = meet_targets(market, targets, traits=people, seed=1)
    assert (found.status, found.unmet, found.caps.groups) == ("not met", ("too many", "people"), ())


def test_both_answers_are_weighed():
    market = Market.from_lists([[(0, 9), (1, 5)], [(0, 8), (1, 8)]], [1, 1])
    stable = deferred_acceptance(market, seed=1)
    assert stable.assignment.tolist() == [0, 1]
    cost = tradeoff(market, stable.assignment, [1, 0], [10, 9, 9, 1], stable.lottery)
    assert (cost.stable_value, cost.optimal_value, cost.utility_loss) == (11, 18, 7)
    assert (cost.blocking_pairs, cost.differ) == (1, 2)
    same = tradeoff(market, stable.assignment, stable.assignment, None, stable.lottery)
    assert (same.utility_loss, same.blocking_pairs, same.differ) == (0, 0, 0)
    with pytest.raises(ValueError, match="over_capacity"):
        tradeoff(market, stable.assignment, [0, 0], None, stable.lottery)
