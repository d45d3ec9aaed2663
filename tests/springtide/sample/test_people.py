"""Invented people: the same from a seed, reachable by nobody, with names as people have them."""

import time
from collections import Counter
from datetime import date

import numpy as np

from springtide.sample.intake import load_intake
from springtide.sample.people import people
from springtide.sample.season import DAY, arrivals, lay_season
from springtide.sample.staff import staff

INTAKE = load_intake()
PEOPLE = list(people(7, 6_000))
RESERVED = ("example.org", "example.com", "example.net", ".example")


def test_the_same_seed_gives_the_same_people() -> None:
    assert list(people(7, 6_000)) == PEOPLE
    assert next(people(8, 1)) != PEOPLE[0]


def test_addresses_are_unique_and_at_reserved_domains() -> None:
    addresses = [person.email for person in PEOPLE] + [member.email for member in staff(INTAKE)]
    assert len(set(addresses)) == len(addresses)
    assert all(address.rpartition("@")[2].endswith(RESERVED) for address in addresses)
    assert all(address.isascii() for address in addresses)


def test_names_come_in_four_scripts_and_in_awkward_shapes() -> None:
    origins = Counter(person.origin for person in PEOPLE)
    assert origins["zh"] > len(PEOPLE) / 2
    assert all(origins[origin] > 50 for origin in ("en", "fr", "ar", "hard"))
    names = " ".join(person.name for person in PEOPLE)
    assert all(part in names for part in ("𠮷", "O'Brien", "Nguyễn", "Null", "\u200c"))


def test_preferences_are_openings_ranked_once_and_mostly_where_the_person_may_work() -> None:
    site = {opening.key: opening.site for opening in INTAKE.openings}
    for person in PEOPLE:
        assert 1 <= len(set(person.preferences)) == len(person.preferences) <= 6
    may = [
        INTAKE.sites[site[key]]["country"] in person.work_countries for person in PEOPLE for key in person.preferences
    ]
    assert 0.8 < sum(may) / len(may) < 1


def test_people_rank_what_fits_them() -> None:
    required = {opening.key: set(opening.position.required) for opening in INTAKE.openings}
    first = sum(len(required[p.preferences[0]] & set(p.skills)) for p in PEOPLE)
    anybody = sum(len(required[q.preferences[0]] & set(p.skills)) for p, q in zip(PEOPLE, PEOPLE[::-1], strict=True))
    assert first > 1.5 * anybody


def test_some_openings_are_run_after() -> None:
    ranked = Counter(key for person in PEOPLE for key in person.preferences)
    top = sum(count for _key, count in ranked.most_common(len(INTAKE.openings) // 10))
    assert top > 0.3 * ranked.total()


def test_most_but_not_all_graduate_within_the_window() -> None:
    first, last = INTAKE.head["calendar"]["window"]
    inside = sum(first <= person.graduation <= last for person in PEOPLE) / len(PEOPLE)
    assert 0.88 < inside < 0.97


def test_a_hundred_thousand_people_take_seconds() -> None:
    began = time.process_time()
    assert sum(1 for _person in people(1, 20_000)) == 20_000
    assert time.process_time() - began < 4  # five times this is the whole season


def test_the_season_laid_on_its_original_day_gives_the_original_dates() -> None:
    season = lay_season(date(2025, 3, 25), INTAKE.head)
    assert season.shifted == 0
    later = lay_season(date(2026, 11, 24), INTAKE.head)
    assert later.shifted == 609
    assert season.window == later.window == (date(2025, 11, 1), date(2026, 10, 31))


def test_the_season_is_open_on_any_day() -> None:
    for day in range(0, 366, 7):
        season = lay_season(date.fromordinal(date(2027, 1, 1).toordinal() + day), INTAKE.head)
        assert season.opens.date() < season.today < season.deadline.date()
        assert season.deadline.date() < season.starts < season.ends


def test_applications_crowd_before_the_deadline_as_they_did_in_reality() -> None:
    before_end = 26 * DAY - arrivals(np.random.default_rng(1), 28_400, 26 * DAY)
    assert before_end.min() > 0
    assert 3_500 < (before_end < 3600).sum() < 4_700
    assert 40 < (before_end < 60).sum() < 160


def test_staff_cover_every_division_and_every_site() -> None:
    members = staff(INTAKE)
    for division in INTAKE.divisions:
        assert {m.role for m in members if m.division == division} == {"recruiter", "reviewer", "interviewer", "mentor"}
        sites = {o.site for o in INTAKE.openings if o.position.division == division}
        assert {m.site for m in members if m.division == division and m.role == "mentor"} == sites
        in_paris = sum(m.role == "mentor" and m.division == division and m.site == "paris" for m in members)
        assert 3 * in_paris >= INTAKE.seats(division=division, site="paris")
    assert {"lead", "approver", "auditor"} <= {member.role for member in members}
