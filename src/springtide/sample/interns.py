"""Internships of the earlier intake as they were lived: mentors, talks, evaluations, return offers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from springtide.applications.actions import move_application
from springtide.foundation.accounts.models import Person
from springtide.mentoring.models import CheckIn, Evaluation, Grade, Internship, Mentor, ReturnOffer, Task
from springtide.offers.models import Offer
from springtide.sample.offering import Market
from springtide.sample.past import dated, days, lived, moment
from springtide.sample.words import table
from springtide.screening.models import Criterion
from springtide.screening.rules.totals import weighted_total

EVERY = 21  # days between two talks of mentor and intern
RECOMMENDED, AGREED = 55, 0.94  # final total from which a mentor recommends; share of decisions that follow
STAYS = 0.25
DATED = ((CheckIn, "created"), (Evaluation, "sent_at"), (ReturnOffer, "recommended_at"))


@dataclass(frozen=True)
class Stay:
    """One internship with how good it is going to be (a z-score) and when it ends."""

    row: Internship
    promise: float

    @property
    def mentor(self) -> Person:
        assert self.row.mentor is not None  # noqa: S101  everybody here is paired
        return self.row.mentor.person

    def share(self, part: float) -> date:
        return self.row.starts_on + (self.row.ends_on - self.row.starts_on) * part


def live_internships(market: Market, criteria: Sequence[Criterion]) -> None:
    """The first cohort: most have finished, some stay on and are still here."""
    stays = _pair(market)
    with dated(*DATED):
        for stay in stays:
            _begin(market, stay)
            _talks(market, stay)
            _evaluate(market, stay, "midterm", stay.share(0.5), criteria)
            if stay.row.ends_on < market.past.now.date():
                total = _evaluate(market, stay, "final", stay.row.ends_on - timedelta(days=4), criteria)
                _end(market, stay)
                _ask_back(market, stay, total)


def _pair(market: Market) -> list[Stay]:
    """Everybody's internship with a mentor: as acceptance made it, or else with the least loaded of the place."""
    offers = Offer.objects.filter(application__intake=market.ground.intake, state="accepted")
    offers = offers.select_related("application__candidate__person", "opening__site", "opening__position__division")
    made = {row.offer_id: row for row in Internship.objects.filter(offer__in=offers).select_related("mentor__person")}
    posts = list(Mentor.objects.filter(intake=market.ground.intake).select_related("person"))
    load: Counter[int] = Counter()
    stays = []
    for offer in offers.order_by("pk"):
        row = made.get(offer.pk) or _paired(offer, posts, load)
        row.offer = offer
        if market.rng.random() < STAYS:
            row.ends_on += timedelta(days=market.ground.planned.head["calendar"]["stays_on"])
        row.save()
        if row.mentor is not None:
            stays.append(Stay(row, float(market.rng.normal(0.3, 0.9))))
    return stays


def _paired(offer: Offer, posts: Sequence[Mentor], load: Counter[int]) -> Internship:
    here = (offer.opening.position.division_id, offer.opening.site_id)
    free = [post for post in posts if (post.division_id, post.site_id) == here and load[post.pk] < post.most]
    mentor = min(free, key=lambda post: (load[post.pk], post.pk))
    load[mentor.pk] += 1
    return Internship(offer=offer, mentor=mentor, starts_on=offer.starts_on, ends_on=offer.ends_on)


def _scope(stay: Stay) -> str:
    return stay.row.offer.opening.position.division.scope


def _at(stay: Stay, day: date, hour: float = 10) -> datetime:
    return moment(day, hour, stay.row.offer.opening.site.zone)


def _begin(market: Market, stay: Stay) -> None:
    at = _at(stay, stay.row.starts_on, 9)
    offer = stay.row.offer
    paired = offer.answered_at or at
    market.past.note(
        paired, "mentoring.paired", stay.row, by=None, scope=_scope(stay), mentor=stay.row.mentor_id, offer=offer.pk
    )
    Task.objects.filter(internship=stay.row).update(done_at=at - days(9), done_by=offer.application.candidate.person)
    Internship.objects.filter(pk=stay.row.pk).update(state="running", started_at=at)
    market.past.note(at, "mentoring.started", stay.row, by=stay.mentor, scope=_scope(stay))
    with lived(at):
        move_application(application=offer.application, verb="start", by=stay.mentor)


