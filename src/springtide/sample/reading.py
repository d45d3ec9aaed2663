"""Screening as it was lived: readers, scores, decisions of named people, released together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.planning.models import Division
from springtide.sample.applicants import Applicant
from springtide.sample.crew import Crew
from springtide.sample.ground import Ground
from springtide.sample.past import Past, days, moment
from springtide.sample.words import table
from springtide.screening.actions.standing import refresh_standings
from springtide.screening.models import Criterion, Decision, Release, Review, Rubric, Score
from springtide.screening.rules.totals import weighted_total

ASSIGNED_AFTER, LOCKED_WITHIN, DECIDED_AFTER = 0.8, 3.0, 1.0  # days
LOCKED, RECUSED, DECIDED = 0.93, 0.012, 0.9  # share of readings, readings, and of those fully read
READERS = 2
CUT = 56  # mean total (0–100) from which a recruiter shortlists


@dataclass
class Room:
    """What screening of one intake works with. `share`: the part of the applications that was come to;
    `finished`: everything was read and decided long ago.
    """

    ground: Ground
    crew: Crew
    past: Past
    rng: np.random.Generator
    rubric: Rubric
    criteria: list[Criterion]
    releases: list[Release]
    divisions: frozenset[str]
    share: float
    finished: bool
    turn: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class Case:
    """One applicant before one division."""

    applicant: Applicant
    division: Division
    fit: float
    reviews: list[Review] = field(default_factory=list)
    decision: Decision | None = None
    read_at: datetime | None = None

    @property
    def application(self) -> Application:
        return self.applicant.application

    @property
    def total(self) -> float:
        totals = [review.total for review in self.reviews if review.total is not None]
        return sum(totals) / len(totals) if totals else 0.0

    @property
    def advanced(self) -> bool:
        return self.decision is not None and self.decision.state == "released" and self.decision.verdict == "advance"


def make_releases(ground: Ground, crew: Crew, moments: Sequence[datetime], past: Past) -> list[Release]:
    """The rows of the releases, whose decisions follow."""
    approvers = crew.of("approver")
    rows = [
        Release(intake=ground.intake, released_by=approvers[index % len(approvers)], released_at=at)
        for index, at in enumerate(moments)
    ]
    Release.objects.bulk_create(rows)
    return rows


def screen(room: Room, applicants: Sequence[Applicant]) -> list[Case]:
    """Read and decide what would have been by now. Returns every case of the divisions that have begun."""
    sent = [applicant for applicant in applicants if applicant.application.state == "submitted"]
    cases = [case for one in sent if room.rng.random() < room.share for case in _cases(room, one)]
    for case in cases:
        _assign(room, case)
    scores = [(review, points) for case in cases for review in case.reviews for points in [_points(room, case, review)]]
    Review.objects.bulk_create(review for review, _points in scores)
    Score.objects.bulk_create(
        Score(review=review, criterion=criterion, points=point)
        for review, points in scores
        for criterion, point in zip(room.criteria, points, strict=False)
    )
    for case in cases:
        _decide(room, case)
    Decision.objects.bulk_create(case.decision for case in cases if case.decision is not None)
    for case in cases:
        _note(room, case)
    _settle(room, cases)
    refresh_standings(applications=[applicant.application.pk for applicant in applicants])
    return cases


def _cases(room: Room, applicant: Applicant) -> list[Case]:
    found: dict[str, Case] = {}
    for key in applicant.wants:
        position = room.ground.plans[key].position
        if position.division in room.divisions and position.division not in found:
            fit = len(set(position.required) & set(applicant.told.skills)) / len(position.required)
            found[position.division] = Case(applicant, room.ground.divisions[position.division], fit)
    return list(found.values())


def _assign(room: Room, case: Case) -> None:
    """Readers in turn, so that all have the same load; they lock within days, most of them."""
    at = case.applicant.at
    assert at is not None  # noqa: S101  a sent application
    readers = room.crew.of("reviewer", case.division.slug)
    assigned = at + days(ASSIGNED_AFTER)
    if assigned > room.past.now:
        return
    for number in range(min(READERS, len(readers))):
        turn = room.turn[case.division.slug]
        room.turn[case.division.slug] += 1
        luck = room.rng.random()
        locked = assigned + days(0.2 + LOCKED_WITHIN * room.rng.random())
        done = locked < room.past.now and (luck < LOCKED or room.finished)
        state = "recused" if luck < RECUSED and number else "locked" if done else "assigned"
        case.reviews.append(
            Review(
                application=case.application,
                division=case.division,
                rubric=room.rubric,
                reviewer=readers[turn % len(readers)],
                state=state,
                recusal="We study in the same laboratory." if state == "recused" else "",
                note=_pick(room, "notes", "review") if state == "locked" else "",
                created=assigned,
                locked_at=locked if state == "locked" else None,
            )
        )
    locks = [review.locked_at for review in case.reviews if review.locked_at]
    open_left = any(review.state == "assigned" for review in case.reviews)
    case.read_at = max(locks) if locks and not open_left else None


def _points(room: Room, case: Case, review: Review) -> list[int]:
    """Points of a locked review, and with them its total: ability, fit and the reader's eye."""
    if review.state != "locked":
        return []
    ability = np.array(case.applicant.told.ability)
    eye = room.rng.normal(0, 0.35)
    seen = 2.9 + 0.75 * ability[np.arange(len(room.criteria)) % len(ability)] + 1.6 * (case.fit - 0.45) + eye
    points = [int(p) for p in np.clip(np.rint(seen + room.rng.normal(0, 0.4, len(seen))), 1, 5)]
    review.total = weighted_total((p, c.weight) for p, c in zip(points, room.criteria, strict=True))
    return points


