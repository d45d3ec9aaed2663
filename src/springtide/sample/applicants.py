"""Invented people as candidates with their applications and preferences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from springtide.applications.models import Application, Candidate, Preference
from springtide.applications.rules.eligibility import Facts, Window, judge, verdict
from springtide.applications.rules.entries import NOTICE
from springtide.foundation.accounts.models import Person
from springtide.foundation.text.search import search_words
from springtide.sample.ground import Ground
from springtide.sample.past import Past, days
from springtide.sample.people import SamplePerson
from springtide.sample.season import DAY, arrivals
from springtide.sample.words import Words, pair, table

LETTERS = np.array(list("23456789ABCDEFGHJKMNPQRSTVWXYZ"))
DRAFTS, WITHDRAWN, LATE = 0.06, 0.03, 0.01


@dataclass(frozen=True)
class Applicant:
    """One invented person with the rows made for them. `wants`: keys of openings; `at`: when it was sent."""

    told: SamplePerson
    application: Application
    wants: tuple[str, ...]
    at: datetime | None

    @property
    def person(self) -> Person:
        return self.application.candidate.person


@dataclass(frozen=True)
class Timed:
    """When somebody sends what: the plan before the rows. `at` is None for a draft."""

    told: SamplePerson
    wants: tuple[str, ...]
    at: datetime | None
    state: str


def time_applications(
    ground: Ground, people: Sequence[SamplePerson], now: datetime, rng: np.random.Generator
) -> list[Timed]:
    """Who sends when. Whoever comes before a phase opens ranks only what they can see."""
    calendar, season = ground.planned.head["calendar"], ground.season
    closed = season.deadline < now
    end = season.deadline if closed else now
    length = (end - season.opens).total_seconds()
    seconds = arrivals(rng, len(people), length) if closed else _so_far(rng, len(people), length, ground)
    luck = rng.random(len(people))
    timed = []
    for told, second, fate in zip(people, seconds.tolist(), luck.tolist(), strict=True):
        at = season.opens + timedelta(seconds=second)
        state = "draft" if fate < DRAFTS else "withdrawn" if fate < DRAFTS + WITHDRAWN else "submitted"
        if closed and fate > 1 - LATE:
            at, state = season.deadline + timedelta(minutes=calendar["grace_minutes"] + 60 * rng.random()), "late"
        elif closed and fate > 1 - 2 * LATE:
            at = season.deadline + timedelta(seconds=int(rng.integers(1, 570)))
        seen = tuple(key for key in told.preferences if _visible_from(ground, key) <= at)
        if not seen:
            at, seen = (
                _visible_from(ground, told.preferences[0]) + timedelta(seconds=second / length * DAY),
                told.preferences[:1],
            )
        timed.append(Timed(told, seen, None if state == "draft" else min(at, now - timedelta(minutes=5)), state))
    return timed


def _visible_from(ground: Ground, key: str) -> datetime:
    return ground.openings[key].position.division.phase.opens_at


def _so_far(rng: np.random.Generator, n: int, length: float, ground: Ground) -> np.ndarray:
    """Seconds after opening in an intake that is still open: a rush at the start and at each further phase."""
    starts = [(at - ground.season.opens).total_seconds() for at in ground.season.phases.values()]
    rush = np.array(starts)[rng.integers(len(starts), size=n)] + rng.exponential(1.5 * DAY, n)
    seconds = np.where(rng.random(n) < 0.55, rush, rng.uniform(0, length, n))
    return np.where(seconds < length, seconds, rng.uniform(0, length, n))


def write_applications(ground: Ground, timed: Sequence[Timed], rng: np.random.Generator, past: Past) -> list[Applicant]:
    """Person, candidate, application and preferences of each, with their journal lines."""
    persons = [_person(one.told) for one in timed]
    Person.objects.bulk_create(persons)
    candidates = [_candidate(one.told, person) for one, person in zip(timed, persons, strict=True)]
    Candidate.objects.bulk_create(candidates)
    receipts = ["".join(row) for row in LETTERS[rng.integers(len(LETTERS), size=(len(timed), 10))]]
    rows = [
        _application(ground, one, candidate, receipt, rng)
        for one, candidate, receipt in zip(timed, candidates, receipts, strict=True)
    ]
    Application.objects.bulk_create(rows)
    applicants = [Applicant(one.told, row, one.wants, one.at) for one, row in zip(timed, rows, strict=True)]
    Preference.objects.bulk_create(
        Preference(
            application=applicant.application,
            opening=ground.openings[key],
            division=ground.openings[key].position.division,
            rank=rank,
        )
        for applicant in applicants
        for rank, key in enumerate(applicant.wants, 1)
    )
    for applicant in applicants:
        _note(ground, applicant, past)
    return applicants


def _person(told: SamplePerson) -> Person:
    row = Person(
        email=told.email, name=told.name, language=told.language, time_zone=table("study.toml")["zones"][told.country]
    )
    row.password = "!"  # noqa: S105  unusable, as create_user makes it: people sign in by code
    return row


def _candidate(told: SamplePerson, person: Person) -> Candidate:
    words = search_words(told.name, told.email, told.school)
    return Candidate(person=person, name=told.name, country=told.country, words=words)


def _application(
    ground: Ground, one: Timed, candidate: Candidate, receipt: str, rng: np.random.Generator
) -> Application:
    told, intake = one.told, ground.intake
    countries = [ground.openings[key].site.country for key in one.wants]
    graduation = told.graduation.replace(day=1)
    facts = Facts(graduation, told.degree, list(told.work_countries), countries)
    findings = judge(facts, Window(intake.graduation_from, intake.graduation_to))
    sent = one.at is not None
    begun = (one.at or ground.season.opens + days(1)) - timedelta(minutes=int(rng.integers(9, 3000)))
    return Application(
        candidate=candidate,
        intake=intake,
        state=one.state,
        school=told.school,
        degree=told.degree,
        field=table("study.toml")["fields"][told.field]["name"][told.language],
        graduation=graduation,
        work_countries=list(told.work_countries),
        motivation=_motivation(ground, one, rng),
        transfer=told.transfer,
        source=told.source,
        notice_version=NOTICE if sent else "",
        receipt=f"ST-{receipt[:4]}-{receipt[4:8]}-{receipt[8:]}" if sent else None,
        submitted_at=one.at,
        in_grace=one.at is not None and ground.season.deadline < one.at <= intake.real_deadline,
        eligible=verdict(findings) if sent else None,
        findings=findings if sent else [],
        created=max(begun, ground.season.opens),
        changed=one.at or max(begun, ground.season.opens),
    )


def _motivation(ground: Ground, one: Timed, rng: np.random.Generator) -> str:
    lines = table("stories.toml")["motivation"][one.told.language]
    position = ground.plans[one.wants[0]].position
    names: Words = pair(table(f"work/{position.division}.toml")[position.work]["name"])
    work = names.get(one.told.language, names["en"])
    return str(lines[int(rng.integers(len(lines)))]).format(work=work)


def _note(ground: Ground, applicant: Applicant, past: Past) -> None:
    """Opened, sent, withdrawn: by the candidate."""
    row, person, scope = applicant.application, applicant.person, ground.scope
    past.note(row.created, "applications.opened", row, by=person, scope=scope, source=row.source)
    if applicant.at is None:
        return
    verb, to = ("submit_late", "late") if row.state == "late" else ("submit", "submitted")
    past.note(
        applicant.at,
        f"applications.{verb}",
        row,
        by=person,
        scope=scope,
        **{"from": "draft", "to": to, "receipt": row.receipt, "eligible": row.eligible, "notice": row.notice_version},
    )
    if row.state == "withdrawn":
        at = applicant.at + days(0.6)
        past.note(at, "applications.withdraw", row, by=person, scope=scope, **{"from": "submitted", "to": "withdrawn"})
