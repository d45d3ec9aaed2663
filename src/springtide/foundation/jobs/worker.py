"""The embedded worker: claims jobs by lease and runs them; killed at any point, another takes over."""

import threading
import time
import traceback
from datetime import timedelta

import structlog
from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone

from springtide.foundation.jobs.actions import enqueue
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.progress import LEASE, Progress, Stopped
from springtide.foundation.jobs.registry import HANDLERS, REGULAR, load_handlers

MOST_ATTEMPTS = 8
KEEP_DONE = timedelta(days=14)
log = structlog.get_logger("springtide.jobs")


def claim() -> Job | None:
    """Take the next due job, or one whose worker went silent. Nobody else holds it until the lease ends."""
    now = timezone.now()
    due = Job.objects.filter(
        Q(state=Job.State.READY, run_at__lte=now) | Q(state=Job.State.RUNNING, leased_until__lt=now)
    )
    if not due.exists():  # an idle worker must not take the write lock every half second
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        job = due.order_by("-urgent", "run_at", "id").first()
        if job is None:
            return None
        job.state, job.leased_until, job.attempts = Job.State.RUNNING, now + LEASE, job.attempts + 1
        job.save(update_fields=["state", "leased_until", "attempts"])
    return job


def run(job: Job) -> None:
    """Run one claimed job and write down how it ended, if it is still ours."""
    try:
        HANDLERS[job.kind](Progress(job), job.payload)
    except Stopped:
        _end(job, state=Job.State.STOPPED)
    except Exception:
        _fail(job, traceback.format_exc(limit=12))
    else:
        _end(job, state=Job.State.DONE)


def _end(job: Job, **changes: object) -> None:
    Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING).update(
        finished=timezone.now(), leased_until=None, **changes
    )


def _fail(job: Job, error: str) -> None:
    log.error("job failed", kind=job.kind, key=job.key, attempt=job.attempts, error=error)
    if job.attempts >= MOST_ATTEMPTS:
        _end(job, state=Job.State.FAILED, error=error)
        return
    wait = timedelta(seconds=min(2**job.attempts * 5, 3600))
    Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING).update(
        state=Job.State.READY, run_at=timezone.now() + wait, leased_until=None, error=error
    )


def run_due(*, most: int = 10_000) -> int:
    """Run what is due now, then return how many (tests and the command line)."""
    load_handlers()
    count = 0
    while count < most and (job := claim()):
        run(job)
        count += 1
    return count


def plan_regular() -> None:
    """Ask for the regular work whose turn it is: one job per period, however many workers ask."""
    now = time.time()
    for regular in REGULAR:
        enqueue(regular.kind, key=f"turn-{int(now // regular.seconds)}", payload={})
    Job.objects.filter(state=Job.State.DONE, finished__lt=timezone.now() - KEEP_DONE).delete()


def work(stop: threading.Event, *, pause: float = 0.5) -> None:
    """Until told to stop: run what is due, plan regular work every ten seconds."""
    load_handlers()
    planned = 0.0
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() - planned > 10:
                planned = time.monotonic()
                plan_regular()
            job = claim()
            if job is not None:
                run(job)
                continue
        except Exception:
            # The database may be away for a moment; the worker must outlive that.
            log.exception("worker")
            stop.wait(5)
        stop.wait(pause)
