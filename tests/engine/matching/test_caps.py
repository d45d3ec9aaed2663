"""Ceilings on groups of positions: inside the algorithm, against naive rounds, and what they promise."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide_engine.matching import (
    UNPLACED,
    Caps,
    InvalidMarket,
    Market,
    Verdict,
    deferred_acceptance,
    explain,
    least_score,
    verify,
)
from tests.engine.matching import oracle
from tests.engine.matching.markets import laminar_caps, small_markets

pytestmark = pytest.mark.engine
PATHS = ("numpy", "compiled")


@given(small_markets(people=14, places=6, top_score=4), st.sampled_from(["single", "multiple"]), st.data())
@settings(max_examples=100, deadline=None)
def test_groups_within_groups_agree_with_naive_rounds(market, rule, data):
    caps = data.draw(laminar_caps(market.capacities.size))
    for path in PATHS:
        allocation = deferred_acceptance(market, rule=rule, seed=1, caps=caps, path=path)
        assert allocation.assignment.tolist() == oracle.capped(market, allocation.lottery, caps)
        assert all(allocation.fill[group.members].sum() <= group.seats for group in caps.groups)
        assert verify(market, allocation.assignment, allocation.lottery, caps).passed


@given(small_markets(people=4, places=3), st.data())
@settings(max_examples=100, deadline=None)
def test_any_answer_under_caps_is_judged_as_its_definition_says(market, data):
    caps = data.draw(laminar_caps(market.capacities.size))
    lottery = deferred_acceptance(market, seed=1).lottery
    limits = [({place}, seats) for place, seats in enumerate(market.capacities.tolist())]
    limits += [(set(group.members.tolist()), group.seats) for group in caps.groups]
    spans = list(itertools.pairwise(market.offsets.tolist()))
    for picks in itertools.product(*([*range(start, end), None] for start, end in spans)):
        held = [e for e in picks if e is not None]
        fits = all(market.acceptable[held]) and oracle.chosen(held, market, lottery, limits) == sorted(
            held, key=lambda e: (-int(market.scores[e]), int(lottery.numbers[e]))
        )
        wanted = [
            e
            for (start, end), pick in zip(spans, picks, strict=True)
            for e in range(start, end if pick is None else pick)
            if market.acceptable[e]
        ]
        expected = fits and not any(e in oracle.chosen([*held, e], market, lottery, limits) for e in wanted)
        seats = np.array([UNPLACED if e is None else market.positions[e] for e in picks], dtype=np.int32)
        assert verify(market, seats, lottery, caps).passed == expected


@given(small_markets(people=10, places=5, top_score=4), st.data())
@settings(max_examples=100, deadline=None)
def test_caps_nobody_meets_change_nothing(market, data):
    caps = data.draw(laminar_caps(market.capacities.size))
    wide = Caps.of([(group.members, market.applicants, group.name) for group in caps.groups])
    for path in PATHS:
        capped = deferred_acceptance(market, seed=2, caps=wide, path=path)
        assert capped.assignment.tolist() == deferred_acceptance(market, seed=2).assignment.tolist()


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(0, 3),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_under_caps_too_no_false_list_helps_its_author(scores, seats, data):
    everything = [subset for k in range(4) for subset in itertools.permutations(range(3), k)]
    truth = [data.draw(st.sampled_from(everything)) for _ in scores]
    caps = Caps.of([([0, 1], seats, "both")])

    def seat(lists, applicant):
        choices = [[(p, row[p]) for p in listed] for listed, row in zip(lists, scores, strict=True)]
        allocation = deferred_acceptance(Market.from_lists(choices, [2, 1, 1]), seed=4, caps=caps)
        return int(allocation.assignment[applicant])

    for applicant, honest in enumerate(truth):
        worth = {place: -index for index, place in enumerate(honest)} | {UNPLACED: -len(honest)}
        obtained = worth[seat(truth, applicant)]
        for lie in everything:
            lists = [*truth[:applicant], lie, *truth[applicant + 1 :]]
            assert worth.get(seat(lists, applicant), -99) <= obtained


@pytest.fixture
def site():
    """Two openings of one site with a seat each, one seat for the site, and one elsewhere."""
    choices = [[(0, 90)], [(1, 80), (2, 50)], [(1, 95), (0, 60)], [(2, 40)]]
    return Market.from_lists(choices, capacities=[1, 1, 1]), Caps.of([([0, 1], 1, "site")])


@pytest.mark.parametrize("path", PATHS)
def test_the_group_keeps_the_best_of_its_positions_and_says_so(site, path):
    market, caps = site
    allocation = deferred_acceptance(market, seed=0, caps=caps, path=path)
    assert allocation.assignment.tolist() == [-1, 2, 1, -1]
    assert allocation.cutoffs.tolist() == [95, 95, 50]
    assert allocation.binding.tolist() == [1, 0, 0]
    assert allocation.last_lots.tolist() == [allocation.lottery.numbers[3]] * 2 + [allocation.lottery.numbers[2]]
    reason = explain(market, allocation, 0)[0]
    assert (reason.verdict, reason.cutoff, reason.margin, reason.group) == (Verdict.BELOW_CUTOFF, 95, -5, "site")
    assert explain(market, allocation, 3)[0].group is None
    assert least_score(market, allocation, 0, 1) == 96 - (allocation.lottery.numbers[0] < allocation.lottery.numbers[3])


def test_a_group_without_seats_has_none_to_give(site):
    market, _ = site
    caps = Caps.of([([0, 1], 0, "site")])
    allocation = deferred_acceptance(market, seed=0, caps=caps)
    assert allocation.assignment.tolist() == [-1, 2, -1, -1]
    reason = explain(market, allocation, 0)[0]
    assert (reason.verdict, reason.cutoff, reason.group) == (Verdict.NO_SEATS, None, None)
    assert least_score(market, allocation, 0, 1) is None


def test_too_many_in_a_group_are_seen_and_the_group_is_named(site):
    market, caps = site
    certificate = verify(market, [0, 2, 1, -1], caps=caps)
    assert certificate.counts == {"over_cap": 1}
    assert certificate.offences[0].position == 0


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([([0, 1], 1, "a"), ([1, 2], 1, "b")], "caps 'a' and 'b' overlap, and neither holds the other"),
        ([([0, 1, 2], 1, "a"), ([0], 1, "b"), ([2, 3], 1, "c")], "caps 'c' and 'a' overlap"),
        ([([0], -1, "a")], "cap 'a' has -1 seats; 0 to 2147483647 are possible"),
        ([([0], 2**31, "a")], "cap 'a' has 2147483648 seats"),
        ([([0], 1.5, "a")], "cap 'a' has 1.5 seats"),
        ([([0], True, "a")], "cap 'a' has True seats"),
        ([([-1], 1, "a")], "cap 'a' needs a list of positions, counted from 0"),
        ([([float("nan")], 1, "a")], "is not a whole number"),
    ],
)
def test_caps_that_make_no_sense_are_refused(groups, words):
    with pytest.raises(InvalidMarket, match=words.replace("(", "\\(")):
        Caps.of(groups)


def test_a_cap_on_a_position_that_does_not_exist_is_refused_by_the_market(site):
    market, _ = site
    with pytest.raises(InvalidMarket, match="cap 'x' names position 3, which does not exist") as caught:
        deferred_acceptance(market, seed=0, caps=Caps.of([([], 0, "nobody"), ([3], 1, "x")]))
    assert caught.value.faults[0].row == 1


def test_the_same_group_twice_is_the_lower_of_both(site):
    market, _ = site
    caps = Caps.of([([0, 1], 2, "a"), ([1, 0], 1, "b")])
    assert sorted(caps.depths) == [0, 1]
    for path in PATHS:
        assert deferred_acceptance(market, seed=0, caps=caps, path=path).assignment.tolist() == [-1, 2, 1, -1]


def test_caps_belong_to_the_applicants_side_and_to_the_input(site):
    market, caps = site
    with pytest.raises(ValueError, match="caps hold only where applicants propose"):
        deferred_acceptance(market, seed=0, proposing="positions", caps=caps)
    hashes = {deferred_acceptance(market, seed=0, caps=c).input_hash for c in (None, caps, Caps.of([([0], 1, "site")]))}
    assert len(hashes) == 3
