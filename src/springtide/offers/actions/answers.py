"""What a candidate answers. Order of locks: application, offer, opening, journal."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.applications.actions import move_application
from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import held, locked, one_at_a_time
from springtide.foundation.steps.verdicts import Refused
from springtide.offers import rules
from springtide.offers.actions.ending import end_offer, leave_reserve
from springtide.offers.actions.reserve import FIRST_PLACE
from springtide.offers.actions.seats import move_offer, take_seat
from springtide.offers.events import accepted, ended
from springtide.offers.models import Offer, Reserve

TRIES = 3


def accept_offer(*, offer: Offer, by: Person, at: datetime | None = None) -> Offer:
    """Take a seat. Again: the same answer. The offer comes back "accepted", or "revoked" where the last seat had just
    gone: then the person stands in front of the reserve list. Raises Refused telling what happened to it, and when.
    """
    for _attempt in range(TRIES):
        try:
            with one_at_a_time():
                return _accept(offer, by, at or timezone.now())
        except IntegrityError:
            continue  # the constraint stopped what the lock should have prevented
    raise Refused(_("Many people are answering at this moment. Your offer stands: please try again."))


def _accept(offer: Offer, by: Person, at: datetime) -> Offer:
    application = held(offer.application)
    offer = held(offer)
    rules.is_own(offer, by).require()
    if offer.state == "accepted":
        return offer
    rules.is_answerable(offer, at).require()
    seat = take_seat(offer)
    if seat is None:
        return _too_late(offer, by)
    offer = move_offer(offer=offer, verb="accept", answered_at=timezone.now())
    leave_reserve(application)
    move_application(application=application, verb="accept", by=by)
    scope = offer.opening.position.division.scope
    record("offers.accepted", by=by, about=offer, scope=scope, opening=offer.opening_id, seat=seat.number)
    accepted.send(Offer, offer=offer)
    return offer


def _too_late(offer: Offer, by: Person) -> Offer:
    """More offers than seats, and the last one went a moment ago: to the front of the reserve list."""
    offer = move_offer(offer=offer, verb="revoke", answered_at=timezone.now())
    front = Reserve.objects.filter(opening=offer.opening, place__lt=FIRST_PLACE).aggregate(last=Max("place"))
    Reserve.objects.update_or_create(
        opening=offer.opening,
        application=offer.application,
        defaults={"state": Reserve.State.WAITING, "place": (front["last"] or 0) + 1},
    )
    move_application(application=offer.application, verb="hold", by=by)
    scope = offer.opening.position.division.scope
    record("offers.seat_lost", by=by, about=offer, scope=scope, opening=offer.opening_id)
    ended.send(Offer, offer=offer)
    return offer


@transaction.atomic
def decline_offer(*, offer: Offer, reason: str = "", by: Person, at: datetime | None = None) -> Offer:
    """Say no: the seat is free again. Again: the same answer."""
    application = locked(offer.application)
    offer = locked(offer)
    rules.is_own(offer, by).require()
    if offer.state == "declined":
        return offer
    rules.is_answerable(offer, at or timezone.now()).require()
    return end_offer(offer=offer, application=application, verb="decline", by=by, decline_reason=reason[:500])


@transaction.atomic
def renege_offer(*, offer: Offer, reason: str = "", by: Person) -> Offer:
    """Give an accepted seat back. Better told late than not: the next person waits for it."""
    application = locked(offer.application)
    offer = locked(offer)
    rules.is_own(offer, by).require()
    if offer.state == "reneged":
        return offer
    rules.is_accepted(offer).require()
    return end_offer(offer=offer, application=application, verb="renege", by=by, decline_reason=reason[:500])
