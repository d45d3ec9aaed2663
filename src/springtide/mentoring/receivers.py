"""What mentoring does when offers announce something."""

from typing import Any

from django.dispatch import receiver

from springtide.mentoring.actions.arriving import begin_internship
from springtide.mentoring.actions.moving import cancel_internship
from springtide.mentoring.models import Internship
from springtide.offers import events
from springtide.offers.models import Offer


@receiver(events.accepted)
def welcome(sender: Any, offer: Offer, **named: Any) -> None:
    """A seat is taken: somebody looks after whoever takes it."""
    begin_internship(offer=offer, by=named.get("by"))


@receiver(events.ended)
def let_go(sender: Any, offer: Offer, **named: Any) -> None:
    """The seat of an accepted offer was given back. Offers that were never accepted have no internship."""
    for internship in Internship.objects.filter(offer=offer, state="preparing"):
        cancel_internship(internship=internship, by=named.get("by"))
