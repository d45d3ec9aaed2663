"""Interviews as they were lived: invited, booked without collisions, held, scored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from springtide.foundation.accounts.models import Person
from springtide.interviews.models import SLOT_MINUTES, BusySlot, Interview, Mark, Panelist, Round, Scorecard
from springtide.interviews.seating import SeatNeed
from springtide.interviews.times import Window, in_daytime
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


@dataclass(frozen=True)
class Talk:
    """An interview and who sits on its panel, in the order of the seats."""

    row: Interview
    panel: tuple[Person, ...] = ()

    @property
    def everybody(self) -> tuple[int, ...]:
        return (*(person.pk for person in self.panel), self.row.application.candidate.person_id)


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

    @cached_property
    def interviewers(self) -> list[Person]:
        """All of the intake."""
        return [person for division in self.ground.divisions for person in self.crew.of("interviewer", division)]


def make_rounds(ground: Ground, rubric: Rubric, lead: Person, past: Past) -> dict[tuple[str, int], Round]:
    """Two rounds for every division: about the work, then with the team and somebody from anywhere."""
    seats = {1: [SeatNeed().row()], 2: [SeatNeed().row(), SeatNeed(own=False).row()]}
    rounds = {
        (key, place): Round(
            intake=ground.intake,
            division=division,
            names=names,
            place=place,
            minutes=MINUTES,
            rubric=rubric,
            seats=seats[place],
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
        talks = [_interview(stage, case, place) for case in advanced]
        Interview.objects.bulk_create(talk.row for talk in talks)
        _seat(talks)
        totals |= _score(stage, advanced, talks)
        for case, held in zip(advanced, talks, strict=True):
            _note(stage, case, held)
        passed = {key for key, total in totals.items() if total >= SECOND}
        advanced = [case for case in advanced if (case.application.pk, case.division.slug) in passed]
    return totals


def _interview(stage: Stage, case: Case, place: int) -> Talk:
    release = case.decision.release if case.decision else None
    assert release is not None  # noqa: S101  only released decisions advance
    invited = release.released_at + days(0.1 if place == 1 else 5)
    hesitates = not stage.finished and stage.rng.random() < NO_TIME and invited > stage.past.now - days(7)
    panel, at = ((), None) if hesitates else _slot(stage, case, place, invited + days(1.5))
    state = _state(stage, at)
    row = Interview(
        application=case.application,
        round=stage.rounds[case.division.slug, place],
        state=state,
        uid=stage.rng.bytes(16).hex(),
        created=min(invited, stage.past.now),
    )
    if at is not None and state not in ("invited", "cancelled"):
        row.starts_at, row.ends_at = at, at + timedelta(minutes=MINUTES)
        row.site = stage.ground.openings[case.applicant.wants[0]].site
        row.link = f"https://meet.springtide.example/{row.uid[:10]}"
        return Talk(row, panel)
    return Talk(row)


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


def _slot(stage: Stage, case: Case, place: int, earliest: datetime) -> tuple[tuple[Person, ...], datetime | None]:
    """A panel and the first time that suits all of it, on weekdays in its own working hours."""
    panel = _panel(stage, case, place)
    candidate, home = case.applicant.person, panel[0].time_zone
    zone = candidate.time_zone
    hours = HOURS if zone == home else HOURS + EVENINGS
    everybody = [*(person.pk for person in panel), candidate.pk]
    latest = min(stage.past.now, earliest) + days(AHEAD)
    day = earliest.date()
    while moment(day, 0, home) < latest:
        for hour in hours if day.weekday() < 5 else ():
            at = moment(day, hour, home)
            wakes = in_daytime(Window(at, at + timedelta(minutes=MINUTES)), ZoneInfo(zone))
            if at > earliest and wakes and not any(_meets(stage, pk, at) for pk in everybody):
                stage.taken |= {(pk, at) for pk in everybody}
                return panel, at
        day += timedelta(days=1)
    return panel, None


def _panel(stage: Stage, case: Case, place: int) -> tuple[Person, ...]:
    """Somebody of the division; in the second round also somebody whose working hours are the same."""
    people = stage.crew.of("interviewer", case.division.slug)
    first = people[int(stage.rng.integers(len(people)))]
    if place == 1:
        return (first,)
    near = [p for p in stage.interviewers if p.time_zone == first.time_zone and p != first]
    return (first, near[int(stage.rng.integers(len(near)))])


def _meets(stage: Stage, person: int, at: datetime) -> bool:
    """Whether something else of this person overlaps: other zones begin at other quarters of an hour."""
    steps = range(-MINUTES + SLOT_MINUTES, MINUTES, SLOT_MINUTES)
    return any((person, at + timedelta(minutes=step)) in stage.taken for step in steps)


def _seat(talks: Sequence[Talk]) -> None:
    """The panels, and every quarter of an hour of what stands in a calendar, for all."""
    Panelist.objects.bulk_create(
        Panelist(interview=talk.row, person=person, seat=seat)
        for talk in talks
        for seat, person in enumerate(talk.panel, 1)
    )
    BusySlot.objects.bulk_create(
        BusySlot(person_id=person, starts_at=talk.row.starts_at + timedelta(minutes=minutes), interview=talk.row)
        for talk in talks
        if talk.row.state in ("booked", "held", "missed") and talk.row.starts_at is not None
        for person in talk.everybody
        for minutes in range(0, MINUTES, SLOT_MINUTES)
    )


def _score(stage: Stage, cases: Sequence[Case], talks: Sequence[Talk]) -> dict[tuple[int, str], int]:
    """Locked scorecards for everything held: the mean of their totals by (application id, division key)."""
    lines = table("stories.toml")["notes"]["interview"]
    cards: list[tuple[Scorecard, list[int]]] = []
    totals: dict[tuple[int, str], int] = {}
    for case, talk in zip(cases, talks, strict=True):
        row, found = talk.row, []
        if row.state != "held" or row.ends_at is None:
            continue
        for person in talk.panel:
            points = _points(stage, case)
            total = weighted_total((p, c.weight) for p, c in zip(points, stage.criteria, strict=True))
            locked = row.ends_at + timedelta(hours=1 + (LOCK_HOURS - 2) * stage.rng.random())
            note = lines[int(stage.rng.integers(len(lines)))]
            card = Scorecard(interview=row, interviewer=person, state="locked", note=note)
            card.total, card.locked_at = total, locked
            cards.append((card, points))
            found.append(total)
            stage.past.note(locked, "interviews.lock", row, by=person, scope=case.division.scope, total=total)
        totals[case.application.pk, case.division.slug] = round(sum(found) / len(found))
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


def _note(stage: Stage, case: Case, talk: Talk) -> None:
    scope, person, past, row = case.division.scope, case.applicant.person, stage.past, talk.row
    recruiter = stage.crew.of("recruiter", case.division.slug)[0]
    past.note(row.created, "interviews.invite", row, by=recruiter, scope=scope, application=row.application_id)
    if row.starts_at is not None:
        told = {"starts_at": row.starts_at, "panel": [person.pk for person in talk.panel], "room": None}
        past.note(row.created + days(0.4), "interviews.book", row, by=person, scope=scope, **told)
    if row.state == "missed" and row.ends_at is not None:
        past.note(row.ends_at, "interviews.miss", row, by=talk.panel[0], scope=scope)
    if row.state == "cancelled":
        past.note(row.created + days(0.5), "interviews.cancel", row, by=person, scope=scope)
