"""Thirty-nine public résumés with their truth: the floors this reader has reached and must keep.

The figures are those of the set's own scorer (docs/algorithms/resume.md); here a stricter, shorter count that
needs nothing but the reader: exact values for what must be exact, and the degree, start and end of each stay.
"""

import json
from collections import Counter
from datetime import date

import pytest

from springtide_engine.resume.limits import Limits
from springtide_engine.resume.reading import Outcome, read_resumes
from tests.real_input import shared_data

FLOORS = {"name": 0.97, "emails": 0.94, "phones": 0.94, "degrees": 0.94, "ends": 0.94, "skills": 0.82}


@pytest.fixture(scope="module")
def counted():
    real_input = shared_data()
    truth = json.loads((real_input / "resumes" / "truth.json").read_text("utf-8"))["items"]
    paths = [real_input / "resumes" / item["file"] for item in truth]
    right, asked = Counter(), Counter()
    for item, (_, reading) in zip(
        truth, read_resumes(paths, limits=Limits(previews=0), today=date(2026, 11, 1)), strict=True
    ):
        assert reading.outcome is Outcome.READ, item["file"]
        for name, wanted, found in pairs(item, reading.profile):
            asked[name] += len(wanted)
            right[name] += sum((wanted & found).values())
    return right, asked


def pairs(item, profile):
    if item["name"]:
        yield "name", Counter([item["name"].casefold()]), Counter(values([profile.name] if profile.name else []))
        yield "emails", Counter(item["emails"]), Counter(values(profile.emails))
        yield "phones", Counter(item["phones"]), Counter(values(profile.phones))
    stays = item["education"]
    degrees = [stay.degree_level for stay in profile.education if stay.degree_level]
    ends = [stay.end.value[:4] for stay in profile.education if stay.end]
    yield "degrees", Counter(stay["degree_level"] for stay in stays if stay["degree_level"]), Counter(values(degrees))
    yield "ends", Counter(stay["end"][:4] for stay in stays if stay["end"]), Counter(ends)
    yield "skills", Counter(skill.casefold() for skill in item["skills"] or []), Counter(values(profile.skills))


def values(found):
    return [each.value.casefold() for each in found]


@pytest.mark.parametrize("field", sorted(FLOORS))
def test_the_open_set_keeps_its_floor(counted, field):
    right, asked = counted
    assert right[field] / asked[field] >= FLOORS[field], f"{right[field]} of {asked[field]}"
