"""What a run reads: hashed, kept, and held against the world when somebody wants to publish."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from springtide.allocation.actions import computing, pin_person, publish_run, start_run
from springtide.allocation.bridge.reading import read_snapshot
from springtide.allocation.bridge.snapshot import Snapshot
from springtide.allocation.changes import Changes, Wish
from springtide.allocation.models import Run
from springtide.applications.actions import move_application
from springtide.applications.models import Application
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.steps.verdicts import Refused
from springtide.planning.models import Target
from tests.cast import Cast
from tests.springtide.allocation.scenes import computed, published, seats, shortlisted, wished


@pytest.fixture
def target(cast: Cast) -> Target:
    shortlisted(cast, "Ann", cast.portal, cast.models, points=90)
    shortlisted(cast, "Bo", cast.portal, points=80)
    return wished(cast, "share", "floor", 10, of={"ai": True})


def ann(cast: Cast) -> Application:
    return cast.intake.applications.get(candidate__name="Ann")


def fewer_seats(cast: Cast) -> None:
    cast.portal.seats = 0
    cast.portal.save()


def other_score(cast: Cast) -> None:
    ann(cast).reviews.update(total=10)


def other_value(cast: Cast) -> None:
    Target.objects.update(value=11)


def a_pin(cast: Cast) -> None:
    pin_person(application=ann(cast), opening=cast.models, reason="Because.", by=cast.lead)


def consent(cast: Cast) -> None:
    Application.objects.update(transfer=True)


def other_family(cast: Cast) -> None:
    cast.web.is_ai = True
    cast.web.save()


@pytest.mark.parametrize("change", [fewer_seats, other_score, other_value, a_pin, consent, other_family])
def test_every_input_changes_the_hash(cast: Cast, target: Target, change: Callable[[Cast], None]) -> None:
    before = computed(cast).inputs_hash
    change(cast)
    assert computed(cast).inputs_hash != before


def test_method_transfer_and_changes_are_inputs_too_names_and_people_are_not(cast: Cast, target: Target) -> None:
    runs = [
        computed(cast),
        computed(cast, method="optimum"),
        computed(cast, with_transfer=False),
        computed(cast, changes=Changes(seats={cast.portal.pk: 5})),
        computed(cast, changes=Changes(longest=1)),
    ]
    assert len({run.inputs_hash for run in runs}) == len(runs)
    Target.objects.update(names={"en": "Called otherwise"})
    again = start_run(intake=cast.intake, name="Called otherwise", with_transfer=True, by=cast.lead)
    run_due()
    again.refresh_from_db()
    assert again.inputs_hash == runs[0].inputs_hash


def test_a_snapshot_survives_being_packed(cast: Cast, target: Target) -> None:
    a_pin(cast)
    added = Wish("+1", {"en": "More"}, "share", "ceiling", Decimal("12.5"), {"site": "paris"}, {"division": "cloud"})
    snapshot = read_snapshot(cast.intake, Changes(longest=2, added=(added,)))
    again = Snapshot.unpack(snapshot.pack())
    how = {"seed": 7, "transfer": True, "method": "optimum"}
    assert again.digest(**how) == snapshot.digest(**how)
    assert again.wishes[-1] == added and Changes.read(again.changes).added == (added,)
    assert again.pinned_places.tolist() == np.flatnonzero(again.openings == cast.models.pk).tolist()


@pytest.mark.parametrize(
    ("change", "words"),
    [(fewer_seats, "seats have changed"), (other_score, "scores or choices"), (a_pin, "pins were taken away")],
)
@pytest.mark.parametrize("method", Run.Method.values)
def test_a_change_since_is_named(
    cast: Cast, target: Target, change: Callable[[Cast], None], words: str, method: str
) -> None:
    run = computed(cast, method=method)
    change(cast)
    with pytest.raises(Refused, match=words):
        publish_run(run=run, by=cast.approver)


def test_changed_targets_matter_where_the_method_reads_them(cast: Cast, target: Target) -> None:
    runs = {method: computed(cast, method=method) for method in Run.Method.values}
    assert {run.state for run in runs.values()} == {"proposed"}
    other_value(cast)
    for method in ("targets", "optimum"):
        with pytest.raises(Refused, match="the targets have changed"):
            publish_run(run=runs[method], by=cast.approver)
    assert publish_run(run=runs["stable"], by=cast.approver).state == "published"


def test_a_seat_closed_while_the_run_was_at_work(cast: Cast, target: Target) -> None:
    run = start_run(intake=cast.intake, name="Midway", with_transfer=True, by=cast.lead)

    def closes(done: int, total: int) -> None:
        if done == 5:
            fewer_seats(cast)

    run = computing.compute_run(run=run, step=closes)
    assert seats(run)["Ann"] == "portal hangzhou"  # as it was read
    with pytest.raises(Refused, match="seats have changed"):
        publish_run(run=run, by=cast.approver)
    assert seats(computed(cast))["Ann"] == "models hangzhou"


def test_two_runs_at_once_do_not_disturb_each_other(cast: Cast, target: Target) -> None:
    both = [
        start_run(intake=cast.intake, name=name, with_transfer=True, by=cast.lead, method="optimum")
        for name in ("One", "Two")
    ]

    def meets(done: int, total: int) -> None:
        if done == 20 and both[1].state == "queued":
            both[1] = computing.compute_run(run=both[1], step=lambda _done, _total: None)

    both[0] = computing.compute_run(run=both[0], step=meets)
    assert both[0].inputs_hash == both[1].inputs_hash and both[0].figures == both[1].figures
    assert seats(both[0]) == seats(both[1])
    publish_run(run=both[0], by=cast.approver)
    with pytest.raises(Refused):  # everybody has their result, and the seats are held
        publish_run(run=both[1], by=cast.approver)


def test_withdrawn_people_are_not_in_the_market(cast: Cast, target: Target) -> None:
    move_application(application=ann(cast), verb="withdraw", by=None)
    for method in Run.Method.values:
        wanted = computed(cast, method=method)
        assert "Ann" not in (seats(wanted) if wanted.state == "proposed" else {})


def test_a_run_stops_in_every_phase(cast: Cast, target: Target) -> None:
    phases: list[int] = []
    computing.compute_run(
        run=start_run(intake=cast.intake, name="Whole", with_transfer=True, by=cast.lead, method="optimum"),
        step=lambda done, total: phases.append(done),
    )
    assert {0, 2, 5, 20, 25, 35, 100} <= set(phases) and phases == sorted(phases)


def test_a_published_result_outlives_every_kind_of_failure(cast: Cast, target: Target) -> None:
    first = published(cast)
    wished(cast, "count", "floor", 9, of={"site": "paris"})
    shortlisted(cast, "Cy", cast.models, points=70)
    assert computed(cast, method="optimum").state == "failed"
    first.refresh_from_db()
    assert (first.state, first.placements.count()) == ("published", 2)
