"""What screening does when applying announces something."""

from typing import Any

from django.dispatch import receiver

from springtide.applications.events import submitted, withdrawn
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.planning.events import intake_opened
from springtide.planning.models import Intake
from springtide.screening.actions.deciding import lapse_decisions
from springtide.screening.actions.rubrics import make_default_rubric
from springtide.screening.actions.standing import refresh_standings


@receiver(intake_opened)
def give_rubric(sender: object, intake: Intake, **_rest: Any) -> None:
    """Every intake begins with a good rubric; the lead may choose another."""
    make_default_rubric(intake=intake, by=None)


@receiver(submitted)
def stand(sender: object, application: Application, **_rest: Any) -> None:
    """Who submits stands before the divisions they rank."""
    refresh_standings(applications=[application.pk])


@receiver(withdrawn)
def leave(sender: object, application: Application, by: Person | None, **_rest: Any) -> None:
    """Who withdraws stands before none, and may come back undecided."""
    lapse_decisions(application=application, by=by)
