"""What is due: reminders."""

from typing import Any

from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.registry import handles
from springtide.interviews.actions.reminding import KIND, remind
from springtide.interviews.models import Interview


@handles(KIND)
def send_reminder(progress: Progress, payload: dict[str, Any]) -> None:
    found = Interview.objects.filter(pk=payload["interview"]).first()
    if found is not None:
        remind(interview=found, sequence=payload["sequence"], ahead=payload["ahead"])
