"""The applicant's own pages: what they see, how they leave, come back and object."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from springtide.applications.actions import withdraw_application
from springtide.applications.events import withdrawn
from springtide.applications.models import Application, Contest
from springtide.foundation.journal.queries import history_of
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from tests.cast import Cast

STATUS = "/me/spring/status/"
AGAINST = [
    {
        "rule": "graduation",
        "version": "1",
        "met": False,
        "evidence": {"said": "2028-01", "first": "2025-11", "last": "2026-10"},
    }
]


def test_nobody_sees_another_persons_pages(cast: Cast, client: Client) -> None:
    cast.application(cast.lina, cast.models)
    client.force_login(cast.wei.person)
    for path in ("status/", "withdraw/", "resume/", "resume/file/"):
        assert client.get(f"/me/spring/{path}").status_code == 404
    for path in ("withdraw/", "reopen/", "contest/"):
        assert client.post(f"/me/spring/{path}").status_code == 404
    assert "ST-TEST" not in client.get("/me/").content.decode()


def test_withdrawing_asks_first_then_confirms_by_letter_and_announces(cast: Cast, wei: Client) -> None:
    heard = []
    withdrawn.connect(lambda application, **_: heard.append(application.pk), weak=False, dispatch_uid="test")
    application = cast.application(cast.wei, cast.models)
    assert "Yes, withdraw" in wei.get("/me/spring/withdraw/").content.decode()
    page = wei.post("/me/spring/withdraw/", follow=True).content.decode()
    withdrawn.disconnect(dispatch_uid="test")
    assert "Withdrawn by you" in page and "Apply again" in page
    assert heard == [application.pk] and Letter.objects.get().kind == "applications.withdrawn"


def test_a_draft_is_discarded_without_a_letter(cast: Cast, wei: Client) -> None:
    cast.application(cast.wei, cast.models, state="draft")
    wei.post("/me/spring/withdraw/")
    assert Application.objects.get().state == "withdrawn" and not Letter.objects.exists()


@pytest.mark.parametrize("state", ["accepted", "rejected", "started"])
def test_i44_what_has_ended_cannot_be_withdrawn(cast: Cast, wei: Client, state: str) -> None:
    cast.application(cast.wei, cast.models, state=state)
    assert wei.post("/me/spring/withdraw/").status_code == 409
    assert Application.objects.get().state == state


def test_i66_who_withdrew_may_apply_again_and_gets_a_new_receipt(cast: Cast, wei: Client, typed) -> None:
    wei.post("/me/spring/submit/", typed())
    old = Application.objects.get().receipt
    wei.post("/me/spring/withdraw/")
    assert wei.post("/me/spring/reopen/").headers["Location"] == "/me/spring/"
    draft = Application.objects.get()
    assert (draft.state, draft.receipt, draft.school) == ("draft", None, "Zhejiang University")
    assert draft.preferences.count() == 2
    wei.post("/me/spring/submit/", typed(version=str(draft.version), submit_key="key-2"))
    again = Application.objects.get()
    assert again.state == "submitted" and again.receipt not in (None, old)
    lines = history_of("applications.application", again.pk)
    assert old in [line.data.get("void") for line in lines]


def test_after_the_deadline_there_is_no_way_back(cast: Cast, wei: Client) -> None:
    application = cast.application(cast.wei, cast.models)
    withdraw_application(application=application, by=cast.wei.person)
    cast.intake.shown_deadline = timezone.now() - timedelta(days=1)
    cast.intake.save()
    assert "takes no applications now" in wei.get(STATUS).content.decode()
    assert wei.post("/me/spring/reopen/").status_code == 409


def contested(cast: Cast, wei: Client) -> Contest:
    application = cast.application(cast.wei, cast.models)
    Application.objects.filter(pk=application.pk).update(eligible=False, findings=AGAINST)
    assert "You expect to graduate in January 2028" in wei.get(STATUS).content.decode()
    wei.post("/me/spring/contest/", {"statement": "My university confirmed June 2026."})
    return Contest.objects.get()


def test_a_finding_is_contested_and_a_person_answers(cast: Cast, wei: Client) -> None:
    contest = contested(cast, wei)
    assert "A person is looking at it" in wei.get(STATUS).content.decode()
    again = wei.post("/me/spring/contest/", {"statement": "Again."})
    assert again.status_code == 409 and Contest.objects.count() == 1
    wei.force_login(cast.lead)
    path = f"/console/spring/applications/{contest.application_id}/contests/{contest.pk}/"
    assert "My university confirmed" in wei.get(path).content.decode()
    wei.post(path, {"upheld": "yes", "answer": "You are right, sorry."})
    contest.refresh_from_db()
    assert contest.answered_by == cast.lead and contest.upheld
    assert Application.objects.get().eligible is True
    assert "You are right, sorry." in Letter.objects.get().body


def test_an_objection_without_words_comes_back(cast: Cast, wei: Client) -> None:
    application = cast.application(cast.wei, cast.models)
    Application.objects.filter(pk=application.pk).update(eligible=False, findings=AGAINST)
    assert wei.post("/me/spring/contest/", {"statement": " "}).status_code == 422


def test_the_recruiter_of_another_division_answers_nothing(cast: Cast, wei: Client) -> None:
    contest = contested(cast, wei)
    wei.force_login(cast.outsider)
    path = f"/console/spring/applications/{contest.application_id}/contests/{contest.pk}/"
    assert wei.post(path, {"upheld": "yes", "answer": "x"}).status_code == 404
    contest.refresh_from_db()
    assert contest.answered_at is None


def test_nothing_against_it_nothing_to_contest(cast: Cast, wei: Client) -> None:
    from springtide.applications.actions import contest_finding

    application = cast.application(cast.wei, cast.models)
    with pytest.raises(Refused):
        contest_finding(application=application, statement="?", by=cast.wei.person)
