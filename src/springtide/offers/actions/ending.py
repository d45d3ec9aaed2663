"""How an offer ends without a seat, and what follows from it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from springtide.allocation.queries import result_of
from springtide.applications.actions import move_application
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.offers import rules
from springtide.offers.actions.reserve import ask_to_fill
from springtide.offers.actions.seats import free_seat, move_offer
from springtide.offers.events import ended
from springtide.offers.models import Offer, Reserve
from springtide.offers.queries import standing_offer

# What becomes of the application when an offer that was sent ends so.
APPLICATION_VERB = {"decline": "decline", "expire": "decline", "renege": "renege", "revoke": "hold"}


def end_offer(*, offer: Offer, application: Application, verb: str, by: Person | None, **changes: Any) -> Offer:
    """Both rows are held by the caller. Frees the seat and has the reserve list promoted."""
    told = offer.sent_at is not None
    offer = move_offer(offer=offer, verb=verb, answered_at=timezone.now(), **changes)
    free_seat(offer)
    if verb != "revoke":
        leave_reserve(application)
    if told and application.state != "withdrawn":
        move_application(application=application, verb=APPLICATION_VERB[verb], by=by)
    scope = offer.opening.position.division.scope
    record(f"offers.{offer.state}", by=by, about=offer, scope=scope, opening=offer.opening_id)
    ended.send(Offer, offer=offer)
    ask_to_fill(opening=offer.opening_id)
    return offer


def leave_reserve(application: Application) -> None:
    Reserve.objects.filter(application=application).update(state=Reserve.State.GONE)


@transaction.atomic
def revoke_offer(*, offer: Offer, reason: str, by: Person) -> Offer:
    """Take an offer back that is not answered yet. The person stays on the reserve list; not sent yet: placed."""
    application = locked(offer.application)
    offer = locked(offer)
    rules.leads(by, application.intake.scope).require()
    return end_offer(offer=offer, application=application, verb="revoke", by=by, decline_reason=reason[:500])


def expire_offers(*, at: datetime | None = None) -> int:
    """Silence is a "no": end what was not answered in time, one transaction each. Returns how many."""
    at = at or timezone.now()
    due = list(Offer.objects.filter(state="sent", answer_by__lt=at).order_by("answer_by", "pk"))
    return sum(_expire(offer, at) for offer in due)


@transaction.atomic
def _expire(offer: Offer, at: datetime) -> bool:
    application = locked(offer.application)
    offer = locked(offer)
    if offer.state != "sent" or offer.answer_by >= at:
        return False  # answered a moment ago: the answer counts
    end_offer(offer=offer, application=application, verb="expire", by=None)
    return True


@transaction.atomic
def end_on_withdrawal(*, application: Application, by: Person | None) -> None:
    """The application was withdrawn, and its row is held: nothing of it may keep a seat or a place."""
    leave_reserve(application)
    offer = standing_offer(application)
    if offer is not None:
        end_offer(offer=locked(offer), application=application, verb="revoke", by=by)
    elif (placement := result_of(application)) is not None and placement.opening_id is not None:
        ask_to_fill(opening=placement.opening_id)
