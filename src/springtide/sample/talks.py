"""Interviews as they were lived: invited, booked without collisions, held, scored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from springtide.foundation.accounts.models import Person
from springtide.interviews.models import SLOT_MINUTES, BusySlot, FreeTime, Interview, Mark, Round, Scorecard
from springtide.interviews.times import in_daytime
from springtide.sample.crew import Crew
from springtide.sample.ground import Ground
from springtide.sample.past import Past, days, moment
from springtide.sample.reading import Case
from springtide.sample.words import table
from springtide.screening.models import Criterion, Rubric
from springtide.screening.rules.totals import weighted_total

MINUTES = 45
HOURS = (9.5, 10.5, 11.5, 14.0, 15.0, 16.0, 17.0)
EVENINGS = (20.0, 21.0)  # for candidates on the other side of the world
AHEAD = 12  # nobody is booked further ahead, in days
LOCK_HOURS = 30  # within which an interviewer locks the scorecard, mostly
MISSED, UNLOCKED, NO_TIME = 0.04, 0.1, 0.3
SECOND = 60  # total (0–100) of the first round from which there is a second


@dataclass
class Stage:
    """What the interviews of one intake work with. `finished`: all scorecards were locked long ago."""

    ground: Ground
    crew: Crew
    past: Past
    rng: np.random.Generator
    rounds: dict[tuple[str, int], Round]
    criteria: list[Criterion]
    finished: bool
    taken: set[tuple[int, datetime]] = field(default_factory=set)


def make_rounds(ground: Ground, rubric: Rubric, lead: Person, past: Past) -> dict[tuple[str, int], Round]:
    """Two rounds for every division: about the work, then with the team."""
    rounds = {
        (key, place): Round(
            intake=ground.intake, division=division, names=names, place=place, minutes=MINUTES, rubric=rubric
        )
        for key, division in ground.divisions.items()
        for place, names in enumerate(table("rubrics.toml")["rounds"]["names"], 1)
    }
    Round.objects.bulk_create(rounds.values())
    for row in rounds.values():
        at = ground.season.opens - days(2)
        past.note(at, "interviews.open_round", row, by=lead, scope=row.division.scope, minutes=MINUTES)
    return rounds


def talk(stage: Stage, cases: Sequence[Case]) -> dict[tuple[int, str], int]:
    """Interview everybody who advanced. Returns the last locked total of (application id, division key)."""
    totals: dict[tuple[int, str], int] = {}
    advanced = [case for case in cases if case.advanced]
    for place in (1, 2):
        interviews = [_interview(stage, case, place) for case in advanced]
        Interview.objects.bulk_create(interviews)
        _block(interviews)
        totals |= _score(stage, advanced, interviews)
        for case, interview in zip(advanced, interviews, strict=True):
            _note(stage, case, interview)
        passed = {pk for (pk, _division), total in totals.items() if total >= SECOND}
        advanced = [case for case in advanced if case.application.pk in passed]
    return totals


def _interview(stage: Stage, case: Case, place: int) -> Interview:
    release = case.decision.release if case.decision else None
    assert release is not None  # noqa: S101  only released decisions advance
    invited = release.released_at + days(0.1 if place == 1 else 5)
    hesitates = not stage.finished and stage.rng.random() < NO_TIME and invited > stage.past.now - days(7)
    interviewer, at = (None, None) if hesitates else _slot(stage, case, invited + days(1.5))
    state = _state(stage, at)
    row = Interview(
        application=case.application,
        round=stage.rounds[case.division.slug, place],
        state=state,
        uid=stage.rng.bytes(16).hex(),
        created=min(invited, stage.past.now),
    )
    if at is not None and state not in ("invited", "cancelled"):
        row.interviewer, row.starts_at, row.ends_at = interviewer, at, at + timedelta(minutes=MINUTES)
        row.site = stage.ground.openings[case.applicant.wants[0]].site
        row.link = f"https://meet.springtide.example/{row.uid[:10]}"
    return row


def _state(stage: Stage, at: datetime | None) -> str:
    luck = stage.rng.random()
    if at is None:
        return "invited"
    if at + timedelta(hours=LOCK_HOURS) < stage.past.now:
        waits = not stage.finished and luck > 1 - UNLOCKED
        return "missed" if luck < MISSED else "booked" if waits else "held"
    if at <= stage.past.now:
        return "booked"
    return "cancelled" if luck > 1 - MISSED else "booked"


def _slot(stage: Stage, case: Case, earliest: datetime) -> tuple[Person, datetime | None]:
    """The first time that suits one interviewer of the division, on weekdays in their own working hours."""
    people = stage.crew.of("interviewer", case.division.slug)
    interviewer = people[int(stage.rng.integers(len(people)))]
    candidate, zone = case.applicant.person.pk, case.applicant.person.time_zone
    hours = HOURS if zone == interviewer.time_zone else HOURS + EVENINGS
    latest = min(stage.past.now, earliest) + days(AHEAD)
    day = earliest.date()
    while moment(day, 0, interviewer.time_zone) < latest:
        for hour in hours if day.weekday() < 5 else ():
            at = moment(day, hour, interviewer.time_zone)
            wakes = in_daytime(at, MINUTES, ZoneInfo(zone))
            if at > earliest and wakes and not (_meets(stage, interviewer.pk, at) or _meets(stage, candidate, at)):
                stage.taken |= {(interviewer.pk, at), (candidate, at)}
                return interviewer, at
        day += timedelta(days=1)
    return interviewer, None


def _meets(stage: Stage, person: int, at: datetime) -> bool:
    """Whether something else of this person overlaps: other zones begin at other quarters of an hour."""
    steps = range(-MINUTES + SLOT_MINUTES, MINUTES, SLOT_MINUTES)
    return any((person, at + timedelta(minutes=step)) in stage.taken for step in steps)


def _block(interviews: Sequence[Interview]) -> None:
    """Every quarter of an hour of what stands in a calendar, for both."""
    BusySlot.objects.bulk_create(
        BusySlot(person_id=person, starts_at=row.starts_at + timedelta(minutes=minutes), interview=row)
        for row in interviews
        if row.state in ("booked", "held", "missed") and row.starts_at is not None and row.interviewer_id is not None
        for person in (row.interviewer_id, row.application.candidate.person_id)
        for minutes in range(0, MINUTES, SLOT_MINUTES)
    )


def _score(stage: Stage, cases: Sequence[Case], interviews: Sequence[Interview]) -> dict[tuple[int, str], int]:
    """A locked scorecard for everything held: its total by (application id, division key)."""
    lines = table("stories.toml")["notes"]["interview"]
    cards: list[tuple[Scorecard, list[int]]] = []
    totals: dict[tuple[int, str], int] = {}
    for case, row in zip(cases, interviews, strict=True):
        if row.state != "held" or row.ends_at is None:
            continue
        points = _points(stage, case)
        total = weighted_total((p, c.weight) for p, c in zip(points, stage.criteria, strict=True))
        locked = row.ends_at + timedelta(hours=1 + (LOCK_HOURS - 2) * stage.rng.random())
        note = lines[int(stage.rng.integers(len(lines)))]
        card = Scorecard(interview=row, interviewer=row.interviewer, state="locked", note=note)
        card.total, card.locked_at = total, locked
        cards.append((card, points))
        totals[case.application.pk, case.division.slug] = total
        scope = case.division.scope
        stage.past.note(locked, "interviews.lock", row, by=row.interviewer, scope=scope, total=total)
    Scorecard.objects.bulk_create(card for card, _points in cards)
    Mark.objects.bulk_create(
        Mark(scorecard=card, criterion=criterion, points=point)
        for card, points in cards
        for criterion, point in zip(stage.criteria, points, strict=True)
    )
    return totals


def _points(stage: Stage, case: Case) -> list[int]:
    ability = np.array(case.applicant.told.ability)
    seen = 3.1 + 0.8 * ability[np.arange(len(stage.criteria)) % len(ability)] + 0.8 * (case.fit - 0.4)
    return [int(p) for p in np.clip(np.rint(seen + stage.rng.normal(0, 0.55, len(seen))), 1, 5)]


def _note(stage: Stage, case: Case, row: Interview) -> None:
    scope, person, past = case.division.scope, case.applicant.person, stage.past
    recruiter = stage.crew.of("recruiter", case.division.slug)[0]
    past.note(row.created, "interviews.invite", row, by=recruiter, scope=scope, application=row.application_id)
    if row.starts_at is not None and row.interviewer is not None:
        told = {"starts_at": row.starts_at, "with_": row.interviewer.pk}
        past.note(row.created + days(0.4), "interviews.book", row, by=person, scope=scope, **told)
    if row.state == "missed" and row.ends_at is not None:
        past.note(row.ends_at, "interviews.miss", row, by=row.interviewer, scope=scope)
    if row.state == "cancelled":
        past.note(row.created + days(0.5), "interviews.cancel", row, by=person, scope=scope)


def offer_times(ground: Ground, crew: Crew, past: Past) -> None:
    """When interviewers are free in the coming two weeks: mornings and afternoons of weekdays."""
    rows = []
    for division in ground.divisions:
        for person in crew.of("interviewer", division):
            for ahead in range(1, AHEAD + 3):
                day = ground.season.day(ahead)
                for begin, end in ((9.5, 12.5), (14.0, 18.0)) if day.weekday() < 5 else ():
                    zone = person.time_zone
                    times = {"starts_at": moment(day, begin, zone), "ends_at": moment(day, end, zone)}
                    rows.append(FreeTime(person=person, intake=ground.intake, zone=zone, **times))
    FreeTime.objects.bulk_create(rows)
    for row in rows:
        past.note(past.now - days(3), "interviews.add_free_time", row, by=row.person, scope=ground.scope)
