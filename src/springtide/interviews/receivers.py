"""What interviewing does when an earlier step announces something."""

from typing import Any

from django.dispatch import receiver

from springtide.applications import events
from springtide.applications.models import Application
from springtide.interviews.actions.attempts import drop_all
from springtide.interviews.actions.booking import cancel_all


@receiver(events.withdrawn)
def free_the_time(sender: Any, application: Application, **named: Any) -> None:
    """Somebody withdrew: nobody waits for them."""
    cancel_all(application_id=application.pk, by=named.get("by"))
    drop_all(application_id=application.pk, by=named.get("by"))
