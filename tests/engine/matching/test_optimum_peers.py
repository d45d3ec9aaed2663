"""The optimum where brute force cannot follow: HiGHS on the whole programme, min-cost flow, and theory."""

from fractions import Fraction

import numpy as np
import pytest

from springtide_engine.matching import (
    Target,
    Traits,
    explain_optimum,
    find_conflict,
    optimal_allocation,
    price_targets,
    utility_of,
    verify_bound,
)
from springtide_engine.matching.optimum import pricing
from springtide_engine.matching.optimum.model import model_of
from tools.benches.markets import market as draw_market
from tools.benches.optimum import impossible, season
from tools.benches.whole_programme import solve_whole, whole_programme

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module", params=[1, 3, 6])
def drawn(request):
    """Seasons whose targets can be kept."""
    return season(1_000, 50, 300, seed=request.param)


def test_sifting_reaches_the_optimum_of_the_whole_programme(drawn):
    priced = price_targets(drawn.market, drawn.targets, traits=drawn.traits, utility=drawn.utility)
    whole, _ = solve_whole(
        whole_programme(drawn.market, drawn.targets, drawn.traits, drawn.utility), "simplex", seconds=120
    )
    assert priced.value == pytest.approx(whole, rel=1e-9)
    assert float(priced.bound) == pytest.approx(whole, rel=1e-8)
    assert priced.columns < drawn.market.positions.size / 4


@pytest.mark.slow
def test_whole_people_reach_the_optimum_of_the_whole_integer_programme():
    drawn = season(300, 20, 90, seed=5)
    found = optimal_allocation(drawn.market, drawn.targets[:9], traits=drawn.traits, utility=drawn.utility, seed=1)
    programme = whole_programme(drawn.market, drawn.targets[:9], drawn.traits, drawn.utility, whole=True)
    whole, _ = solve_whole(programme, "choose", seconds=120)
    assert (found.status, found.value) == ("optimal", round(whole))


def test_bound_relaxed_value_and_whole_people_stand_in_order(drawn):
    priced = price_targets(drawn.market, drawn.targets, traits=drawn.traits, utility=drawn.utility)
    found = optimal_allocation(drawn.market, drawn.targets, traits=drawn.traits, utility=drawn.utility, seed=1)
    assert priced.bound + Fraction(1, 100) >= Fraction(priced.value) >= found.bound >= found.value
    assert found.certificate.passed
    near = optimal_allocation(
        drawn.market, drawn.targets, traits=drawn.traits, utility=drawn.utility, seed=1, gap=found.value // 50
    )
    assert near.value <= found.value <= near.bound


def test_without_targets_it_is_the_cheapest_flow():
    flows = pytest.importorskip("ortools.graph.python.min_cost_flow")
    market = draw_market(2_000, 40, 250, seed=3)
    utility, n, m = utility_of(market), market.applicants, market.capacities.size
    flow = flows.SimpleMinCostFlow()
    people = np.repeat(np.arange(n), market.lengths)
    flow.add_arcs_with_capacity_and_unit_cost(people, n + market.positions, np.ones(people.size), -utility)
    flow.add_arcs_with_capacity_and_unit_cost(n + np.arange(m), np.full(m, n + m), market.capacities, np.zeros(m))
    flow.add_arcs_with_capacity_and_unit_cost(np.arange(n), np.full(n, n + m), np.ones(n), np.zeros(n))
    flow.set_nodes_supplies(np.arange(n + m + 1), np.concatenate((np.ones(n), np.zeros(m), [-n])))
    assert flow.solve() == flow.OPTIMAL
    found = optimal_allocation(market, [], traits=Traits(), seed=1)
    assert (found.status, found.value) == ("optimal", -flow.optimal_cost())
    assert found.relaxed == pytest.approx(found.value)


def test_ceilings_on_a_laminar_family_leave_nobody_cut():
    market = draw_market(2_000, 40, 250, seed=4)
    rng = np.random.default_rng(4)
    division = rng.choice(["a", "b", "c"], 40)
    traits = Traits({"division": division, "site": np.char.add(division, rng.choice(["1", "2"], 40))})
    targets = [Target.ceiling(f"division={d}", 50) for d in "abc"]
    targets += [Target.ceiling(f"site={d}{k}", 30) for d in "abc" for k in "12"]
    found = optimal_allocation(market, targets, traits=traits, seed=1)
    assert found.relaxed == pytest.approx(found.value)
    assert sum(price > 0 for price in found.prices.values()) > 0


