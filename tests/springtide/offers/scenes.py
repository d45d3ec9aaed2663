"""Offers as they stand after the doors they went through, and offers put side by side for a race."""

from datetime import timedelta

from django.utils import timezone

from springtide.applications.models import Application
from springtide.foundation.jobs.worker import run_due
from springtide.offers.actions import prepare_wave, send_wave
from springtide.offers.models import Offer, Reserve, Wave
from springtide.offers.queries import deadline_in
from springtide.planning.models import Opening
from tests.cast import Cast
from tests.springtide.allocation.scenes import published, shortlisted


def wave_out(cast: Cast) -> Wave:
    """Everybody placed gets an offer, and what follows by job has happened."""
    wave = prepare_wave(intake=cast.intake, answer_by=deadline_in(cast.intake, 5), by=cast.lead)
    wave = send_wave(wave=wave, by=cast.approver)
    run_due()
    return wave


def three_for_one_seat(cast: Cast) -> dict[str, Application]:
    """Ann has the only seat of the portal offered; Bo waits first, Cy second."""
    people = {
        name: shortlisted(cast, name, cast.portal, points=points)
        for name, points in (("Ann", 90), ("Bo", 80), ("Cy", 70))
    }
    published(cast)
    run_due()
    wave_out(cast)
    return people


def offer_of(name: str) -> Offer:
    return Offer.objects.filter(application__candidate__name=name).latest("pk")


def state_of(name: str) -> str:
    return Application.objects.get(candidate__name=name).state


def waiting() -> list[str]:
    rows = Reserve.objects.filter(state="waiting").order_by("opening", "place")
    return [row.application.candidate.name for row in rows.select_related("application__candidate")]


def over_offered(cast: Cast, opening: Opening, count: int) -> list[Offer]:
    """More offers out than there are seats: what waves sized by forecast will do, and what a race needs."""
    offers = []
    for number in range(count):
        application = cast.application(cast.candidate(f"Racer{number}"), opening, state="offered")
        offers.append(
            Offer.objects.create(
                application=application,
                opening=opening,
                state="sent",
                sent_at=timezone.now(),
                answer_by=timezone.now() + timedelta(days=3),
                starts_on=cast.intake.starts_on,
                ends_on=cast.intake.ends_on,
            )
        )
    return offers
