"""A run: who sits where, why, proved by other code, the same bytes every time."""

import json

import numpy as np
import pytest

from springtide.allocation.actions import computing, start_run, stop_run
from springtide.allocation.actions.runs import lottery_seed
from springtide.allocation.bridge.reading import combined
from springtide.allocation.models import Placement, Run
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.steps.verdicts import Refused
from tests.cast import Cast
from tests.springtide.allocation.scenes import computed, judged, published, seats, shortlisted, wished


def bytes_of(run: Run) -> str:
    rows = run.placements.order_by("application").values_list(
        "application", "opening", "via", "rank", "score", "reasons"
    )
    return json.dumps([run.inputs_hash, run.figures, run.certificate, list(rows)], sort_keys=True)


def test_the_best_get_what_they_want_most(cast: Cast) -> None:
    shortlisted(cast, "Ann", cast.portal, cast.models, points=90)
    shortlisted(cast, "Bo", cast.portal, cast.models, points=80)
    shortlisted(cast, "Cy", cast.portal, points=70)
    run = computed(cast)
    assert seats(run) == {"Ann": "portal hangzhou", "Bo": "models hangzhou", "Cy": None}
    assert (run.state, run.proven) == ("proposed", True)
    assert {k: run.figures[k] for k in ("placed", "unplaced", "by_rank")} == {
        "placed": 2,
        "unplaced": 1,
        "by_rank": [1, 1],
    }
    cy = run.placements.get(application__candidate__name="Cy")
    assert [(r["verdict"], r["score"], r["cutoff"]) for r in cy.reasons] == [("below_cutoff", 7000, 9000)]


def test_a_division_that_did_not_advance_somebody_does_not_get_them(cast: Cast) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=90)
    judged(cast, ann, cast.gaode, points=95, verdict="reject")
    cast_off = cast.application(cast.wei, cast.maps, state="shortlisted")  # never scored
    run = computed(cast)
    assert seats(run) == {"Ann": "portal hangzhou", "Wei": None}
    assert run.placements.get(application=cast_off).reasons[0]["verdict"] == "not_scored"


def test_interviews_weigh_more_than_reading() -> None:
    screening = np.array([10_000, 0, 8000, -1, 1, -1])  # -1: never given
    interview = np.array([0, 10_000, -1, 7000, 2, -1])
    assert combined(screening, interview).tolist() == [4000, 6000, 8000, 7000, 2, -1]  # 1.6 is rounded half up
    assert combined(screening, interview, 0).tolist() == [10_000, 0, 8000, 7000, 1, -1]


def test_a_division_that_interviews_wants_an_interview_of_everybody(cast: Cast, monkeypatch) -> None:
    ann = shortlisted(cast, "Ann", cast.portal, points=50)
    shortlisted(cast, "Bo", cast.portal, points=100)
    talked = [(ann.pk, cast.cloud.pk, 6000)]
    monkeypatch.setattr("springtide.allocation.bridge.reading.interview_scores", lambda intake: talked)
    run = computed(cast)
    assert seats(run) == {"Ann": "portal hangzhou", "Bo": None}
    assert run.placements.get(application=ann).score == 5600


def test_a_transfer_only_for_those_who_agreed(cast: Cast) -> None:
    shortlisted(cast, "Ann", cast.portal, points=90)
    shortlisted(cast, "Bo", cast.portal, points=80, transfer=True)
    shortlisted(cast, "Cy", cast.portal, points=85)
    run = computed(cast)
    # Not Paris: Bo ranked nothing in France. Not Gaode: it never looked at Bo.
    assert seats(run) == {"Ann": "portal hangzhou", "Bo": "models hangzhou", "Cy": None}
    bo = run.placements.get(application__candidate__name="Bo")
    assert (bo.via, bo.rank, bo.score) == (Placement.Via.TRANSFER, None, 8000)
    assert run.certificate["transfers"]["passed"]
    assert seats(computed(cast, with_transfer=False))["Bo"] is None


