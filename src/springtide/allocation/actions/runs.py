"""Starting and stopping a run, and the one door for its state."""

import hashlib
from typing import Any

from django.db import transaction

from springtide.allocation import rules, states
from springtide.allocation.models import Run
from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue, stop_job
from springtide.foundation.jobs.models import Job
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.planning.models import Intake


def lottery_seed(intake: Intake) -> int:
    """One number for all runs of an intake, fixed when it was made: nobody can shop for a luckier lottery."""
    made = hashlib.sha256(f"{intake.pk} {intake.slug} {intake.created.isoformat()}".encode())
    return int.from_bytes(made.digest()[:4]) >> 1


@transaction.atomic
def start_run(*, intake: Intake, name: str, with_transfer: bool, by: Person) -> Run:
    """Ask for a run; a job does it."""
    rules.leads(by, intake.scope).require()
    transfer = with_transfer and intake.transfer_offered
    run = Run.objects.create(intake=intake, name=name, seed=lottery_seed(intake), with_transfer=transfer, started_by=by)
    run.job = enqueue("allocation.run", key=str(run.pk), payload={"run": run.pk}, urgent=True)
    run.save(update_fields=["job"])
    record("allocation.run_started", by=by, about=run, scope=intake.scope, seed=run.seed, with_transfer=transfer)
    return run


@transaction.atomic
def stop_run(*, run: Run, by: Person) -> Run:
    """Give up a run that waits or is at work."""
    rules.leads(by, run.intake.scope).require()
    run = move_run(run=locked(run), verb="stop")
    if run.job is not None and run.job.state in (Job.State.READY, Job.State.RUNNING):
        stop_job(job=run.job)
    record("allocation.run_stopped", by=by, about=run, scope=run.intake.scope)
    return run


def move_run(*, run: Run, verb: str, **changes: Any) -> Run:
    """The one door. `run` is locked by the caller. Raises Refused."""
    run.state = states.RUN.target(verb, run.state)
    for field, value in changes.items():
        setattr(run, field, value)
    run.save(update_fields=["state", *changes])
    return run
