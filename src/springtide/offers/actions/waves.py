"""Offers that go out together: prepared by the lead, sent by a second person."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.allocation.queries import held_seats, published_run
from springtide.applications.actions import move_applications
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue_many
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.offers import rules, states
from springtide.offers.actions.reserve import ask_to_fill
from springtide.offers.actions.seats import move_prepared
from springtide.offers.models import Offer, Reserve, Wave
from springtide.offers.queries import to_be_offered, told_seats
from springtide.planning.models import Division, Intake, Opening

BATCH = 2000


@transaction.atomic
def prepare_wave(
    *, intake: Intake, answer_by: datetime, by: Person, division: Division | None = None, most: int | None = None
) -> Wave:
    """Write offers for placed people without one: all, of one division, or the `most` with the best scores."""
    intake = locked(intake)  # numbers waves one after the other
    rules.leads(by, intake.scope).require()
    rules.is_in_time(answer_by).require()
    people = to_be_offered(intake, division.pk if division else None)
    placements = list(people[:most] if most else people)
    may(bool(placements), _("Nobody is waiting for an offer. Publish a result of the allocation first.")).require()
    last = Wave.objects.filter(intake=intake).aggregate(n=Max("number"))["n"] or 0
    wave = Wave.objects.create(
        intake=intake, run=published_run(intake), number=last + 1, answer_by=answer_by, prepared_by=by
    )
    Offer.objects.bulk_create(
        (
            Offer(
                application_id=placement.application_id,
                opening_id=placement.opening_id,
                wave=wave,
                answer_by=answer_by,
                starts_on=intake.starts_on,
                ends_on=intake.ends_on,
            )
            for placement in placements
            if placement.opening_id is not None
        ),
        batch_size=BATCH,
    )
    record("offers.wave_prepared", by=by, about=wave, scope=intake.scope, offers=len(placements), answer_by=answer_by)
    return wave


@transaction.atomic
def send_wave(*, wave: Wave, by: Person, typed: int | None = None) -> Wave:
    """Send every offer of the wave. `typed`: their number, above 50. Who withdrew since is left out.

    Locks: wave, openings, applications (each in the order of ids), journal.
    """
    wave = locked(wave)
    rules.approves(by, wave).require()
    rules.is_in_time(wave.answer_by).require()
    offers = {row.application_id: row for row in wave.offers.filter(state="prepared")}
    rules.is_meant(len(offers), typed).require()
    may(bool(offers), _("No offer of this wave is left to send. Drop it.")).require()
    openings = _hold_openings({row.opening_id for row in offers.values()})
    people = _hold_placed(list(offers))
    sent = [offers[row.pk] for row in people]
    _require_room(wave.intake, openings, sent)
    now = timezone.now()
    wave = _move_wave(wave, "send", sent_by=by, sent_at=now)
    move_applications(applications=people, verb="offer", by=by)
    move_prepared(offers=sent, verb="send", sent_at=now)
    enqueue_many("offers.letter", [(str(offer.pk), {"offer": offer.pk}) for offer in sent])
    _fill_gaps(wave.intake)
    record("offers.wave_sent", by=by, about=wave, scope=wave.intake.scope, offers=len(sent))
    return wave


@transaction.atomic
def drop_wave(*, wave: Wave, by: Person) -> Wave:
    """Give up a wave that was not sent. Its people stay placed."""
    wave = locked(wave)
    rules.leads(by, wave.intake.scope).require()
    wave = _move_wave(wave, "drop")
    offers = list(wave.offers.filter(state="prepared"))
    move_prepared(offers=offers, verb="revoke", answered_at=timezone.now())
    record("offers.wave_dropped", by=by, about=wave, scope=wave.intake.scope, offers=len(offers))
    return wave


def _move_wave(wave: Wave, verb: str, **changes: Any) -> Wave:
    """The one door for the state of a wave."""
    wave.state = states.WAVE.target(verb, wave.state)
    for field, value in changes.items():
        setattr(wave, field, value)
    wave.save(update_fields=["state", *changes])
    return wave


def _hold_openings(pks: set[int]) -> dict[int, Opening]:
    rows = Opening.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    return {row.pk: row for row in rows}


def _hold_placed(pks: list[int]) -> list[Application]:
    rows: list[Application] = []
    for start in range(0, len(pks), BATCH):
        part = sorted(pks)[start : start + BATCH]
        rows += Application.objects.select_for_update().filter(pk__in=part, state="placed").order_by("pk")
    return rows


def _fill_gaps(intake: Intake) -> None:
    """Seats that fell free before there was a first wave."""
    held = held_seats(intake)
    rows = Opening.objects.filter(position__intake=intake, reserves__state=Reserve.State.WAITING).distinct()
    for pk, seats in rows.order_by("pk").values_list("pk", "seats"):
        if held.get(pk, 0) < seats:
            ask_to_fill(opening=pk)


def _require_room(intake: Intake, openings: dict[int, Opening], sent: list[Offer]) -> None:
    """The sum behind everything: told so far and told now are never more than the seats."""
    told = Counter(told_seats(intake)) + Counter(offer.opening_id for offer in sent)
    for pk, opening in openings.items():
        may(
            told[pk] <= opening.seats,
            _("%(opening)s has %(seats)d seats, and %(offers)d offers would be out. Nothing was sent.")
            % {"opening": opening, "seats": opening.seats, "offers": told[pk]},
        ).require()
