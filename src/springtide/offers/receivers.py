"""What offering does when an earlier step announces something. Connected in apps."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from springtide.allocation.events import published, seats_asked
from springtide.allocation.models import Run
from springtide.applications.events import withdrawn
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue
from springtide.foundation.steps.verdicts import may
from springtide.offers.actions import ask_to_fill, end_on_withdrawal
from springtide.offers.queries import promised, told_seats
from springtide.planning.events import seats_changed
from springtide.planning.models import Intake, Opening


@receiver(published)
def write_reserve_lists(run: Run, **_more: Any) -> None:
    enqueue("offers.reserve", key=str(run.pk), payload={"run": run.pk}, urgent=True)


@receiver(seats_asked)
def say_what_is_held(intake: Intake, **_more: Any) -> dict[int, int]:
    return told_seats(intake)


@receiver(withdrawn)
def let_go(application: Application, by: Person | None, **_more: Any) -> None:
    end_on_withdrawal(application=application, by=by)


@receiver(seats_changed)
def keep_promises(opening: Opening, before: int, **_more: Any) -> None:
    """Fewer seats than are promised: refused. More: the reserve list moves up."""
    count = promised(opening)
    may(
        opening.seats >= count,
        _("%(count)d seats of this opening are already promised or taken. It cannot have fewer.") % {"count": count},
    ).require()
    if opening.seats > before:
        ask_to_fill(opening=opening.pk)
