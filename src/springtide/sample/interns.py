"""Internships of the earlier intake as they were lived: through the doors, each act in its own time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from operator import itemgetter

import numpy as np

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.mentoring.actions.arriving import tick_task
from springtide.mentoring.actions.evaluating import note_check_in, send_evaluation
from springtide.mentoring.actions.moving import finish_internship, start_internship
from springtide.mentoring.actions.returning import decide_return, recommend_return
from springtide.mentoring.models import Internship, ReturnOffer
from springtide.sample.offering import Market, work_through
from springtide.sample.past import days, lived, moment
from springtide.sample.words import table
from springtide.screening.models import Criterion

EVERY = 30  # days between two talks of mentor and intern
RECOMMENDED, AGREED, STAYS = 3.4, 0.94, 0.25  # mean points; share of decisions that follow; share who stay longer

Act = tuple[datetime, Callable[[], object]]


@dataclass(frozen=True)
class Stay:
    """One internship, and how good it is going to be (a z-score)."""

    row: Internship
    promise: float
    ends: date

    @property
    def mentor(self) -> Person:
        assert self.row.mentor is not None  # noqa: S101  only who has one is here
        return self.row.mentor.person

    def at(self, day: date, hour: float) -> datetime:
        return moment(day, hour, self.row.offer.opening.site.zone)


def live_internships(market: Market, criteria: Sequence[Criterion]) -> None:
    """The first cohort: most have finished, some stay on and are still here."""
    acts = [act for stay in _stays(market) for act in _acts(market, stay, criteria)]
    for at, act in sorted(acts, key=itemgetter(0)):
        if at < market.past.now:
            with lived(at):
                act()
    work_through(market.past.now - days(3))


def _stays(market: Market) -> list[Stay]:
    rows = Internship.objects.filter(offer__application__intake=market.ground.intake, state="preparing")
    rows = rows.exclude(mentor=None).select_related(
        "mentor__person", "offer__opening__site", "offer__opening__position__division__intake"
    )
    longer = timedelta(days=market.ground.planned.head["calendar"]["stays_on"])
    return [
        Stay(row, float(market.rng.normal(0.5, 0.9)), row.ends_on + longer * (market.rng.random() < STAYS))
        for row in rows.order_by("pk")
    ]


def _acts(market: Market, stay: Stay, criteria: Sequence[Criterion]) -> Iterator[Act]:
    """Everything that happens in one internship, with its moment."""
    row, starts, half = stay.row, stay.row.starts_on, stay.row.starts_on + (stay.ends - stay.row.starts_on) / 2
    intern = row.offer.application.candidate.person
    for number, task in enumerate(row.tasks.all()):
        yield stay.at(starts - timedelta(days=9 - number), 19), partial(tick_task, task=task, done=True, by=intern)
    yield stay.at(starts, 9), lambda: start_internship(internship=row, by=stay.mentor)
    for number, day in enumerate(_every(starts, stay.ends)):
        yield stay.at(day, 17), _check_in(market, stay, number, day)
    yield stay.at(half, 15), _evaluate(market, stay, "midterm", criteria)
    if stay.ends > row.ends_on:
        yield stay.at(half, 16), lambda: _prolong(stay)
    yield stay.at(stay.ends - timedelta(days=4), 15), _evaluate(market, stay, "final", criteria)
    yield stay.at(stay.ends - timedelta(days=2), 12), _recommend(market, stay)
    yield stay.at(stay.ends, 18), lambda: finish_internship(internship=row, by=stay.mentor)
    yield stay.at(stay.ends, 12) + days(1 + 35 * market.rng.random()), _decide(market, stay)


def _every(starts: date, ends: date) -> Iterator[date]:
    day = starts + timedelta(days=EVERY)
    while day < ends:
        yield day
        day += timedelta(days=EVERY)


def _check_in(market: Market, stay: Stay, number: int, day: date) -> Callable[[], object]:
    notes = table("stories.toml")["notes"]["checkin"]
    going = int(np.clip(round(3.6 + 0.7 * stay.promise + market.rng.normal(0, 0.5)), 1, 5))
    note = notes[number % len(notes)]
    return lambda: note_check_in(internship=stay.row, held_on=day, note=note, going_well=going, by=stay.mentor)


def _evaluate(market: Market, stay: Stay, kind: str, criteria: Sequence[Criterion]) -> Callable[[], object]:
    seen = 3.3 + 0.8 * stay.promise + market.rng.normal(0, 0.4, len(criteria)) + (0.2 if kind == "final" else 0)
    points = {c.pk: int(p) for c, p in zip(criteria, np.clip(np.rint(seen), 1, 5), strict=True)}
    summary = _line(market, "evaluation")
    return lambda: send_evaluation(internship=stay.row, kind=kind, points=points, summary=summary, by=stay.mentor)


def _prolong(stay: Stay) -> None:
    """Both agreed on two months more. There is no door for this: dates are plans."""
    before, stay.row.ends_on = stay.row.ends_on, stay.ends
    stay.row.save(update_fields=["ends_on"])
    told = {"before": before, "after": stay.ends}
    record("mentoring.prolonged", by=stay.mentor, about=stay.row, scope=stay.row.division.scope, **told)


def _recommend(market: Market, stay: Stay) -> Callable[[], object]:
    good = 3.5 + 0.8 * stay.promise >= RECOMMENDED
    reason = _line(market, "return" if good else "no_return")
    return lambda: recommend_return(internship=stay.row, recommended=good, reason=reason, by=stay.mentor)


def _decide(market: Market, stay: Stay) -> Callable[[], object]:
    """Mostly as the mentor says, by an approver."""
    follows, reason = market.rng.random() < AGREED, _line(market, "decided")

    def act() -> ReturnOffer:
        asked = ReturnOffer.objects.get(internship=stay.row)
        verb = "approve" if (asked.state == "recommended") is follows else "refuse"
        return decide_return(return_offer=asked, verb=verb, reason=reason, by=market.approver)

    return act


def _line(market: Market, kind: str) -> str:
    lines = table("stories.toml")["notes"][kind]
    return str(lines[int(market.rng.integers(len(lines)))])
