"""A second person makes a result known."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.allocation import rules
from springtide.allocation.actions.runs import move_run
from springtide.allocation.bridge.reading import read_snapshot
from springtide.allocation.bridge.snapshot import Snapshot
from springtide.allocation.events import published
from springtide.allocation.models import Placement, Run
from springtide.allocation.queries import IN_MARKET
from springtide.applications.actions import move_applications
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue_many
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may

BATCH, LETTERS = 2000, 100


@transaction.atomic
def publish_run(*, run: Run, by: Person, typed: int | None = None) -> Run:
    """Move everybody to placed or to the reserve list, and have them told. `typed`: the number of people, above 50.

    Refused for a what-if, where the check did not pass, or where what the run read has changed.
    Who withdrew since is left out.
    """
    run = locked(run)
    # 1. Ask.
    rules.approves(by, run).require()
    rules.pinned_nobody(run.placements.filter(via=Placement.Via.PIN, pin__made_by=by).exists()).require()
    rules.is_season(run).require()
    rules.is_proven(run).require()
    rules.is_meant(run.figures["applicants"], typed).require()
    # 2. Hold everybody, in one order and before anything is written: then nothing can change below the check.
    here = _hold(list(run.placements.values_list("application", flat=True)))
    _require_unchanged(run)
    # 3. Write.
    run = move_run(run=run, verb="publish", published_by=by, published_at=timezone.now())
    seated = set(run.placements.exclude(via=Placement.Via.NONE).values_list("application", flat=True))
    placed = [row for pk, row in here.items() if pk in seated]
    waiting = [row for pk, row in here.items() if pk not in seated and row.state != "reserve"]
    move_applications(applications=placed, verb="place", by=by)
    move_applications(applications=waiting, verb="hold", by=by)
    # 4. Tell, journal, announce.
    letters = [
        (f"{run.pk}:{place}", {"run": run.pk, "applications": part})
        for place, part in enumerate(batches(sorted(here), LETTERS))
    ]
    enqueue_many("allocation.tell", letters)
    record("allocation.published", by=by, about=run, scope=run.intake.scope, placed=len(placed), people=len(here))
    published.send(Run, run=run, by=by)
    return run


def batches(pks: Sequence[int], size: int = BATCH) -> Iterator[Sequence[int]]:
    return (pks[start : start + size] for start in range(0, len(pks), size))


def _hold(pks: list[int]) -> dict[int, Application]:
    """Those of them who still want a seat, locked."""
    found: dict[int, Application] = {}
    for part in batches(sorted(pks)):
        rows = Application.objects.select_for_update().filter(pk__in=part, state__in=IN_MARKET).order_by("pk")
        found.update((row.pk, row) for row in rows.only("pk", "state", "intake_id", "candidate_id"))
    return found


def _require_unchanged(run: Run) -> None:
    """What the run read still holds, but for people who left. Targets count only where the method reads them."""
    old, new = Snapshot.unpack(bytes(run.snapshot.content)), read_snapshot(run.intake)
    joined = int(np.setdiff1d(new.people, old.people).size)
    may(
        not joined,
        _("Since this run, %(count)d more people were shortlisted. Start a new run, so that they take part.")
        % {"count": joined},
    ).require()
    may(
        np.array_equal(old.openings, new.openings) and np.array_equal(old.seats, new.seats),
        _("Since this run, the seats have changed. Start a new run."),
    ).require()
    common = old.only(new.people)
    may(
        np.array_equal(common.pins, new.pins),
        _("Since this run, people were pinned or pins were taken away. Start a new run."),
    ).require()
    if run.seeks_targets:
        may(
            _asked(common) == _asked(new),
            _("Since this run, the targets have changed, and its method reads them. Start a new run."),
        ).require()
    may(
        _digest(run, common) == _digest(run, new),
        _("Since this run, scores or choices have changed. Start a new run."),
    ).require()


def _asked(snapshot: Snapshot) -> list[dict[str, object]]:
    """The targets without what they are called."""
    return [{key: part for key, part in target.items() if key != "names"} for target in snapshot.targets]


def _digest(run: Run, snapshot: Snapshot) -> str:
    return replace(snapshot, targets=()).digest(seed=run.seed, transfer=run.with_transfer, method=run.method)
