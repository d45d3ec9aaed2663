"""The work of a run. Called by a job, so everything here may happen twice."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.allocation.actions.runs import move_run
from springtide.allocation.bridge.figures import certificate_of, failed_figures, figures_of
from springtide.allocation.bridge.outcomes import Outcome, Outcomes
from springtide.allocation.bridge.reading import read_snapshot
from springtide.allocation.bridge.snapshot import Snapshot
from springtide.allocation.bridge.solving import SOLVED, WHOLE, Infeasible, InvalidMarket, Proposal, solve
from springtide.allocation.changes import Changes
from springtide.allocation.models import Placement, Run
from springtide.allocation.models import Snapshot as KeptSnapshot
from springtide.allocation.queries import openings_named
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
    step(0, WHOLE)
    snapshot = _begin(run)
    step(2, WHOLE)
    if over := snapshot.overpinned:
        names = ", ".join(map(str, openings_named(run.intake, over).values()))
        told = _("More people are pinned than there are seats to give: %(openings)s. Take a pin away or add seats.")
        return _end(run, "fail", error=told % {"openings": names})
    try:
        proposal = solve(snapshot, seed=run.seed, transfer=run.with_transfer, method=run.method, step=step)
    except Infeasible as fault:
        return _end(run, "fail", figures=failed_figures(fault))
    except InvalidMarket as fault:
        return _end(run, "fail", error=str(fault))
    _write_placements(run, proposal, step)
    engine = proposal.stable.engine_version
    return _end(run, "propose", certificate=certificate_of(proposal), figures=figures_of(proposal), engine=engine)


def fail_run(*, run: Run, error: str) -> Run:
    """Write down why a run could not end. What was published before stays as it is."""
    return _end(run, "fail", error=error[:2000])


def _begin(run: Run) -> Snapshot:
    """The snapshot taken when the run first began; later attempts go on from it."""
    kept = KeptSnapshot.objects.filter(run=run).first()
    snapshot = Snapshot.unpack(bytes(kept.content)) if kept else read_snapshot(run.intake, Changes.read(run.changes))
    with transaction.atomic():
        row = locked(run)
        digest = snapshot.digest(seed=run.seed, transfer=run.with_transfer, method=run.method)
        move_run(run=row, verb="begin", inputs_hash=digest, error="")
        KeptSnapshot.objects.get_or_create(run=run, defaults={"content": snapshot.pack()})
    return snapshot


def _write_placements(run: Run, proposal: Proposal, step: Step) -> None:
    """In batches, so that nobody else waits long for their turn to write."""
    Placement.objects.filter(run=run).delete()
    outcomes, people = Outcomes(proposal), proposal.problem.snapshot.people.size
    for start in range(0, people, BATCH):
        step(SOLVED + (WHOLE - SOLVED) * start // people, WHOLE)
        rows = [_placement(run, outcome) for outcome in outcomes.between(start, start + BATCH)]
        Placement.objects.bulk_create(rows, batch_size=BATCH)
    step(WHOLE, WHOLE)


def _placement(run: Run, outcome: Outcome) -> Placement:
    return Placement(
        run=run,
        application_id=outcome.application,
        opening_id=outcome.opening,
        via=_via(outcome),
        pin_id=outcome.pin,
        rank=outcome.rank,
        score=outcome.score,
        reasons=outcome.reasons,
    )


def _via(outcome: Outcome) -> str:
    if outcome.pin is not None:
        return Placement.Via.PIN
    if outcome.opening is None:
        return Placement.Via.NONE
    return Placement.Via.TRANSFER if outcome.rank is None else Placement.Via.PREFERENCE


@transaction.atomic
def _end(run: Run, verb: str, **changes: Any) -> Run:
    row = move_run(run=locked(run), verb=verb, finished=timezone.now(), **changes)
    told = {key: row.figures.get(key) for key in ("applicants", "placed", "unplaced")}
    record(f"allocation.run_{row.state}", by=None, about=row, scope=row.intake.scope, hash=row.inputs_hash, **told)
    return row