@pytest.mark.parametrize("points", [70, 80])
def test_an_opening_without_seats_says_so(cast: Cast, points: int) -> None:
    cast.portal.seats = 0
    cast.portal.save()
    shortlisted(cast, "Ann", cast.portal, points=points)
    assert computed(cast).placements.get().reasons[0]["verdict"] == "no_seats"


def test_nobody_to_place_is_a_result_too(cast: Cast) -> None:
    run = computed(cast)
    assert (run.state, run.figures["applicants"], run.proven) == ("proposed", 0, True)


def test_two_runs_of_one_input_are_the_same_bytes(cast: Cast) -> None:
    for number in range(12):  # all tied: only the lot decides
        shortlisted(cast, f"P{number}", cast.portal, cast.models, points=80, transfer=True)
    assert bytes_of(computed(cast)) == bytes_of(computed(cast))


@pytest.mark.parametrize("method", ["stable", "targets", "optimum"])
@pytest.mark.parametrize(("at", "written"), [(2, 0), (5, 0), (25, 0), (35, 0), (80, 4)])
def test_a_run_killed_midway_ends_in_the_same_bytes_although_the_world_moved_on(
    cast: Cast, monkeypatch, method: str, at: int, written: int
) -> None:
    wished(cast, "count", "ceiling", 4)
    for number in range(5):
        shortlisted(cast, f"P{number}", cast.portal, points=80)
    whole = bytes_of(computed(cast, method=method))
    run = start_run(intake=cast.intake, name="Killed", with_transfer=True, by=cast.lead, method=method)
    monkeypatch.setattr(computing, "BATCH", 2)

    def killed(done: int, total: int) -> None:
        if done >= at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        computing.compute_run(run=run, step=killed)
    run.refresh_from_db()
    assert (run.state, run.placements.count()) == ("running", written)
    shortlisted(cast, "Late", cast.portal, points=100)
    run_due()
    run.refresh_from_db()
    assert bytes_of(run) == whole


def test_a_failed_run_says_why_and_leaves_what_was_published(cast: Cast, monkeypatch) -> None:
    shortlisted(cast, "Ann", cast.portal, points=90)
    first = published(cast)

    def broken(*_args, **_more):
        raise MemoryError("no room")

    monkeypatch.setattr("springtide.allocation.actions.computing.solve", broken)
    run = computed(cast)
    assert (run.state, run.error) == ("failed", "MemoryError: no room")
    first.refresh_from_db()
    assert first.state == "published"


def test_a_stopped_run_stays_stopped(cast: Cast) -> None:
    run = start_run(intake=cast.intake, name="One", with_transfer=True, by=cast.lead)
    stop_run(run=run, by=cast.lead)
    run_due()
    run.refresh_from_db()
    assert (run.state, run.placements.count(), Job.objects.get(pk=run.job_id).state) == ("stopped", 0, "stopped")
    with pytest.raises(Refused, match="not possible"):
        stop_run(run=run, by=cast.lead)


def test_a_second_run_keeps_the_seats_of_the_first(cast: Cast) -> None:
    shortlisted(cast, "Ann", cast.portal, points=70)
    published(cast)
    shortlisted(cast, "Bo", cast.portal, points=99)
    assert seats(computed(cast)) == {"Bo": None}  # Ann keeps the seat that she was told of


def test_nobody_can_shop_for_a_luckier_lottery(cast: Cast) -> None:
    first = start_run(intake=cast.intake, name="One", with_transfer=True, by=cast.lead)
    second = start_run(intake=cast.intake, name="Two", with_transfer=False, by=cast.lead)
    assert first.seed == second.seed == lottery_seed(cast.intake) < 2**31


def test_only_the_lead_starts_and_stops(cast: Cast) -> None:
    for person in (cast.approver, cast.recruiter, cast.outsider, cast.auditor, cast.wei.person):
        with pytest.raises(Refused) as refused:
            start_run(intake=cast.intake, name="No", with_transfer=True, by=person)
        assert refused.value.status == 403
    run = start_run(intake=cast.intake, name="Yes", with_transfer=True, by=cast.lead)
    with pytest.raises(Refused):
        stop_run(run=run, by=cast.approver)
    assert Entry.objects.filter(verb="allocation.run_started").count() == 1
