"""Reminders that are due, schedule runs, and the letters that follow an approval."""

from typing import Any

from django.db import OperationalError

from springtide.foundation.jobs.progress import Progress, Stopped
from springtide.foundation.jobs.registry import handles
from springtide.interviews.actions.notifying import tell_schedule
from springtide.interviews.actions.reminding import KIND, remind
from springtide.interviews.actions.schedules import compute_schedule, fail_schedule
from springtide.interviews.models import Interview, ScheduleRun


@handles(KIND)
def send_reminder(progress: Progress, payload: dict[str, Any]) -> None:
    found = Interview.objects.filter(pk=payload["interview"]).first()
    if found is not None:
        remind(interview=found, sequence=payload["sequence"], ahead=payload["ahead"])


@handles("interviews.schedule")
def schedule(progress: Progress, payload: dict[str, Any]) -> None:
    """Compute; an unknown fault ends the run with its words, since the same input would only meet it again."""
    found = ScheduleRun.objects.select_related("intake").filter(pk=payload["run"]).first()
    if found is None or found.state == "stopped":
        return
    try:
        compute_schedule(run=found, step=progress.step)
    except (Stopped, OperationalError):
        raise
    except Exception as fault:
        found.refresh_from_db()
        if found.state == "stopped":
            raise Stopped from fault
        fail_schedule(run=found, error=f"{type(fault).__name__}: {fault}")


@handles("interviews.tell_schedule")
def tell(progress: Progress, payload: dict[str, Any]) -> None:
    """Write to one part of the people; killed in the middle, it goes on where it stopped."""
    proposals = payload["proposals"]
    for start in range(0, len(proposals), 10):
        progress.step(start, len(proposals))
        tell_schedule(proposals=proposals[start : start + 10])
