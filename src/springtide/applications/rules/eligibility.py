"""Who fits an intake, by versioned rules: plain values in, findings with their evidence out.

Nothing here turns anybody away: an application with findings against it is sent like any other, and a
named person decides. Words are made when a finding is shown, so that they follow the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

VERSION = "2026-11"
DEGREES = ("bachelor", "engineer", "master", "phd")


@dataclass(frozen=True)
class Window:
    """Graduation months an intake is for, both included; days are ignored."""

    first: date
    last: date


@dataclass(frozen=True)
class Facts:
    """What the candidate says. `ranked_countries`: of the sites ranked, in order, repeats allowed."""

    graduation: date | None
    degree: str
    work_countries: Sequence[str]
    ranked_countries: Sequence[str]


class Finding(TypedDict):
    """`met` is None where the candidate has not said enough yet. All values are plain JSON."""

    rule: str
    version: str
    met: bool | None
    evidence: dict[str, str | list[str]]


def judge(facts: Facts, window: Window) -> list[Finding]:
    """One finding for each rule, always in the same order."""
    return [_graduation(facts, window), _degree(facts), _work_right(facts)]


def verdict(findings: Sequence[Finding]) -> bool | None:
    """False if one rule is not met; None if none speaks against it but not all can be told."""
    answers = {finding["met"] for finding in findings}
    if False in answers:
        return False
    return None if None in answers else True


def _finding(rule: str, met: bool | None, **evidence: str | list[str]) -> Finding:
    return Finding(rule=rule, version=VERSION, met=met, evidence=evidence)


def _month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _graduation(facts: Facts, window: Window) -> Finding:
    first, last = _month(window.first), _month(window.last)
    if facts.graduation is None:
        return _finding("graduation", None, first=first, last=last)
    said = _month(facts.graduation)
    return _finding("graduation", first <= said <= last, said=said, first=first, last=last)


def _degree(facts: Facts) -> Finding:
    return _finding("degree", facts.degree in DEGREES if facts.degree else None, said=facts.degree)


def _work_right(facts: Facts) -> Finding:
    ranked = sorted(set(facts.ranked_countries))
    lacking = [country for country in ranked if country not in facts.work_countries]
    met = None if not ranked or not facts.work_countries else not lacking
    return _finding("work_right", met, ranked=ranked, said=sorted(facts.work_countries), lacking=lacking)
