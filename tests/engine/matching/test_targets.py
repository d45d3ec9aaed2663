"""Targets say what is wrong with them, and read as people write them."""

from fractions import Fraction

import numpy as np
import pytest

from springtide_engine.matching import (
    InvalidMarket,
    Market,
    Target,
    Traits,
    find_conflict,
    meet_targets,
    optimal_allocation,
    verify_targets,
)

pytestmark = pytest.mark.engine
MARKET = Market.from_lists([[(0, 1)], [(1, 1)]], [1, 1])
TRAITS = Traits({"city": ["hz", "bj"], "ai": [True, False], "level": [3, 4]}, {"group": ["a", "b"]})


def test_a_target_reads_as_it_is_written():
    share = Target.share("family=ai", at_least=0.1, within="division=cloud")
    assert (share.value, share.of, share.within) == (Fraction(1, 10), {"family": "ai"}, {"division": "cloud"})
    assert share.name == "family=ai ≥ 0.1 of division=cloud"
    assert Target.floor("city=hz, ai=true", 3).name == "city=hz, ai=true ≥ 3"
    assert Target.share({"ai": True}, at_most="2/3").bound == "ceiling"


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: Target.share("ai=true", at_least=1.2, name="much"), r"'much': a share lies between 0 and 1"),
        (lambda: Target.share("ai=true", at_least=-0.1), "a share lies between"),
        (lambda: Target.share("ai=true", at_least=float("nan")), "not a number: nan"),
        (lambda: Target.share("ai=true", at_least=float("inf")), "not a number: inf"),
        (lambda: Target.share("ai=true", at_least="half"), "not a number: 'half'"),
        (lambda: Target.share("ai=true"), "either at_least or at_most"),
        (lambda: Target.share("ai=true", at_least=0.1, at_most=0.2), "either at_least or at_most"),
        (lambda: Target.share("ai=true", at_least=Fraction(1, 10**7)), "at most 1000000 parts"),
        (lambda: Target.floor("ai=true", -1), "whole number of seats from 0 up, not -1"),
        (lambda: Target.floor("ai=true", 1.5), "whole number of seats"),
        (lambda: Target.floor("ai", 1), "should read 'trait=value, trait=value'"),
        (lambda: Target("x", "count", "floor", Fraction(1), {}, {"ai": True}), "a count has no whole"),
        (lambda: Target("", "count", "floor", Fraction(1), {}), "needs a name"),
        (lambda: Target("x", "part", "floor", Fraction(1), {}), "unknown kind 'part'"),
        (lambda: Target("x", "count", "least", Fraction(1), {}), "unknown bound 'least'"),
        (lambda: Target.share("", at_least=0.5, within="applicant.group=a", base="seats"), "seats have no applicants"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(make, text):
    with pytest.raises(InvalidMarket, match=text):
        make()


@pytest.mark.parametrize(
    "use",
    [
        lambda targets, traits: optimal_allocation(MARKET, targets, traits=traits, seed=1),
        lambda targets, traits: meet_targets(MARKET, targets, traits=traits, seed=1),
        lambda targets, traits: find_conflict(MARKET, targets, traits=traits),
        lambda targets, traits: verify_targets(MARKET, [0, 1], targets, traits),
    ],
)
@pytest.mark.parametrize(
    ("targets", "traits", "text"),
    [
        (
            [Target.floor("", 0, name="a"), Target.floor("town=hz", 1)],
            TRAITS,
            "target 1 'town=hz ≥ 1': unknown trait 'town'",
        ),
        ([Target.floor("applicant.city=hz", 1)], TRAITS, "target 0 .*unknown trait 'applicant.city'"),
        ([Target.floor("", 0, name="a")] * 2, TRAITS, "target 1: the name 'a' is taken"),
        ([], Traits({"city": ["hz"]}), r"the trait 'city' has the shape \(1,\) where there are 2 positions"),
        ([], Traits({}, {"group": [["a", "b"]]}), r"the trait 'group' has the shape \(1, 2\)"),
    ],
)
def test_everybody_refuses_targets_that_do_not_fit_and_names_the_row(use, targets, traits, text):
    with pytest.raises(InvalidMarket, match=text):
        use(targets, traits)


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("ai=true", 1),
        ({"ai": True}, 1),
        ("level=4", 1),
        ({"level": 3}, 1),
        ("city=nowhere", 0),
        ({"city": 5}, 0),
        ("", 2),
    ],
)
def test_values_are_found_as_text_and_as_themselves(wanted, part):
    judged = verify_targets(MARKET, np.array([0, 1]), [Target.floor(wanted, 0, name="x")], TRAITS)
    assert judged.standings[0].part == part


def test_a_standing_counts_part_whole_and_what_is_missing():
    target = Target.share("ai=true", at_least="3/4", name="ai")
    standing = verify_targets(MARKET, np.array([0, 1]), [target], TRAITS).standings[0]
    assert (standing.part, standing.whole, standing.met, standing.missing) == (1, 2, False, 1)
    seats = Target.share("ai=true", at_least="1/2", base="seats", name="ai")
    standing = verify_targets(MARKET, np.array([0, -1]), [seats], TRAITS).standings[0]
    assert (standing.part, standing.whole, standing.met, standing.missing) == (1, 2, True, 0)
