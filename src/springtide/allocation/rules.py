"""Who may run and publish, and what must hold before."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import Verdict, may

if TYPE_CHECKING:
    from springtide.allocation.models import Run

# From this many people on, publishing asks for the number to be typed.
TYPED_FROM = 51


def leads(person: Person, scope: str) -> Verdict:
    return may(person.holds(Role.LEAD, scope=scope), _("Only the intake lead starts and stops runs."), status=403)


def approves(person: Person, run: "Run") -> Verdict:
    """A second person: an approver of the intake who did not start the run."""
    holds = person.holds(Role.APPROVER, scope=run.intake.scope)
    return may(holds, _("Only an approver publishes a result."), status=403) & may(
        run.started_by_id != person.pk, _("You started this run. Somebody else has to publish it."), status=403
    )


def is_proven(run: "Run") -> Verdict:
    return may(run.proven, _("This result did not pass the independent check, so it cannot be published. Run again."))


def is_meant(people: int, typed: int | None) -> Verdict:
    return may(
        people < TYPED_FROM or typed == people,
        _("Type the number of people concerned, exactly as the page shows it. Nothing was published."),
    )
