"""A conflict is one, and none of its targets is too many: by all assignments of small markets."""

import pytest
from hypothesis import given, settings

from springtide_engine.matching import Market, Target, Traits, find_conflict
from tests.engine.matching import target_oracle as oracle

pytestmark = pytest.mark.engine


@given(oracle.targeted(most=5))
@settings(max_examples=100, deadline=None)
def test_a_conflict_is_irreducible(case):
    market, traits, targets, _ = case
    answers = list(oracle.every(market))

    def possible(some):
        return any(all(oracle.keeps(market, traits, target, seats) for target in some) for seats in answers)

    conflict = find_conflict(market, targets, traits=traits)
    assert (conflict is None) == possible(targets)
    if conflict is None:
        return
    blamed = [target for target in targets if target.name in conflict.names]
    assert [target.name for target in blamed] == list(conflict.names)
    assert not possible(blamed)
    for target in blamed:
        assert possible([other for other in blamed if other is not target])
    assert set(conflict.missing) == set(conflict.names)


def shifted(target, seats):
    """The same count, eased by so many seats."""
    make = Target.floor if target.bound == "floor" else Target.ceiling
    return make(target.of, target.value + (seats if target.bound == "ceiling" else -seats), name=target.name)


@given(oracle.targeted(most=5))
@settings(max_examples=100, deadline=None)
def test_one_seat_less_than_what_is_missing_is_not_enough(case):
    market, traits, targets, _ = case
    counts = [target for target in targets if target.kind == "count"]
    conflict = find_conflict(market, counts, traits=traits)
    for name in conflict.names if conflict else ():
        eased = [
            shifted(target, conflict.missing[name] - 1) if target.name == name else target
            for target in counts
            if target.name in conflict.names
        ]
        assert find_conflict(market, eased, traits=traits) is not None


def test_what_is_missing_is_counted_in_seats():
    market = Market.from_lists([[(0, 1), (1, 1)]] * 9, [5, 5])
    traits = Traits({"city": ["hz", "bj"]})
    targets = [
        Target.ceiling("city=bj", 9, name="idle"),
        Target.floor("city=hz", 4, name="hz"),
        Target.share("city=hz", at_most="1/4", name="few hz"),
    ]
    conflict = find_conflict(market, targets, traits=traits)
    assert conflict is not None
    assert conflict.names == ("hz", "few hz")
    assert dict(conflict.missing) == {"hz": 3, "few hz": 2}
    assert find_conflict(market, targets[:2], traits=traits) is None
