"""Work asked for is done once, whoever is killed on the way."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from springtide.foundation.jobs import registry
from springtide.foundation.jobs.actions import enqueue, retry_job, stop_job
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.worker import MOST_ATTEMPTS, claim, plan_regular, run, run_due
from springtide.foundation.steps.verdicts import Refused

DONE: list[int] = []


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    DONE.clear()

    @registry.handles("test.note")
    def note(progress: Progress, payload: dict[str, Any]) -> None:
        DONE.append(payload["n"])

    @registry.handles("test.break")
    def broken(progress: Progress, payload: dict[str, Any]) -> None:
        raise ValueError("broken on purpose")

    @registry.handles("test.long")
    def long(progress: Progress, payload: dict[str, Any]) -> None:
        for step in range(5):
            if step == 2:
                stop_job(job=progress.job)
            progress.step(step, 5)
            DONE.append(step)

    yield
    for kind in ("test.note", "test.break", "test.long"):
        del registry.HANDLERS[kind]


@pytest.mark.django_db
def test_asked_twice_done_once() -> None:
    for _time in range(2):
        enqueue("test.note", key="a", payload={"n": 1})
    assert run_due() == 1
    assert DONE == [1]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_takes_its_work_with_it() -> None:
    with pytest.raises(ValueError, match="changed my mind"), transaction.atomic():
        enqueue("test.note", key="a", payload={"n": 1})
        raise ValueError("changed my mind")
    assert run_due() == 0


@pytest.mark.django_db
def test_a_silent_worker_loses_its_job_to_another() -> None:
    enqueue("test.note", key="a", payload={"n": 1})
    first = claim()
    assert first is not None
    assert claim() is None
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    second = claim()
    assert second is not None and second.attempts == 2
    run(second)
    run(first)  # wakes up late: what it says about the job no longer counts
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)


@pytest.mark.django_db
def test_failing_work_waits_longer_each_time_and_ends_as_failed() -> None:
    job = enqueue("test.break", key="a")
    for attempt in range(1, MOST_ATTEMPTS + 1):
        Job.objects.update(run_at=timezone.now())
        assert run_due() == 1
        job.refresh_from_db()
        assert job.attempts == attempt
    assert job.state == Job.State.FAILED
    assert "broken on purpose" in job.error
    retry_job(job=job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.READY, 0)


@pytest.mark.django_db
def test_a_long_job_shows_progress_and_can_be_stopped() -> None:
    job = enqueue("test.long", key="a")
    run_due()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.STOPPED, 2, 5)
    assert DONE == [0, 1]


@pytest.mark.django_db
def test_what_has_ended_cannot_be_stopped() -> None:
    job = enqueue("test.note", key="a", payload={"n": 1})
    run_due()
    with pytest.raises(Refused, match="already ended"):
        stop_job(job=job)


@pytest.mark.django_db
def test_two_planners_plan_a_turn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("springtide.foundation.jobs.worker.REGULAR", [registry.Regular("test.note", 3600)])
    plan_regular()
    plan_regular()
    assert Job.objects.filter(kind="test.note").count() == 1
