"""Targets: exact at the boundary, and the gap is the smallest number of seats that closes it."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springtide.planning.targets import Cell, Gap, contradicts, evaluate, possible


@dataclass(frozen=True)
class Wish:
    kind: str
    bound: str
    value: Decimal
    of: dict[str, Any] = field(default_factory=dict)
    within: dict[str, Any] = field(default_factory=dict)


def cloud(ai: int, others: int) -> list[Cell]:
    return [
        Cell("cloud", "hangzhou", "ml", True, ai),
        Cell("cloud", "paris", "web", False, others),
        Cell("gaode", "hangzhou", "ml", True, 1000),
    ]


AI_AT_CLOUD = Wish("share", "floor", Decimal("80.00"), {"ai": True}, {"division": "cloud"})


def test_a_target_that_the_seats_cannot_meet_says_what_would() -> None:
    standing = evaluate(AI_AT_CLOUD, cloud(412, 148))
    assert (standing.part, standing.whole, standing.met) == (412, 560, False)
    assert standing.gap == Gap(turned=36, added=180, removed=45)


def test_exactly_at_the_boundary_is_met_and_one_seat_below_is_not() -> None:
    assert evaluate(AI_AT_CLOUD, cloud(80, 20)).met
    assert not evaluate(AI_AT_CLOUD, cloud(79, 20)).met
    a_third = Wish("share", "floor", Decimal("33.33"), {"ai": True}, {"division": "cloud"})
    assert evaluate(a_third, cloud(1, 2)).met
    assert not evaluate(replace(a_third, value=Decimal("33.34")), cloud(1, 2)).met


def test_a_share_of_nothing_has_nothing_to_measure_yet() -> None:
    standing = evaluate(AI_AT_CLOUD, [])
    assert (standing.value, standing.met, standing.gap) == (None, None, Gap())


def test_a_count_says_how_many_are_missing_or_too_many() -> None:
    paris = Wish("count", "floor", Decimal(40), {"site": "paris"})
    assert evaluate(paris, cloud(1, 31)).gap == Gap(added=9)
    assert evaluate(paris, cloud(1, 40)).met
    assert evaluate(replace(paris, bound="ceiling"), cloud(1, 43)).gap == Gap(removed=3)
    assert not evaluate(paris, []).met


def test_what_cannot_be_met_is_set_apart() -> None:
    paris = Wish("count", "floor", Decimal(40), {"site": "paris"})
    met, unmet = possible([AI_AT_CLOUD, paris], cloud(90, 10))
    assert [s.target for s in met] == [AI_AT_CLOUD] and [s.target for s in unmet] == [paris]


def test_a_floor_above_a_ceiling_over_the_same_seats_contradicts_it() -> None:
    low = replace(AI_AT_CLOUD, bound="ceiling", value=Decimal(50))
    assert contradicts(AI_AT_CLOUD, low) and contradicts(low, AI_AT_CLOUD)
    assert not contradicts(AI_AT_CLOUD, replace(low, value=Decimal(80)))
    assert not contradicts(AI_AT_CLOUD, replace(low, within={}))


@pytest.mark.parametrize("bound", ["floor", "ceiling"])
@given(ai=st.integers(0, 60), others=st.integers(0, 60), percent=st.integers(0, 100))
def test_each_way_closes_the_gap_and_one_seat_less_does_not(bound: str, ai: int, others: int, percent: int) -> None:
    wish = replace(AI_AT_CLOUD, bound=bound, value=Decimal(percent))
    standing = evaluate(wish, cloud(ai, others))
    if standing.met is not False:
        assert standing.gap == Gap()
        return
    sign = 1 if bound == "floor" else -1
    # (seats that count, others) after n seats of each way.
    ways = {
        "turned": lambda n: (ai + sign * n, others - sign * n),
        "added": lambda n: (ai + n, others) if sign == 1 else (ai, others + n),
        "removed": lambda n: (ai, others - n) if sign == 1 else (ai - n, others),
    }
    for name, way in ways.items():
        needed = getattr(standing.gap, name)
        if needed is not None:
            assert evaluate(wish, cloud(*way(needed))).met
            assert not evaluate(wish, cloud(*way(needed - 1))).met
