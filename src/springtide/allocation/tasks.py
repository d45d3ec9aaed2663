"""Runs, and the letters that follow a publication."""

from typing import Any

from django.db import OperationalError

from springtide.allocation.actions import compute_run, tell_result
from springtide.allocation.actions.computing import fail_run
from springtide.allocation.models import Run
from springtide.foundation.jobs.progress import Progress, Stopped
from springtide.foundation.jobs.registry import handles


@handles("allocation.run")
def run(progress: Progress, payload: dict[str, Any]) -> None:
    """Compute; an unknown fault ends the run with its words, since the same input would only meet it again."""
    found = Run.objects.select_related("intake").filter(pk=payload["run"]).first()
    if found is None or found.state == "stopped":
        return
    try:
        compute_run(run=found, step=progress.step)
    except (Stopped, OperationalError):
        raise
    except Exception as fault:
        found.refresh_from_db()
        if found.state == "stopped":
            raise Stopped from fault
        fail_run(run=found, error=f"{type(fault).__name__}: {fault}")


@handles("allocation.tell")
def tell(progress: Progress, payload: dict[str, Any]) -> None:
    """Write to one part of the people; killed in the middle, it goes on where it stopped."""
    found = Run.objects.select_related("intake").get(pk=payload["run"])
    people = payload["applications"]
    for start in range(0, len(people), 20):
        progress.step(start, len(people))
        tell_result(run=found, applications=people[start : start + 20])
