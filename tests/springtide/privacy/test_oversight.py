"""Overseers read everything of their intake; others do not even learn that there is something."""

import pytest
from django.test import Client

from springtide.applications.models import Application
from springtide.foundation.jobs.actions import enqueue
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.actions import record
from springtide.foundation.journal.models import Entry
from springtide.privacy.models import JournalCheck
from tests.cast import Cast

JOURNAL = "/console/spring/journal/"


@pytest.fixture
def lines(cast: Cast) -> None:
    for number in range(3):
        record("test.done", by=cast.lead, about=cast.intake, scope="spring/cloud", number=number)
    record("test.elsewhere", by=cast.lead, about=None, scope="spring-2")


def test_the_auditor_reads_and_has_the_journal_checked(client: Client, cast: Cast, lines: None) -> None:
    client.force_login(cast.auditor)
    page = client.get(JOURNAL).content.decode()
    assert page.count("test.done") == 3 and "test.elsewhere" not in page
    assert client.post(f"{JOURNAL}check/").status_code == 302
    run_due()
    assert "is whole" in client.get(JOURNAL).content.decode()


def test_a_cut_tail_is_found_by_the_next_check(cast: Cast, lines: None) -> None:
    from springtide.privacy.actions import check_journal

    assert check_journal().whole
    Entry.objects.order_by("-id")[0].delete()
    assert not check_journal().whole
    assert not JournalCheck.objects.all()[0].anchor_found


@pytest.mark.parametrize("who", ["recruiter", "outsider", "reviewer", "mentor"])
def test_i41_others_meet_nothing(client: Client, cast: Cast, lines: None, who: str) -> None:
    client.force_login(getattr(cast, who))
    for address in (JOURNAL, "/console/spring/system/", "/console/absent/journal/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{JOURNAL}check/").status_code == 404


def test_a_lead_of_another_intake_meets_nothing(client: Client, cast: Cast, lines: None) -> None:
    cast.lead.memberships.update(scope="autumn")
    client.force_login(cast.lead)
    assert client.get(JOURNAL).status_code == 404


def test_the_journal_costs_the_same_for_one_line_and_for_many(
    client: Client, cast: Cast, django_assert_num_queries
) -> None:
    client.force_login(cast.auditor)
    for number in range(3):
        record("test.done", by=cast.lead, about=None, scope="spring", number=number)
        if number != 1:
            with django_assert_num_queries(7):
                client.get(JOURNAL)


def test_failed_work_is_shown_and_tried_again_by_the_lead(client: Client, cast: Cast) -> None:
    job = enqueue("test.absent", key="a")
    Job.objects.update(state="failed", error="boom")
    client.force_login(cast.lead)
    assert "boom" in client.get("/console/spring/system/").content.decode()
    client.post(f"/console/spring/system/{job.pk}/retry/")
    job.refresh_from_db()
    assert job.state == Job.State.READY


def test_a_person_takes_their_own_data_and_no_pending_decision(client: Client, cast: Cast) -> None:
    application: Application = cast.application(cast.wei, cast.models, cast.portal)
    application.decisions.create(division=cast.cloud, verdict="advance", reason="secret", decided_by=cast.recruiter)
    cast.application(cast.lina, cast.models)
    client.force_login(cast.wei.person)
    told = client.get("/me/data/")
    assert told["Content-Disposition"].startswith("attachment")
    data = told.json()
    assert [a["name"] for a in data["applications"]] == ["Wei"]
    assert len(data["applications"][0]["preferences"]) == 2
    assert "secret" not in told.content.decode()
    assert Client().get("/me/data/").status_code == 302
