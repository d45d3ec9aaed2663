"""The reserve list: written when a run is published, and promoting itself when a seat is free."""

from collections import defaultdict
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from springtide.allocation.models import Placement, Run
from springtide.allocation.queries import published_run
from springtide.applications.actions import move_application
from springtide.foundation.jobs.actions import enqueue
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.offers.actions.seats import move_offer
from springtide.offers.models import Offer, Reserve, Wave
from springtide.offers.queries import deadline_in, promised, waiting_at
from springtide.planning.models import Intake, Opening

# Room in front, for people who lose a seat by a moment.
FIRST_PLACE = 10_000
LOOKED_AT = 50
Step = Callable[[int, int], None]


def ask_to_fill(*, opening: int) -> None:
    """Have free seats offered to who waits, by a job of the caller's transaction. Once too often does no harm."""
    key = f"{opening}-{timezone.now().timestamp()}"
    enqueue("offers.fill", key=key, payload={"opening": opening}, urgent=True)


def build_reserve(*, run: Run, step: Step) -> None:
    """Write the list of every opening anew, opening by opening: killed and begun again, it ends the same.

    Somebody waits where the opening's division accepts them, as long as they have no seat; order: score, then lot.
    A run that is no longer the latest one published writes nothing.
    """
    latest = published_run(run.intake)
    if latest is None or latest.pk != run.pk:
        return
    lists = _waiting(run)
    openings = list(Opening.objects.filter(position__intake=run.intake).order_by("pk").values_list("pk", flat=True))
    for done, opening in enumerate(openings):
        step(done, len(openings))
        _rewrite(opening, sorted(lists.get(opening, ())))


@transaction.atomic
def _rewrite(opening: int, people: list[tuple[int, int, int]]) -> None:
    rows = Reserve.objects.filter(opening=opening)
    rows.filter(place__gte=FIRST_PLACE).delete()
    in_front = set(rows.values_list("application", flat=True))
    waiting = [application for _score, _lot, application in people if application not in in_front]
    Reserve.objects.bulk_create(
        (
            Reserve(opening_id=opening, application_id=application, place=place)
            for place, application in enumerate(waiting, FIRST_PLACE)
        ),
        batch_size=2000,
    )


def _waiting(run: Run) -> dict[int, list[tuple[int, int, int]]]:
    """{opening: [(-score, lot, application)]}"""
    lists: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    without = Placement.objects.filter(run=run, via=Placement.Via.NONE, application__state="reserve")
    for application, reasons in without.values_list("application", "reasons").iterator(2000):
        for reason in reasons:
            if reason["score"] is not None:
                lists[reason["opening"]].append((-reason["score"], reason["lot"], application))
    return lists


def fill_opening(*, opening: Opening) -> int:
    """Offer free seats to who waits, one person a transaction. Returns how many offers went out."""
    count = 0
    while _promote_next(opening):
        count += 1
    return count


@transaction.atomic
def _promote_next(opening: Opening) -> bool:
    """Locks: opening, one application on the reserve list (which holds no offer), journal."""
    opening = locked(opening)
    intake = opening.position.intake
    if promised(opening) >= opening.seats or not _has_begun(intake):
        return False
    for reserve in waiting_at(opening)[:LOOKED_AT]:
        application = locked(reserve.application)
        if application.state != "reserve":
            continue  # another opening was quicker, or they withdrew
        offer = Offer.objects.create(
            application=application,
            opening=opening,
            answer_by=deadline_in(intake, intake.answer_days),
            starts_on=intake.starts_on,
            ends_on=intake.ends_on,
        )
        move_offer(offer=offer, verb="send", sent_at=timezone.now())
        Reserve.objects.filter(pk=reserve.pk).update(state=Reserve.State.PROMOTED)
        enqueue("offers.letter", key=str(offer.pk), payload={"offer": offer.pk})
        move_application(application=application, verb="offer", by=None)
        record("offers.promoted", by=None, about=offer, scope=opening.position.division.scope, opening=opening.pk)
        return True
    return False


def _has_begun(intake: Intake) -> bool:
    """Before the first wave has been approved nobody is promoted: the machine does not offer first."""
    return Wave.objects.filter(intake=intake, state="sent").exists()
