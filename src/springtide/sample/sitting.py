"""An assessment as it was sat by some of those invited to interviews: one sitting is over, one runs, one is to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle

import numpy as np
from django.db.models import Min

from springtide.environment import STANDIN
from springtide.foundation.accounts.models import Person
from springtide.interviews.models import Assessment, Attempt, Result, Sitting
from springtide.planning.models import Division
from springtide.sample.crew import Crew
from springtide.sample.ground import Ground
from springtide.sample.past import Past, days, moment
from springtide.sample.standin import QUESTIONS, marked
from springtide.sample.words import table

# What became of those invited, in turn: of those who were in time for the first sitting, of the rest, of the newest.
EARLY = ("done", "done", "running", "booked", "missed", "done", "invited", "done")
LATER, NEWEST = ("running", "booked", "invited"), ("booked", "invited")
MOST = 120  # people, so that the big sample stays quick
SHARES = 0.4
CHOOSES = timedelta(hours=8)  # after the invitation


def hold_assessment(ground: Ground, crew: Crew, past: Past, rng: np.random.Generator) -> None:
    """One assessment of all divisions, four sittings (the last a make-up), attempts of people of one division."""
    told = table("assessment.toml")
    division = ground.divisions[table("staff.toml")["shown"]]
    lead, recruiter = crew.lead, crew.of("recruiter", division.slug)[0]
    assessment = Assessment.objects.create(
        intake=ground.intake, names=told["name"], minutes=told["minutes"], mark=told["mark"], provider=STANDIN
    )
    assessment.divisions.set(ground.divisions.values())
    at = past.now - days(12)
    slugs = list(ground.divisions)
    values = {"minutes": assessment.minutes, "provider": STANDIN, "mark": assessment.mark, "divisions": slugs}
    past.note(at, "interviews.add_assessment", assessment, by=lead, scope=ground.scope, families=[], **values)
    sittings = _sittings(ground, assessment, past, lead)
    _attempts(division, assessment, sittings, past, rng, recruiter)


def _sittings(ground: Ground, assessment: Assessment, past: Past, lead: Person) -> dict[str, Sitting]:
    """By the fate of those who sit in it; `makeup` is for the missed."""
    zone, season = ground.intake.zone, ground.season
    windows = {
        "done": (moment(season.day(-4), 9, zone), moment(season.day(-4), 13, zone), 60),
        "running": (moment(season.day(-1), 9, zone), moment(season.day(2), 21, zone), 60),
        "booked": (moment(season.day(3), 14, zone), moment(season.day(3), 18, zone), 40),
        "makeup": (moment(season.day(6), 19, zone), moment(season.day(6), 22, zone), 10),
    }
    rows: dict[str, Sitting] = {}
    for fate, (start, end, seats) in windows.items():
        makeup_of = rows["done"] if fate == "makeup" else None
        rows[fate] = Sitting.objects.create(
            assessment=assessment, starts_at=start, ends_at=end, zone=zone, seats=seats, makeup_of=makeup_of
        )
        values = {"starts_at": start, "seats": seats, "makeup_of": makeup_of.pk if makeup_of else None}
        past.note(past.now - days(11), "interviews.add_sitting", rows[fate], by=lead, scope=ground.scope, **values)
    return rows


def _attempts(
    division: Division,
    assessment: Assessment,
    sittings: dict[str, Sitting],
    past: Past,
    rng: np.random.Generator,
    recruiter: Person,
) -> None:
    advanced = {"decisions__division": division, "decisions__verdict": "advance"}
    people = division.intake.applications.filter(state="shortlisted", **advanced)
    people = people.annotate(told=Min("decisions__release__released_at"))
    people = people.filter(told__lt=past.now - CHOOSES).select_related("candidate__person").order_by("told", "pk")
    invited = {row: row.told + timedelta(hours=1) for row in people[:MOST]}
    turns: dict[tuple[str, ...], cycle[str]] = {fates: cycle(fates) for fates in (EARLY, LATER, NEWEST)}
    fates = {row: next(turns[_possible(at, sittings)]) for row, at in invited.items()}
    rows = [
        Attempt(
            application=application,
            assessment=assessment,
            division=division,
            state="booked" if fate == "running" else fate,
            sitting=_sitting_of(fate, sittings),
            shared=fate != "invited" and rng.random() < SHARES,
            reference=rng.bytes(16).hex(),
            sequence=int(fate != "invited"),
        )
        for application, fate in fates.items()
    ]
    seats: dict[int, int] = {}
    kept = [row for row in rows if _seat(row, seats)]
    Attempt.objects.bulk_create(kept)
    results = [_result(row, sittings["done"], rng) for row in kept if row.state == "done"]
    Result.objects.bulk_create(results)
    _note(kept, results, past, recruiter, {row.pk: at for row, at in invited.items()})


def _possible(invited: datetime, sittings: dict[str, Sitting]) -> tuple[str, ...]:
    """Nobody chose a sitting that had begun."""
    chosen = invited + CHOOSES
    if chosen < sittings["done"].starts_at:
        return EARLY
    return LATER if chosen < sittings["running"].starts_at else NEWEST


def _sitting_of(fate: str, sittings: dict[str, Sitting]) -> Sitting | None:
    return None if fate == "invited" else sittings["done" if fate == "missed" else fate]


def _seat(row: Attempt, seats: dict[int, int]) -> bool:
    """Give it the next number of its sitting; False where that is full."""
    if row.sitting is None:
        return True
    seats[row.sitting.pk] = row.seat = seats.get(row.sitting.pk, 0) + 1
    if row.state == "done":
        row.handed_to, row.external_id, row.version = STANDIN, row.reference[:24], 2
    return row.seat <= row.sitting.seats


def _result(row: Attempt, sitting: Sitting, rng: np.random.Generator) -> Result:
    right = rng.random(len(QUESTIONS)) < 0.4 + 0.5 * rng.random()
    found = marked({n: q.right if right[n] else (q.right + 1) % 3 for n, q in enumerate(QUESTIONS)})
    finished = sitting.starts_at + timedelta(minutes=20 + int(200 * rng.random()))
    return Result(attempt=row, finished_at=finished, **found)


def _note(
    rows: Sequence[Attempt], results: Sequence[Result], past: Past, recruiter: Person, invited: dict[int, datetime]
) -> None:
    for row in rows:
        chose = invited[row.application_id] + CHOOSES
        scope, person = row.division.scope, row.application.candidate.person
        data = {"application": row.application_id}
        past.note(
            invited[row.application_id], "interviews.invite_to_assessment", row, by=recruiter, scope=scope, **data
        )
        if row.sitting is not None:
            past.note(
                chose, "interviews.book_sitting", row, by=person, scope=scope, sitting=row.sitting_id, seat=row.seat
            )
        if row.shared:
            past.note(chose, "interviews.share_result", row, by=person, scope=scope, shared=True)
        if row.state == "missed" and row.sitting is not None:
            ended: datetime = row.sitting.ends_at + timedelta(hours=2)
            past.note(ended, "interviews.miss_sitting", row, by=None, scope=scope, sitting=row.sitting_id)
    for result in results:
        scope = result.attempt.division.scope
        told = {"version": 2, "points": result.points, "out_of": result.out_of}
        past.note(result.finished_at, "interviews.assessment_result", result.attempt, by=None, scope=scope, **told)
