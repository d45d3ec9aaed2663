"""Starting and stopping a run, and the one door for its state."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.allocation import rules, states
from springtide.allocation.changes import Changes
from springtide.allocation.models import Run
from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue, stop_job
from springtide.foundation.jobs.models import Job
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.planning.models import Intake, Opening


def lottery_seed(intake: Intake) -> int:
    """One number for all runs of an intake, fixed when it was made: nobody can shop for a luckier lottery."""
    made = hashlib.sha256(f"{intake.pk} {intake.slug} {intake.created.isoformat()}".encode())
    return int.from_bytes(made.digest()[:4]) >> 1


@transaction.atomic
def start_run(
    *,
    intake: Intake,
    name: str,
    with_transfer: bool,
    by: Person,
    method: str = Run.Method.STABLE,
    changes: Changes | None = None,
) -> Run:
    """Ask for a run; a job does it. With `changes` it is a what-if, which can never be published."""
    rules.leads(by, intake.scope).require()
    if changes is not None:
        _require_possible(intake, changes)
    told = changes.told() if changes is not None else {}
    transfer = with_transfer and intake.transfer_offered
    run = Run.objects.create(
        intake=intake,
        name=name,
        seed=lottery_seed(intake),
        method=Run.Method(method),
        with_transfer=transfer,
        what_if=changes is not None,
        changes=told,
        started_by=by,
    )
    run.job = enqueue("allocation.run", key=str(run.pk), payload={"run": run.pk}, urgent=True)
    run.save(update_fields=["job"])
    settings = {"seed": run.seed, "method": run.method, "with_transfer": transfer, "changes": told}
    record("allocation.run_started", by=by, about=run, scope=intake.scope, what_if=run.what_if, **settings)
    return run


def _require_possible(intake: Intake, changes: Changes) -> None:
    """A what-if speaks of this intake's own openings and targets, within what the engine can count."""
    own = set(Opening.objects.filter(position__intake=intake, pk__in=changes.seats).values_list("pk", flat=True))
    may(own == changes.seats.keys(), _("One of these openings is not part of this intake. Choose it again.")).require()
    kinds = dict(intake.targets.filter(pk__in=changes.targets).values_list("pk", "kind"))
    gone = _("One of these targets was removed meanwhile. Open the page again.")
    may(kinds.keys() == changes.targets.keys(), gone).require()
    rules.seats_possible(changes.seats.values()).require()
    for pk, value in changes.targets.items():
        rules.value_possible(kinds[pk], value).require()
    for wish in changes.added:
        rules.value_possible(wish.kind, wish.value).require()
    rules.preferences_possible(changes.longest, changes.interviews).require()


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
