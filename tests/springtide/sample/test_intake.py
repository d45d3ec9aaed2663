"""The sample intake keeps to the public figures, in both languages, the same every time."""

import re
from typing import Any

import numpy as np
import pytest

from springtide.sample import intake as sample_intake
from springtide.sample.seats import apportion
from springtide.sample.words import LANGUAGES, ROOT, folder, skill_name, table

INTAKE = sample_intake.load_intake()
TIERS = re.compile(
    r"985|211|双一流|一本|名校|重点(大学|院校|本科)|海归|QS\s*\d"
    r"|top[- ]?\d*\s*(universit|school)|ivy|elite universit|grandes? école",
    re.IGNORECASE,
)


def value(target: sample_intake.PlannedTarget) -> float:
    scope: dict[str, Any] = dict(target.scope)
    planned = INTAKE.seats(**scope)
    match target.measure:
        case "count":
            return planned
        case "ai_count":
            return INTAKE.seats(ai=True, **scope)
        case "ai_share":
            return INTAKE.seats(ai=True, **scope) / planned
        case _:
            return planned / int(INTAKE.sites[scope["site"]]["staff"])


def test_the_public_figures_hold() -> None:
    assert INTAKE.seats() >= 3000
    assert INTAKE.seats(ai=True) >= 1500
    assert set(INTAKE.sites) == {"hangzhou", "beijing", "shanghai", "guangzhou", "shenzhen", "paris", "dubai"}
    assert 560 <= len(INTAKE.openings) <= 660
    assert all(opening.seats >= 1 for opening in INTAKE.openings)
    for division, row in INTAKE.divisions.items():
        assert INTAKE.seats(division=division) == row["seats"]


def test_the_planned_seats_meet_every_target() -> None:
    assert len(INTAKE.targets) == 12
    for target in INTAKE.targets:
        met = value(target) >= target.value if target.bound == "floor" else value(target) <= target.value
        assert met, f"{target.key}: {value(target)} against {target.value}"


def test_every_position_is_told_apart_and_in_both_languages() -> None:
    for language in ("en", "zh-hans"):
        assert len({position.title[language] for position in INTAKE.positions}) == len(INTAKE.positions)
        assert len({position.description[language] for position in INTAKE.positions}) == len(INTAKE.positions)
    for position in INTAKE.positions:
        assert re.search("[一-鿿]", position.title["zh-hans"])
        assert not re.search("[一-鿿]", position.title["en"] + position.description["en"])
        assert len(position.title["en"]) <= 160
        assert len(position.key) <= 90
        for skill in (*position.required, *position.wished):
            assert skill_name(skill)


def test_names_are_given_in_four_languages() -> None:
    named = [*INTAKE.divisions.values(), *INTAKE.sites.values(), *INTAKE.families.values(), *INTAKE.head["phases"]]
    for row in named:
        assert set(row["name"]) == set(LANGUAGES)
    for family in INTAKE.families.values():
        assert set(family["reason"]) == set(LANGUAGES)
    for target in INTAKE.targets:
        assert set(target.name) == set(LANGUAGES)
    assert set(table("about.toml")["text"]) == set(LANGUAGES)


def test_every_role_written_is_used() -> None:
    assert {position.role for position in INTAKE.positions} == set(folder("roles"))


def test_no_wording_limits_applicants_to_university_tiers() -> None:
    assert TIERS.search("要求985院校")  # the pattern does find such wording
    for path in [*ROOT.glob("roles/*"), *ROOT.glob("work/*"), ROOT / "intake.toml"]:
        assert not TIERS.search(path.read_text(encoding="utf-8")), path.name


def test_the_intake_is_the_same_every_time() -> None:
    again = sample_intake.load_intake.__wrapped__()
    assert again == INTAKE
    assert again is not INTAKE


def test_seats_are_apportioned_exactly_and_refused_where_too_few() -> None:
    assert apportion(10, np.array([1.0, 1.0, 6.0])).tolist() == [2, 2, 6]
    with pytest.raises(ValueError, match="2 seats for 3 openings"):
        apportion(2, np.ones(3))
