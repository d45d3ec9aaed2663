"""What is due: letters, reserve lists, promotions, and silence at the deadline."""

from typing import Any

from springtide.allocation.models import Run
from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.registry import handles
from springtide.offers.actions import build_reserve, expire_offers, fill_opening, write_letter
from springtide.offers.models import Offer
from springtide.planning.models import Opening


@handles("offers.letter")
def letter(progress: Progress, payload: dict[str, Any]) -> None:
    offer = Offer.objects.filter(pk=payload["offer"]).first()
    if offer is not None:
        write_letter(offer=offer)


@handles("offers.reserve")
def reserve(progress: Progress, payload: dict[str, Any]) -> None:
    build_reserve(run=Run.objects.select_related("intake").get(pk=payload["run"]), step=progress.step)


@handles("offers.fill")
def fill(progress: Progress, payload: dict[str, Any]) -> None:
    opening = Opening.objects.filter(pk=payload["opening"]).first()
    if opening is not None:
        fill_opening(opening=opening)


@handles("offers.expire", every=60)
def expire(progress: Progress, payload: dict[str, Any]) -> None:
    expire_offers()