def _pick(room: Room, kind: str, name: str) -> str:
    lines = table("stories.toml")[kind][name]
    return str(lines[int(room.rng.integers(len(lines)))])


def _decide(room: Room, case: Case) -> None:
    """A recruiter of the division decides what was read; what the rules found against is confirmed by a person."""
    unfit = case.application.eligible is False
    ready = case.read_at or (case.reviews[0].created + days(2) if unfit and case.reviews else None)
    at = ready + days(DECIDED_AFTER * (0.3 + room.rng.random())) if ready else None
    if at is None:
        return
    if room.finished:
        at = min(at, room.releases[-1].released_at - timedelta(hours=1))
    elif at > room.past.now or room.rng.random() > DECIDED:
        return
    advance = not unfit and case.total >= CUT
    category = "" if advance else "dates" if unfit else "skills" if case.fit < 0.34 else "others"
    release = next((row for row in room.releases if row.released_at > at), None)
    recruiters = room.crew.of("recruiter", case.division.slug)
    case.decision = Decision(
        application=case.application,
        division=case.division,
        verdict="advance" if advance else "reject",
        category=category,
        reason=_pick(room, "reasons", category or "advance"),
        state="released" if release else "pending",
        decided_by=recruiters[case.application.pk % len(recruiters)],
        decided_at=at,
        release=release,
    )


def _note(room: Room, case: Case) -> None:
    past, scope, division = room.past, case.division.scope, case.division.pk
    recruiter = room.crew.of("recruiter", case.division.slug)[0]
    for review in case.reviews:
        about, reviewer = case.application, review.reviewer
        past.note(
            review.created,
            "screening.assign",
            about,
            by=recruiter,
            scope=scope,
            division=division,
            reviewer=reviewer.pk,
        )
        told = {"review": review.pk, "division": division}
        if review.state == "recused":
            past.note(review.created + days(0.5), "screening.recuse", about, by=reviewer, scope=scope, **told)
        elif review.locked_at:
            past.note(review.locked_at, "screening.lock", about, by=reviewer, scope=scope, **told, total=review.total)
    if case.decision is not None:
        _note_decision(case, case.decision, past)


def _note_decision(case: Case, decision: Decision, past: Past) -> None:
    scope, about, by = case.division.scope, case.application, decision.decided_by
    told: dict[str, int | str] = {"division": case.division.pk, "verdict": decision.verdict}
    past.note(decision.decided_at, "screening.decide", about, by=by, scope=scope, **told, category=decision.category)
    if decision.release is not None:
        at, second = decision.release.released_at, decision.release.released_by
        told |= {"release": decision.release.pk, "decided_by": by.pk}
        past.note(at, "screening.release", about, by=second, scope=scope, **told)


def _settle(room: Room, cases: Sequence[Case]) -> None:
    """Shortlisted where any division advances, rejected where every division that is ranked has refused."""
    by_application: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        by_application[case.application.pk].append(case)
    outcome: dict[str, list[int]] = {"shortlisted": [], "rejected": []}
    for pk, own in by_application.items():
        released = [case.decision for case in own if case.decision and case.decision.release]
        ranked = {room.ground.plans[key].position.division for key in own[0].applicant.wants}
        refused = {case.division.slug for case in own if case.decision in released and not case.advanced}
        advanced = [decision for decision in released if decision.verdict == "advance"]
        if advanced:
            _move(room, own[0].application, "shortlist", "shortlisted", advanced)
            outcome["shortlisted"].append(pk)
        elif ranked <= refused:
            _move(room, own[0].application, "reject", "rejected", released)
            outcome["rejected"].append(pk)
    for state, pks in outcome.items():
        settle(pks, state)


def settle(pks: Sequence[int], state: str) -> None:
    """The stories end in this state; they went through the doors' moves, which the journal tells."""
    for start in range(0, len(pks), 2000):
        Application.objects.filter(pk__in=pks[start : start + 2000]).update(state=state)


def _move(room: Room, row: Application, verb: str, to: str, decisions: Sequence[Decision]) -> None:
    """By whoever released it: the first to shortlist, the last to reject."""
    moments: list[tuple[datetime, Person]] = [
        (d.release.released_at, d.release.released_by) for d in decisions if d.release
    ]
    at, by = (min if verb == "shortlist" else max)(moments, key=lambda one: one[0])
    told = {"from": "submitted", "to": to}
    at += timedelta(seconds=1)
    room.past.note(at, f"applications.{verb}", row, by=by, scope=room.ground.scope, **told)


def note_releases(room: Room) -> None:
    """One line for each release, with how many decisions it made known. Releases of nothing never were."""
    for release in room.releases:
        number = release.decisions.count()
        release.rejected = release.decisions.filter(verdict="reject").count()
        release.advanced = number - release.rejected
        release.save(update_fields=["advanced", "rejected"])
        if number:
            by, scope = release.released_by, room.ground.scope
            room.past.note(release.released_at, "screening.released", release, by=by, scope=scope, decisions=number)
        else:
            release.delete()


def release_days(ground: Ground) -> list[datetime]:
    """At six in the evening: every third day while an intake is open, and on the days its calendar names."""
    zone = ground.intake.zone
    span = ground.planned.head["calendar"].get("decided")
    offsets = range(span[0] + 4, span[1] + 1, 4) if span else range(-18, -1, 3)
    return [moment(ground.season.day(offset), 18, zone) for offset in offsets]