def test_the_prices_explain_every_choice(drawn):
    found = optimal_allocation(drawn.market, drawn.targets, traits=drawn.traits, utility=drawn.utility, seed=1)
    bound, surplus = 0.0, []
    for person in range(drawn.market.applicants):
        bids = (
            explain_optimum(drawn.market, found, person, drawn.targets, traits=drawn.traits, utility=drawn.utility)
            if person % 10 == 0
            else ()
        )
        for bid in bids:
            assert bid.surplus == pytest.approx(bid.utility - bid.price)
            assert bid.missing >= 0 and (bid.missing == 0 or not bid.seated)
            surplus.append(bid.surplus)
            bound += bid.surplus > 0
    model = model_of(drawn.market, drawn.targets, drawn.traits, drawn.utility, None)
    signs = np.array([-1.0 if target.bound == "floor" else 1.0 for target in drawn.targets])
    rows = signs * np.array(list(found.prices.values())) / model.rows.units[: signs.size]
    charge = pricing.charges(model, found.position_prices, np.append(rows, np.zeros(model.lower.size - signs.size)))
    people = np.repeat(np.arange(drawn.market.applicants), drawn.market.lengths)
    everything = pricing.surplus(model, charge, np.arange(people.size), people)
    assert surplus == pytest.approx(everything[people % 10 == 0].tolist())
    with pytest.raises(IndexError):
        explain_optimum(drawn.market, found, 10**6, drawn.targets, traits=drawn.traits)


def test_numpy_and_the_compiled_loops_give_the_same_arrays(monkeypatch):
    pytest.importorskip("numba")
    drawn = season(5_000, 100, 600, seed=2)
    assert drawn.market.positions.size > pricing.SMALL
    ask = {"traits": drawn.traits, "utility": drawn.utility, "seed": 1}
    fast = optimal_allocation(drawn.market, drawn.targets, **ask)
    monkeypatch.setenv("SPRINGTIDE_NO_NUMBA", "1")
    slow = optimal_allocation(drawn.market, drawn.targets, **ask)
    assert slow.assignment.tolist() == fast.assignment.tolist()
    assert slow.prices == fast.prices and slow.value == fast.value


def test_compiled_and_numpy_find_the_same_surplus(monkeypatch):
    pytest.importorskip("numba")
    drawn = season(500, 30, 60, seed=2)
    monkeypatch.setattr(pricing, "SMALL", 0)
    model = model_of(drawn.market, drawn.targets, drawn.traits, drawn.utility, None)
    rng = np.random.default_rng(3)
    charge = pricing.charges(model, rng.uniform(0, 9000, model.seats.size), rng.uniform(0, 50, model.lower.size))
    best = pricing.best_surplus(model, charge)
    near = pricing.within(model, charge, best * 0.8)
    monkeypatch.setenv("SPRINGTIDE_NO_NUMBA", "1")
    assert pricing.best_surplus(model, charge).tolist() == best.tolist()
    assert pricing.within(model, charge, best * 0.8).tolist() == near.tolist()
    assert 0 < near.size < drawn.market.positions.size


def test_a_conflict_put_in_is_found_among_many_targets():
    drawn = season(1_000, 50, 300)
    conflict = find_conflict(drawn.market, impossible(drawn), traits=drawn.traits)
    assert conflict is not None
    assert conflict.names == ("much in city 0", "little in city 0")
    missing = set(conflict.missing.values())
    assert len(missing) == 1 and missing.pop() > 0


@pytest.mark.parametrize("seed", [2, 7])
def test_where_the_whole_programme_has_no_answer_neither_has_the_core(seed):
    drawn = season(1_000, 50, 300, seed=seed)
    whole, _ = solve_whole(
        whole_programme(drawn.market, drawn.targets, drawn.traits, drawn.utility), "simplex", seconds=120
    )
    assert whole is None
    assert price_targets(drawn.market, drawn.targets, traits=drawn.traits, utility=drawn.utility) is None
    found = optimal_allocation(drawn.market, drawn.targets, traits=drawn.traits, utility=drawn.utility, seed=1)
    assert found.status == "infeasible"
    without = [target for target in drawn.targets if target.name != found.conflict.names[0]]
    blamed = [target for target in drawn.targets if target.name in found.conflict.names]
    assert find_conflict(drawn.market, blamed, traits=drawn.traits).names == found.conflict.names
    assert find_conflict(drawn.market, [t for t in blamed if t in without], traits=drawn.traits) is None


def test_a_bound_from_false_prices_is_weaker_but_true(drawn):
    nobody = [-1] * drawn.market.applicants
    zero = dict.fromkeys((target.name for target in drawn.targets), 0.0)
    proof = verify_bound(
        drawn.market,
        nobody,
        drawn.utility,
        drawn.targets,
        drawn.traits,
        prices=zero,
        position_prices=np.zeros(drawn.market.capacities.size),
    )
    people = np.repeat(np.arange(drawn.market.applicants), drawn.market.lengths)
    best = np.zeros(drawn.market.applicants, dtype=int)
    np.maximum.at(best, people, drawn.utility)
    assert proof.bound == int(best.sum())
