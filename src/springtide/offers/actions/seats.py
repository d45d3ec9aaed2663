"""What is scarce: a numbered seat, guarded by one lock on the opening and a unique constraint behind it."""

from collections.abc import Sequence
from typing import Any

from springtide.foundation.steps.locks import held
from springtide.offers import states
from springtide.offers.models import Offer, TakenSeat
from springtide.offers.queries import taken_numbers

BATCH = 2000


def take_seat(offer: Offer) -> TakenSeat | None:
    """The first free number of the opening, or None. Raises IntegrityError where somebody was quicker."""
    opening = held(offer.opening)
    taken = taken_numbers(opening)
    if len(taken) >= opening.seats:
        return None
    number = next(n for n in range(1, opening.seats + 1) if n not in taken)
    return TakenSeat.objects.create(opening=opening, number=number, offer=offer)


def free_seat(offer: Offer) -> None:
    """Needs no lock: one seat more harms nobody who counts at this moment."""
    TakenSeat.objects.filter(offer=offer).delete()


def move_offer(*, offer: Offer, verb: str, **changes: Any) -> Offer:
    """The one door for the state of an offer. `offer` is held by the caller. Raises Refused."""
    offer.state = states.OFFER.target(verb, offer.state)
    for field, value in changes.items():
        setattr(offer, field, value)
    offer.save(update_fields=["state", *changes])
    return offer


def move_prepared(*, offers: Sequence[Offer], verb: str, **changes: Any) -> None:
    """The same door for many offers that are all prepared, and held with their wave."""
    target = states.OFFER.target(verb, "prepared")
    for start in range(0, len(offers), BATCH):
        part = [offer.pk for offer in offers[start : start + BATCH]]
        Offer.objects.filter(pk__in=part, state="prepared").update(state=target, **changes)
