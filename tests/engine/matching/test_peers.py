"""Open programs for the same problem agree with us; they are parts of benches, and absent elsewhere."""

import itertools

import pytest

from springtide_engine.matching import Market, deferred_acceptance, draw_lots, order_applicants
from tools.benches import peers
from tools.benches.markets import market as draw

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("name", ["algmatch", "matching"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_peer_finds_the_same_seats(name, seed):
    pytest.importorskip(name, reason=f"{name} is not installed: see requirements/bench.in")
    market = draw(200, 20, 60, seed=seed)
    lottery = draw_lots(market, seed=seed)
    solve = peers.with_algmatch if name == "algmatch" else peers.with_matching
    answer, _build, _solve = solve(market, order_applicants(market, lottery))
    assert answer == deferred_acceptance(market, seed=seed).assignment.tolist()


def test_the_markets_of_the_benches_are_what_they_say():
    market = draw(2_000, 40, 700, length=5, seed=9)
    assert (market.applicants, market.capacities.sum(), set(market.lengths.tolist())) == (2_000, 700, {5})
    assert 1 <= market.capacities.min() < market.capacities.max() <= 50
    assert market.positions.tolist() == draw(2_000, 40, 700, length=5, seed=9).positions.tolist()
    assert market.positions.tolist() != draw(2_000, 40, 700, length=5, seed=10).positions.tolist()
    with pytest.raises(ValueError, match="40 positions have 40 to 2000 seats, not 39"):
        draw(100, 40, 39)
    with pytest.raises(ValueError, match="nobody can rank 6 of 5 positions"):
        draw(100, 5, 10)


@pytest.mark.parametrize("name", ["test0", "test1", "test2", "test3"])
def test_small_instances_of_another_program_give_its_answers(real_input, name):
    """Singles only; a program ranks residents best first, which becomes a falling score."""
    folder = real_input / "matching" / "rpmatcher-tests"
    residents, programs = {}, {}
    for line in (folder / name).read_text().splitlines():
        kind, *numbers = line.split() or [""]
        if kind == "r":
            residents[int(numbers[0])] = [int(n) for n in numbers[1:]]
        if kind == "p":
            programs[int(numbers[0])] = (int(numbers[1]), [int(n) for n in numbers[2:]])
    choices = [
        [(p, -programs[p][1].index(i) if i in programs[p][1] else None) for p in residents[i] if p in programs]
        for i in sorted(residents)
    ]
    market = Market.from_lists(choices, [programs[p][0] for p in sorted(programs)])
    lines = (folder / f"match_{name}").read_text().splitlines()
    expected = [int(line.split("=")[1]) for line in lines if line.startswith("#Resident ")]
    assert len(expected) == market.applicants > 0
    assert deferred_acceptance(market, seed=0).assignment.tolist() == expected
    assert list(itertools.chain(*choices))
