"""Schedule runs: asking for one, stopping it, and the work itself, which may be begun twice and ends in the same."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue, stop_job
from springtide.foundation.jobs.models import Job
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.interviews import rules, states
from springtide.interviews.bridge.packing import Reading
from springtide.interviews.bridge.planning import InvalidProblem, Outcome, solve
from springtide.interviews.bridge.reading import Ground
from springtide.interviews.bridge.repairing import Absence, Mended, mend
from springtide.interviews.models import Proposal, ScheduleDetails, ScheduleRun
from springtide.interviews.queries.schedules import refused_to_move
from springtide.planning.models import Intake

BATCH = 1000
Step = Callable[[int, int], None]


@transaction.atomic
def start_schedule(*, intake: Intake, name: str, begins_at: datetime, ends_at: datetime, by: Person) -> ScheduleRun:
    """Ask for times for all invited interviews between two instants; a job does it."""
    rules.leads_schedules(by, intake.scope).require()
    rules.is_span(begins_at, ends_at).require()
    made = ScheduleRun(intake=intake, name=name, begins_at=begins_at, ends_at=ends_at, started_by=by)
    return queue_schedule(made, by)


def queue_schedule(run: ScheduleRun, by: Person) -> ScheduleRun:
    """Save a run with its job, in the caller's transaction. Every run of an intake has the same seed."""
    run.seed = zlib.crc32(run.intake.slug.encode()) >> 1
    run.save()
    run.job = enqueue("interviews.schedule", key=str(run.pk), payload={"run": run.pk}, urgent=True)
    run.save(update_fields=["job"])
    told = {"kind": run.kind, "begins_at": run.begins_at, "ends_at": run.ends_at, "person": run.person_id}
    record("interviews.schedule_started", by=by, about=run, scope=run.intake.scope, **told, room=run.room_id)
    return run


@transaction.atomic
def stop_schedule(*, run: ScheduleRun, by: Person) -> ScheduleRun:
    """Give up a run that waits or is at work."""
    rules.leads_schedules(by, run.intake.scope).require()
    run = move_schedule(run=locked(run), verb="stop")
    if run.job is not None and run.job.state in (Job.State.READY, Job.State.RUNNING):
        stop_job(job=run.job)
    record("interviews.schedule_stopped", by=by, about=run, scope=run.intake.scope)
    return run


def move_schedule(*, run: ScheduleRun, verb: str, **changes: Any) -> ScheduleRun:
    """The one door of its state. `run` is locked by the caller. Raises Refused."""
    run.state = states.SCHEDULE.target(verb, run.state)
    for field, value in changes.items():
        setattr(run, field, value)
    run.save(update_fields=["state", *changes])
    return run


def compute_schedule(*, run: ScheduleRun, step: Step) -> ScheduleRun:
    """Read, plan or repair, judge, keep. `step(done, total)` raises where the run is to stop."""
    if run.state not in ("queued", "running"):
        return run
    reading = _begin(run)
    try:
        outcome = _outcome(run, reading, step)
    except InvalidProblem as fault:
        return _end(run, "fail", error=str(fault)[:2000])
    _write(run, [{**row, "sequence": reading.sequences[row["interview_id"]]} for row in outcome.rows()], step)
    ScheduleDetails.objects.filter(run=run).update(loads=outcome.loads, shortfall=outcome.shortfall)
    return _end(run, "propose", figures=outcome.figures, engine=outcome.engine)


def _outcome(run: ScheduleRun, reading: Reading, step: Step) -> Outcome | Mended:
    if not run.is_repair:
        return solve(reading.problem, seed=run.seed, step=step)
    out = Absence(run.person_id, run.room_id, run.away_from or run.begins_at, run.away_until or run.ends_at)
    return mend(reading, out, bystanders=run.with_bystanders, seed=run.seed, step=step)


def fail_schedule(*, run: ScheduleRun, error: str) -> ScheduleRun:
    """Write down why a run could not end. Nothing else changes."""
    return _end(run, "fail", error=error[:2000])


def ground_of(run: ScheduleRun, *, shared: bool = True) -> Ground:
    """What the run reads, as things stand now. Who was asked before and would not move stays."""
    ground = Ground(run.intake, run.begins_at, run.ends_at, movable=run.is_repair, shared=shared)
    if not run.is_repair:
        return ground
    return replace(ground, frozen=frozenset(refused_to_move([one.pk for one in ground.interviews])))


def _begin(run: ScheduleRun) -> Reading:
    """What was read when the run first began; later attempts go on from it."""
    kept = ScheduleDetails.objects.filter(run=run).first()
    reading = Reading.unpack(bytes(kept.problem)) if kept else ground_of(run).read()
    with transaction.atomic():
        row = locked(run)
        move_schedule(run=row, verb="begin", inputs_hash=reading.digest(seed=run.seed), error="")
        ScheduleDetails.objects.get_or_create(run=run, defaults={"problem": reading.pack()})
    return reading


def _write(run: ScheduleRun, rows: Sequence[dict[str, Any]], step: Step) -> None:
    """In batches, so that nobody else waits long for their turn to write."""
    Proposal.objects.filter(run=run).delete()
    for start, part in _batches(rows):
        step(start, len(rows))
        Proposal.objects.bulk_create(Proposal(run=run, **row) for row in part)


def _batches(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[int, Sequence[dict[str, Any]]]]:
    return ((start, rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))


@transaction.atomic
def _end(run: ScheduleRun, verb: str, **changes: Any) -> ScheduleRun:
    row = move_schedule(run=locked(run), verb=verb, finished=timezone.now(), **changes)
    told = {key: row.figures.get(key) for key in ("total", "placed", "moved", "lost")}
    record(f"interviews.schedule_{row.state}", by=None, about=row, scope=row.intake.scope, hash=row.inputs_hash, **told)
    return row
