"""The work of a run. Called by a job, so everything here may happen twice."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from springtide.allocation.actions.runs import move_run
from springtide.allocation.bridge.snapshot import Snapshot, read_snapshot
from springtide.allocation.bridge.solving import InvalidMarket, Outcome, Proposal, solve
from springtide.allocation.models import Placement, Run
from springtide.allocation.models import Snapshot as KeptSnapshot
from springtide.allocation.queries import cells_of
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked

BATCH = 2000
Step = Callable[[int, int], None]


def compute_run(*, run: Run, step: Step) -> Run:
    """Snapshot, match, judge, explain. Killed anywhere and begun again, it ends in the same bytes.

    `step(done, total)` tells how far it is and raises where the run is to stop.
    """
    if run.state not in ("queued", "running"):
        return run
    snapshot = _begin(run)
    try:
        proposal = solve(snapshot, seed=run.seed, transfer=run.with_transfer)
    except InvalidMarket as fault:
        return _end(run, "fail", error=str(fault))
    _write_placements(run, proposal, step)
    figures = proposal.figures | {"cells": [[*_plain(cell)] for cell in cells_of(proposal.fill)]}
    return _end(
        run, "propose", certificate=proposal.certificate, figures=figures, engine=proposal.allocation.engine_version
    )


def fail_run(*, run: Run, error: str) -> Run:
    """Write down why a run could not end. What was published before stays as it is."""
    return _end(run, "fail", error=error[:2000])


def _begin(run: Run) -> Snapshot:
    """The snapshot taken when the run first began; later attempts go on from it."""
    kept = KeptSnapshot.objects.filter(run=run).first()
    snapshot = Snapshot.unpack(bytes(kept.content)) if kept else read_snapshot(run.intake)
    with transaction.atomic():
        row = locked(run)
        move_run(
            run=row, verb="begin", inputs_hash=snapshot.digest(seed=run.seed, transfer=run.with_transfer), error=""
        )
        KeptSnapshot.objects.get_or_create(run=run, defaults={"content": snapshot.pack()})
    return snapshot


def _write_placements(run: Run, proposal: Proposal, step: Step) -> None:
    """In batches, so that nobody else waits long for their turn to write."""
    Placement.objects.filter(run=run).delete()
    people = proposal.snapshot.people.size
    for start in range(0, people, BATCH):
        step(start, people)
        rows = [_placement(run, outcome) for outcome in proposal.outcomes(start, start + BATCH)]
        Placement.objects.bulk_create(rows, batch_size=BATCH)
    step(people, people)


def _placement(run: Run, outcome: Outcome) -> Placement:
    via = Placement.Via.TRANSFER if outcome.rank is None else Placement.Via.PREFERENCE
    return Placement(
        run=run,
        application_id=outcome.application,
        opening_id=outcome.opening,
        via=Placement.Via.NONE if outcome.opening is None else via,
        rank=outcome.rank,
        score=outcome.score,
        reasons=outcome.reasons,
    )


@transaction.atomic
def _end(run: Run, verb: str, **changes: Any) -> Run:
    row = move_run(run=locked(run), verb=verb, finished=timezone.now(), **changes)
    told = {key: row.figures.get(key) for key in ("applicants", "placed", "unplaced")}
    record(f"allocation.run_{row.state}", by=None, about=row, scope=row.intake.scope, hash=row.inputs_hash, **told)
    return row


def _plain(cell: Any) -> tuple[str, str, str, bool, int]:
    return cell.division, cell.site, cell.family, cell.ai, cell.count
