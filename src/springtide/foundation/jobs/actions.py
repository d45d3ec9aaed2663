"""Asking for work, and stopping it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.jobs.models import Job
from springtide.foundation.steps.verdicts import may


def enqueue(
    kind: str,
    *,
    key: str,
    payload: dict[str, Any] | None = None,
    run_at: datetime | None = None,
    urgent: bool = False,
) -> Job:
    """Write the wish into the caller's transaction: both happen or neither does. Asked twice, done once."""
    job, _new = Job.objects.get_or_create(
        kind=kind, key=key, defaults={"payload": payload or {}, "run_at": run_at or timezone.now(), "urgent": urgent}
    )
    return job


def enqueue_many(kind: str, keys_and_payloads: list[tuple[str, dict[str, Any]]]) -> None:
    """The same for many at once."""
    Job.objects.bulk_create(
        [Job(kind=kind, key=key, payload=payload) for key, payload in keys_and_payloads],
        ignore_conflicts=True,
        batch_size=2000,
    )


@transaction.atomic
def stop_job(*, job: Job) -> None:
    """Ask a waiting or running job to stop; it does so at its next step."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.READY)
    if not waiting.update(state=Job.State.STOPPED, finished=timezone.now()):
        asked = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(stop_asked=True)
        may(bool(asked), _("This job has already ended.")).require()


@transaction.atomic
def retry_job(*, job: Job) -> None:
    """Put a failed or stopped job back in the queue."""
    ended = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.STOPPED])
    again = ended.update(state=Job.State.READY, attempts=0, stop_asked=False, run_at=timezone.now(), error="")
    may(bool(again), _("Only a failed or stopped job can be tried again.")).require()
