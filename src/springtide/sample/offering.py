"""Seats given in the earlier intake: matched, published, offered, answered. Through the doors, in their own time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from springtide.allocation.actions import compute_run, publish_run, start_run
from springtide.allocation.models import Run
from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.actions import record
from springtide.offers.actions import accept_offer, decline_offer, expire_offers, prepare_wave, renege_offer, send_wave
from springtide.offers.models import Offer, Reserve
from springtide.offers.queries import to_be_offered
from springtide.planning.actions.intakes import change_intake
from springtide.planning.events import seats_changed
from springtide.planning.models import Opening
from springtide.sample.crew import Crew
from springtide.sample.ground import Ground
from springtide.sample.past import Past, days, lived, moment
from springtide.sample.words import table

ACCEPT, DECLINE = 0.76, 0.16  # the rest stays silent until the offer expires
RENEGE = 2  # people who give an accepted seat back before the start
LATE_SEATS = 10  # openings with a seat more for the winter that go to the reserve list; the rest to a second run


@dataclass(frozen=True)
class Market:
    """What giving seats works with. People are fetched anew, as roles are remembered once read."""

    ground: Ground
    crew: Crew
    past: Past
    rng: np.random.Generator

    def at(self, offset: float, hour: float = 10) -> datetime:
        whole = int(offset // 1)
        return moment(self.ground.season.day(whole), hour, self.ground.intake.zone) + days(offset - whole)

    @property
    def lead(self) -> Person:
        return Person.objects.get(pk=self.crew.lead.pk)

    @property
    def approver(self) -> Person:
        return Person.objects.get(pk=self.crew.of("approver")[0].pk)


def give_seats(market: Market) -> None:
    """The first round: a run, a wave, answers, and the reserve list until nobody waits for an answer."""
    calendar = market.ground.planned.head["calendar"]
    _allocate(market, calendar["allocation"], "Autumn")
    sent = market.at(calendar["offers"])
    with lived(sent):
        wave = prepare_wave(intake=market.ground.intake, answer_by=sent + days(5.5), by=market.lead)
    with lived(sent + timedelta(hours=3)):
        send_wave(wave=wave, by=market.approver, typed=wave.offers.count())
    until = sent + timedelta(hours=4)
    while Offer.objects.filter(application__intake=market.ground.intake, state="sent").exists():
        work_through(until)
        until = _answer(market, until)
    _give_back(market, until + days(3))


def winter_seats(market: Market) -> None:
    """A few seats more for the winter: offers to the reserve list are out now, and a second wave waits for approval."""
    calendar, intake = market.ground.planned.head["calendar"], market.ground.intake
    decided = market.at(calendar["winter_offers"] - 4)
    starts, ends = (market.ground.season.day(calendar[key]) for key in ("winter_starts", "winter_ends"))
    with lived(decided):
        change_intake(intake=intake, by=market.lead, starts_on=starts, ends_on=ends)
    wanted = _wanted(market)
    late = min(LATE_SEATS, len(wanted) * 2 // 3)
    for opening in wanted[:late]:
        with lived(market.at(calendar["winter_offers"])):
            _one_more(market, opening)
            seats_changed.send(Opening, opening=opening, before=opening.seats - 1, by=market.lead)
    work_through(market.at(calendar["winter_offers"]) + timedelta(hours=1))
    _first_answers(market, market.at(calendar["winter_offers"]) + timedelta(hours=9))
    for opening in wanted[late:]:
        with lived(market.at(calendar["winter_offers"] + 1, 8)):
            _one_more(market, opening)
    intake.refresh_from_db()
    _allocate(market, calendar["winter_offers"] + 0.5, "Winter")
    with lived(market.past.now - timedelta(hours=3)):  # to be looked at and sent by an approver
        if to_be_offered(intake).exists():
            prepare_wave(intake=intake, answer_by=market.past.now + days(6), by=market.lead)


def _allocate(market: Market, offset: float, name: str) -> Run:
    """Started by the lead, computed, proven, published by an approver."""
    at = market.at(offset, 9)
    with lived(at):
        run = start_run(intake=market.ground.intake, name=name, with_transfer=True, by=market.lead)
        run = compute_run(run=run, step=lambda _done, _total: None)
    with lived(at + timedelta(hours=5)):
        run = publish_run(run=run, by=market.approver, typed=run.figures["applicants"])
    work_through(at + timedelta(hours=6))
    return run


def work_through(at: datetime) -> None:
    """Do what is due at a moment of the history: letters, lists, promotions."""
    Job.objects.filter(state=Job.State.READY).update(run_at=at)
    with lived(at):
        run_due()


def _answer(market: Market, since: datetime) -> datetime:
    """Everybody with an offer answers within its time or stays silent until it expires. Returns when it is over."""
    offers = Offer.objects.filter(application__intake=market.ground.intake, state="sent")
    planned = sorted((since + days(0.2 + 4.4 * market.rng.random()), offer.pk, market.rng.random()) for offer in offers)
    for at, pk, luck in planned:
        if luck < ACCEPT + DECLINE:
            _one_answer(market, Offer.objects.get(pk=pk), at, accepts=luck < ACCEPT)
    with lived(since + days(7)):
        expire_offers(at=since + days(7))
    return since + days(7)


def _first_answers(market: Market, at: datetime) -> None:
    """A third say yes at once, one says no, the others still think."""
    offers = list(Offer.objects.filter(application__intake=market.ground.intake, state="sent").order_by("pk"))
    quick = max(len(offers) // 3, 1)
    for number, offer in enumerate(offers[: quick + (len(offers) > 2)]):
        _one_answer(market, offer, at + timedelta(minutes=37 * number), accepts=number < quick)


def _one_answer(market: Market, offer: Offer, at: datetime, *, accepts: bool) -> None:
    person = offer.application.candidate.person
    with lived(at):
        if accepts:
            accept_offer(offer=offer, by=person, at=at)
        else:
            lines = table("stories.toml")["notes"]["decline"]
            decline_offer(offer=offer, reason=lines[int(market.rng.integers(len(lines)))], by=person, at=at)


def _give_back(market: Market, at: datetime) -> None:
    """A few change their minds; whoever waits for that seat is asked and says yes."""
    accepted = Offer.objects.filter(application__intake=market.ground.intake, state="accepted").order_by("pk")
    for offer in accepted[:RENEGE]:
        with lived(at):
            renege_offer(offer=offer, reason="I am staying at my university.", by=offer.application.candidate.person)
    work_through(at + timedelta(hours=1))
    for offer in Offer.objects.filter(application__intake=market.ground.intake, state="sent"):
        _one_answer(market, offer, at + days(1), accepts=True)
    work_through(at + days(1.1))


def _wanted(market: Market) -> list[Opening]:
    """Openings for which somebody waits, one for each, the fullest lists first."""
    waiting = Reserve.objects.filter(opening__position__intake=market.ground.intake, state="waiting")
    counts: dict[int, int] = {}
    for pk in waiting.filter(application__state="reserve").values_list("opening", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    rows = Opening.objects.select_related("position__division__intake").in_bulk(counts)
    return [rows[pk] for pk, _count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def _one_more(market: Market, opening: Opening) -> None:
    opening.seats += 1
    opening.save(update_fields=["seats"])
    changes = {"seats": {opening.site.slug: [opening.seats - 1, opening.seats]}}
    position = opening.position
    record("planning.position_changed", by=market.lead, about=position, scope=position.division.scope, changes=changes)
