"""The compiled loops, the rounds of numpy and plain Python give one answer; and nothing hangs on having a compiler."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.matching import Market, compiled, deferred_acceptance, draw_lots, order_applicants
from springtide_engine.matching.compiled_keys import order_lots
from springtide_engine.matching.deferred_acceptance import lay_levels, propose
from tests.engine.matching import oracle
from tests.engine.matching.markets import small_markets

pytestmark = pytest.mark.engine
numba = pytest.importorskip("numba", reason="numba is absent: there is no compiled path to compare")
RULES = st.sampled_from(["single", "multiple"])


@given(small_markets(people=30, places=8, top_score=5), RULES)
@settings(max_examples=100, deadline=None)
def test_three_implementations_are_identical(market, rule):
    rounds = deferred_acceptance(market, rule=rule, seed=3, path="numpy")
    loops = deferred_acceptance(market, rule=rule, seed=3, path="compiled")
    for name in ("assignment", "rank", "fill", "cutoffs", "last_lots", "binding"):
        assert getattr(loops, name).tolist() == getattr(rounds, name).tolist(), name
    assert loops.input_hash == rounds.input_hash
    assert loops.lottery.numbers.tolist() == rounds.lottery.numbers.tolist()
    assert loops.assignment.tolist() == oracle.one_by_one(market, loops.lottery)
    assert by_rank(market, loops.lottery) == np.flatnonzero(held(market, loops)).tolist()


@given(small_markets(people=14, places=6, top_score=5), RULES)
@settings(max_examples=100, deadline=None)
def test_the_core_holds_the_position_optimal_outcome(market, rule):
    loops = deferred_acceptance(market, rule=rule, seed=4, proposing="positions", path="compiled")
    rounds = deferred_acceptance(market, rule=rule, seed=4, proposing="positions", path="numpy")
    assert loops.assignment.tolist() == rounds.assignment.tolist()
    assert loops.cutoffs.tolist() == rounds.cutoffs.tolist()


@given(st.integers(0, 10**6), st.integers(4, 60), st.booleans())
@settings(max_examples=60, deadline=None)
def test_few_seats_for_many_take_the_way_of_the_best_first(seed, people, tied):
    """Under a quarter of the people can be seated: the loop then starts with those whom positions want most."""
    random = np.random.default_rng(seed)
    scores = random.integers(0, 3 if tied else 10**6, (people, 3))
    lists = [list(zip(random.permutation(4)[:3].tolist(), row.tolist(), strict=True)) for row in scores]
    market = Market.from_lists(lists, [people // 16, 0, people // 12, 1][:4])
    loops = deferred_acceptance(market, seed=seed, path="compiled")
    assert loops.assignment.tolist() == oracle.one_by_one(market, loops.lottery)
    assert by_rank(market, loops.lottery) == np.flatnonzero(held(market, loops)).tolist()


@given(st.integers(0, 10**6), st.sampled_from([0.3, 0.9, 2.0]), RULES)
@settings(max_examples=40, deadline=None)
def test_many_seats_at_one_position_are_kept_by_the_best(seed, share, rule):
    random = np.random.default_rng(seed)
    lists = [
        list(zip(random.permutation(3).tolist(), random.integers(0, 9, 3).tolist(), strict=True)) for _ in range(90)
    ]
    market = Market.from_lists(lists, random.multinomial(int(90 * share), [0.5, 0.3, 0.2]).tolist())
    loops = deferred_acceptance(market, seed=seed, rule=rule, path="compiled")
    assert loops.assignment.tolist() == oracle.one_by_one(market, loops.lottery)
    assert loops.rounds == 1


def by_rank(market, lottery):
    """The entries held as the loop finds them that is given the order of people."""
    entries, _count = propose(market, lay_levels(market, lottery, fast=True), "applicants", fast=True)
    return sorted(entries.tolist())


def held(market, allocation):
    return market.positions == np.repeat(allocation.assignment, market.lengths)


@given(st.lists(st.tuples(st.sampled_from([0, 1, 2**63, 2**64 - 2, 2**64 - 1]), st.integers(-3, 3)), max_size=12))
@settings(max_examples=100, deadline=None)
def test_equal_lots_go_by_ticket_and_equal_tickets_by_row(rows):
    lots, tickets = np.array([lot for lot, _ in rows], np.uint64), np.array([ticket for _, ticket in rows], np.int64)
    for bits in (1, 3):
        order = compiled.compiled(order_lots)(lots, tickets, bits)
        assert order.tolist() == np.lexsort((tickets, lots)).tolist()


@given(small_markets(people=20, places=6, top_score=9), RULES)
@settings(max_examples=100, deadline=None)
def test_both_sorts_lay_the_same_order(market, rule):
    lottery = draw_lots(market, rule=rule, seed=5)
    slow, fast = (order_applicants(market, lottery, fast=fast) for fast in (False, True))
    assert fast.entry.tolist() == slow.entry.tolist()
    assert fast.first.tolist() == slow.first.tolist()
    assert fast.rank.tolist() == slow.rank.tolist()


@pytest.mark.parametrize("top", [2**40, 2**58, 2**60, 2**61, 2**62])
def test_scores_too_wide_for_one_word_are_matched_all_the_same(top):
    market = Market.from_lists(
        [[(0, top - 1)], [(0, -top)], [(0, top)], [(1, -top)], [(1, 1 - top)]], capacities=[1, 1]
    )
    for rule in ("single", "multiple"):
        allocation = deferred_acceptance(market, seed=0, rule=rule, path="compiled")
        assert allocation.assignment.tolist() == [-1, -1, 0, -1, 1]
        assert allocation.cutoffs.tolist() == [top, 1 - top]


def test_seventy_thousand_positions_do_not_overflow_here_either():
    last = 69_999
    market = Market.from_lists([[(last, 1), (last - 65_536, 1)], [(last, 2)]], capacities=[1] * 70_000)
    for path in ("compiled", "numpy"):
        for proposing in ("applicants", "positions"):
            allocation = deferred_acceptance(market, seed=0, path=path, proposing=proposing)
            assert allocation.assignment.tolist() == [last - 65_536, last]


def test_as_many_seats_as_can_be_said_are_possible_here_too():
    market = Market.from_lists([[(0, 1)], [(0, 1)]], capacities=[2**31 - 1, 2**31 - 1])
    for proposing in ("applicants", "positions"):
        allocation = deferred_acceptance(market, seed=0, path="compiled", proposing=proposing)
        assert allocation.assignment.tolist() == [0, 0]


@pytest.mark.slow
def test_a_hundred_thousand_agree_on_both_paths():
    from tools.benches.markets import market as draw

    for seats, popularity in ((3_000, 1.2), (20_000, 0.0)):
        market = draw(100_000, 600, seats, popularity=popularity)
        for proposing in ("applicants", "positions"):
            loops, rounds = (
                deferred_acceptance(market, seed=1, proposing=proposing, path=path) for path in ("auto", "numpy")
            )
            assert loops.rounds == 1 < rounds.rounds
            assert loops.assignment.tolist() == rounds.assignment.tolist()


def test_without_a_compiler_auto_is_numpy_and_compiled_is_refused(monkeypatch):
    monkeypatch.setenv("SPRINGTIDE_NO_NUMBA", "1")
    market = Market.from_lists([[(0, i)] for i in range(30_000)], capacities=[7])
    assert deferred_acceptance(market, seed=0).assignment.tolist() == [-1] * 29_993 + [0] * 7
    with pytest.raises(RuntimeError, match="use path='numpy'"):
        deferred_acceptance(market, seed=0, path="compiled")
    with pytest.raises(ValueError, match="unknown path 'fast'"):
        deferred_acceptance(market, seed=0, path="fast")


@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled here")
def test_where_no_folder_can_be_written_the_loops_are_compiled_all_the_same():
    """A function of no file has no place for numba's cache, as a program in a read-only folder has none."""
    space = {}
    exec("def twice(x):\n    return 2 * x", space)
    with pytest.raises(RuntimeError, match="no locator available"):
        numba.njit(cache=True)(space["twice"])
    assert compiled.compiled(space["twice"])(21) == 42


def test_importing_the_engine_does_not_import_the_compiler():
    code = "import sys, springtide_engine.matching as m; m.deferred_acceptance(m.Market.from_lists([[(0, 1)]], [1]), seed=1)"
    code += "; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": "src"}).returncode == 0
