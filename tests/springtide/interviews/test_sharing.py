"""Whose result it is: of the division that invited, and of others only where the candidate says so."""

import pytest
from django.test import Client

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.models import Entry
from springtide.foundation.steps.verdicts import Refused
from springtide.interviews.actions.attempts import reinvite_to
from springtide.interviews.actions.sharing import share_result
from springtide.interviews.models import Assessment, Attempt, Sitting
from springtide.interviews.queries.assessments import invitable_to, results_for
from springtide.screening.models import Standing
from tests.cast import Cast
from tests.springtide.interviews.sitting_scenes import (
    book,
    done,
    finished,
    handed,
    invited,
    post,
    reasoning,
    shortlisted,
    sitting,
    with_provider,
)


@pytest.fixture(autouse=True)
def provider(settings) -> None:
    settings.ASSESSMENT_PROVIDERS = with_provider()


@pytest.fixture
def test(cast: Cast) -> Assessment:
    """One that both divisions use."""
    return reasoning(cast, cast.cloud, cast.gaode)


@pytest.fixture
def where(cast: Cast, test: Assessment) -> Sitting:
    return sitting(cast, test, seats=9)


@pytest.fixture
def wei(cast: Cast, test: Assessment) -> Attempt:
    """Invited by cloud; ranks cloud and gaode."""
    return invited(cast, test, shortlisted(cast, cast.wei, cast.models, cast.maps))


def seen_by(person: Person, cast: Cast) -> list[Attempt]:
    return list(results_for(person, cast.intake))


def test_without_consent_only_the_division_that_invited_sees_it(
    cast: Cast, wei: Attempt, where: Sitting, client: Client
) -> None:
    done(cast, wei, where, client)
    assert seen_by(cast.recruiter, cast) == seen_by(cast.lead, cast) == seen_by(cast.auditor, cast) == [wei]
    assert seen_by(cast.outsider, cast) == []
    assert list(invitable_to(cast.outsider, wei.assessment, cast.gaode)) == [wei.application]


def test_with_consent_it_counts_for_a_division_that_uses_it_and_that_is_ranked(
    cast: Cast, wei: Attempt, where: Sitting, client: Client
) -> None:
    done(cast, wei, where, client, shared=True)
    assert seen_by(cast.outsider, cast) == [wei]
    assert not invitable_to(cast.outsider, wei.assessment, cast.gaode).exists()
    client.force_login(cast.outsider)
    panel = client.get(f"/console/spring/applications/{wei.application_id}/assessments/").content.decode()
    assert "41 of 50 (82 %)" in panel and "decides nothing" in panel


def test_consent_says_nothing_to_a_division_that_is_not_ranked_or_does_not_use_it(
    cast: Cast, where: Sitting, client: Client
) -> None:
    only_cloud = invited(cast, where.assessment, shortlisted(cast, "Bo", cast.models))
    done(cast, only_cloud, where, client, shared=True)
    other = reasoning(cast, cast.cloud)
    not_used = invited(cast, other, shortlisted(cast, "Cy", cast.models, cast.maps))
    done(cast, not_used, sitting(cast, other), client, shared=True)
    assert seen_by(cast.outsider, cast) == []


def test_consent_is_taken_back_as_easily_as_it_is_given_and_both_are_journaled(
    cast: Cast, wei: Attempt, where: Sitting, client: Client
) -> None:
    done(cast, wei, where, client, shared=True)
    for _again in range(2):
        share_result(attempt=wei, shared=False, by=cast.wei.person)
    assert seen_by(cast.outsider, cast) == []
    assert list(invitable_to(cast.outsider, wei.assessment, cast.gaode)) == [wei.application]
    lines = Entry.objects.filter(verb="interviews.share_result").order_by("id")
    assert [line.data["shared"] for line in lines] == [True, False]
    assert {line.actor for line in lines} == {cast.wei.person}


def test_open_invitations_of_others_end_when_a_shared_result_is_in(
    cast: Cast, wei: Attempt, where: Sitting, client: Client
) -> None:
    other = invited(cast, where.assessment, wei.application, cast.gaode)
    book(wei, where, shared=True)
    assert Attempt.objects.get(pk=other.pk).state == "invited"
    post(client, finished(handed(wei)))
    other.refresh_from_db()
    assert other.state == "cancelled" and other.application.state == "shortlisted"
    share_result(attempt=wei, shared=False, by=cast.wei.person)
    assert reinvite_to(attempt=other, by=cast.outsider).state == "invited"


def test_consent_after_the_result_ends_them_too(cast: Cast, wei: Attempt, where: Sitting, client: Client) -> None:
    done(cast, wei, where, client)
    other = invited(cast, where.assessment, wei.application, cast.gaode)
    share_result(attempt=wei, shared=True, by=cast.wei.person)
    other.refresh_from_db()
    assert (other.state, other.seat) == ("cancelled", None)


def test_nobody_consents_for_somebody_else(cast: Cast, wei: Attempt, client: Client) -> None:
    for person in (cast.recruiter, cast.lead, cast.lina.person):
        with pytest.raises(Refused) as refused:
            share_result(attempt=wei, shared=True, by=person)
        assert refused.value.status == 403
    client.force_login(cast.lina.person)
    assert client.post(f"/me/spring/assessments/{wei.pk}/consent/", {"shared": "yes"}).status_code == 404


def test_a_result_changes_no_score_and_no_state(cast: Cast, wei: Attempt, where: Sitting, client: Client) -> None:
    before = list(Standing.objects.order_by("pk").values())
    done(cast, wei, where, client, shared=True)
    assert list(Standing.objects.order_by("pk").values()) == before
    wei.application.refresh_from_db()
    assert wei.application.state == "shortlisted"


def test_reviewers_and_interviewers_judge_without_it(cast: Cast, wei: Attempt, where: Sitting, client: Client) -> None:
    done(cast, wei, where, client, shared=True)
    for person in (cast.reviewer, cast.interviewer, cast.mentor):
        client.force_login(person)
        assert client.get(f"/console/spring/applications/{wei.application_id}/assessments/").status_code == 404
        assert client.get(f"/console/spring/assessments/{wei.assessment_id}/results/").status_code == 404