def _talks(market: Market, stay: Stay) -> None:
    notes = table("stories.toml")["notes"]["checkin"]
    last = min(stay.row.ends_on, market.past.now.date())
    for number in range(1, (last - stay.row.starts_on).days // EVERY + 1):
        day = stay.row.starts_on + timedelta(days=EVERY * number - 2)
        going = int(np.clip(round(3.6 + 0.7 * stay.promise + market.rng.normal(0, 0.5)), 1, 5))
        note = notes[(number - 1) % len(notes)]
        row = CheckIn(internship=stay.row, held_on=day, note=note, going_well=going, by=stay.mentor)
        row.created = _at(stay, day, 17)
        row.save()
        market.past.note(row.created, "mentoring.checked_in", stay.row, by=stay.mentor, scope=_scope(stay))


def _evaluate(market: Market, stay: Stay, kind: str, day: date, criteria: Sequence[Criterion]) -> int:
    """Graded by the mentor. Returns the total; nothing is written for a day to come."""
    lines = table("stories.toml")["notes"]["evaluation"]
    seen = 3.3 + 0.8 * stay.promise + market.rng.normal(0, 0.4, len(criteria)) + (0.2 if kind == "final" else 0)
    points = [int(p) for p in np.clip(np.rint(seen), 1, 5)]
    total = weighted_total((p, c.weight) for p, c in zip(points, criteria, strict=True))
    at = _at(stay, day, 15)
    if at > market.past.now:
        return total
    summary = lines[int(market.rng.integers(len(lines)))]
    row = Evaluation(internship=stay.row, kind=kind, summary=summary, total=total, by=stay.mentor, sent_at=at)
    row.save()
    Grade.objects.bulk_create(
        Grade(evaluation=row, criterion=c, points=p) for c, p in zip(criteria, points, strict=True)
    )
    market.past.note(at, "mentoring.evaluated", stay.row, by=stay.mentor, scope=_scope(stay), kind=kind, total=total)
    return total


def _end(market: Market, stay: Stay) -> None:
    at = _at(stay, stay.row.ends_on, 18)
    Internship.objects.filter(pk=stay.row.pk).update(state="finished", finished_at=at)
    market.past.note(at, "mentoring.finished", stay.row, by=stay.mentor, scope=_scope(stay))
    with lived(at):
        move_application(application=stay.row.offer.application, verb="finish", by=stay.mentor)


def _ask_back(market: Market, stay: Stay, total: int) -> None:
    """The mentor recommends; an approver decides, mostly likewise. Some decisions are still to be taken."""
    notes = table("stories.toml")["notes"]
    good = total >= RECOMMENDED
    lines = notes["return" if good else "no_return"]
    at = _at(stay, stay.row.ends_on, 12)
    row = ReturnOffer(
        internship=stay.row, state="recommended" if good else "advised_against", recommended_by=stay.mentor
    )
    row.reason, row.recommended_at = lines[int(market.rng.integers(len(lines)))], at
    decided = at + days(1 + 35 * market.rng.random())
    verb = "mentoring.recommended" if good else "mentoring.advised_against"
    market.past.note(at, verb, stay.row, by=stay.mentor, scope=_scope(stay))
    if decided < market.past.now:
        yes = good == (market.rng.random() < AGREED)
        row.state = "approved" if yes else "refused"
        row.decided_by, row.decided_at = market.crew.of("approver")[0], decided
        row.decision_reason = notes["decided"][int(market.rng.integers(len(notes["decided"])))]
        told = f"mentoring.return_{row.state}"
        market.past.note(decided, told, stay.row, by=row.decided_by, scope=_scope(stay))
    row.save()
