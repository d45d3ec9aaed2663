"""Slow and obvious: every assignment of a small market, targets counted person by person."""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from hypothesis import strategies as st

from springtide_engine.matching import UNPLACED, Market, Target, Traits
from tests.engine.matching.markets import small_markets
from tests.engine.matching.oracle import lists

CITIES, FAMILIES, GROUPS = ("bj", "hz"), (True, False), ("a", "b")


@st.composite
def targeted(draw: st.DrawFn, people: int = 5, places: int = 4, most: int = 4):
    """A small market, its traits, up to `most` targets (shares and counts, both bounds) and utilities."""
    market = draw(small_markets(people=people, places=places))
    m, n = market.capacities.size, market.applicants
    traits = Traits(
        {
            "city": draw(st.lists(st.sampled_from(CITIES), min_size=m, max_size=m)),
            "ai": draw(st.lists(st.sampled_from(FAMILIES), min_size=m, max_size=m)),
        },
        {"group": draw(st.lists(st.sampled_from(GROUPS), min_size=n, max_size=n))},
    )
    of = st.sampled_from(
        ["city=hz", "city=bj", "ai=true", "applicant.group=a", "applicant.group=b, ai=false", "city=hz, ai=true", ""]
    )
    within = st.sampled_from(["", "", "city=hz", "ai=false", "applicant.group=a"])
    share = st.sampled_from(["0", "1/3", "1/2", "4/5", "1"])
    targets = []
    for index in range(draw(st.integers(0, most))):
        name, floor = f"t{index}", draw(st.booleans())
        if draw(st.booleans()):
            make = Target.floor if floor else Target.ceiling
            targets.append(make(draw(of), draw(st.integers(0, 3)), name=name))
        else:
            inside = draw(within)
            base = "filled" if inside.startswith("applicant") else draw(st.sampled_from(["filled", "seats"]))
            bound = {"at_least" if floor else "at_most": draw(share)}
            targets.append(Target.share(draw(of), within=inside, base=base, name=name, **bound))
    utility = draw(st.lists(st.integers(0, 9), min_size=market.positions.size, max_size=market.positions.size))
    return market, traits, targets, utility


def every(market: Market) -> Iterator[tuple[int, ...]]:
    """All assignments within lists and seats."""
    for seats in itertools.product(*([*listed, UNPLACED] for listed in lists(market))):
        if all(seats.count(place) <= most for place, most in enumerate(market.capacities.tolist())):
            yield seats


def fits(wanted: str, position: dict, person: dict) -> bool:
    """Read one filter, as people do."""
    for part in filter(None, wanted.split(", ")):
        key, value = part.split("=")
        own = person[key[10:]] if key.startswith("applicant.") else position[key]
        if str(own).lower() != value:
            return False
    return True


def as_text(wanted) -> str:
    return ", ".join(f"{key}={value}" for key, value in wanted.items())


def keeps(market: Market, traits: Traits, target: Target, seats: Sequence[int]) -> bool:
    """Is this target met?"""
    part = whole = 0
    rows = [{key: column[p] for key, column in traits.positions.items()} for p in range(market.capacities.size)]
    for person, place in enumerate(seats):
        if place == UNPLACED:
            continue
        group = {key: column[person] for key, column in traits.applicants.items()}
        if fits(as_text(target.within), rows[place], group):
            whole += 1
            part += fits(as_text(target.of), rows[place], group)
    if target.kind == "share" and target.base == "seats":
        whole = sum(int(market.capacities[p]) for p in range(len(rows)) if fits(as_text(target.within), rows[p], {}))
    wanted = target.value * whole if target.kind == "share" else target.value
    return Fraction(part) >= wanted if target.bound == "floor" else Fraction(part) <= wanted


def worth(market: Market, utility: Sequence[int], seats: Sequence[int]) -> int:
    total = 0
    for person, place in enumerate(seats):
        for e in range(int(market.offsets[person]), int(market.offsets[person + 1])):
            total += int(utility[e]) if market.positions[e] == place else 0
    return total


def best(market: Market, traits: Traits, targets: Sequence[Target], utility: Sequence[int]) -> int | None:
    """The largest total, None where nothing keeps the targets."""
    totals = (
        worth(market, utility, seats)
        for seats in every(market)
        if all(keeps(market, traits, target, seats) for target in targets)
    )
    return max(totals, default=None)
