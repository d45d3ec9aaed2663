"""Who sees which application."""

import pytest

from springtide.applications.actions import move_application
from springtide.applications.models import Application
from springtide.applications.queries import applications_for
from tests.cast import Cast


def seen(cast: Cast, who: str) -> list[Application]:
    return list(applications_for(getattr(cast, who), cast.intake))


@pytest.mark.parametrize("who", ["lead", "approver", "auditor", "recruiter", "reviewer", "interviewer"])
def test_who_works_with_the_division_sees_its_applicant(cast: Cast, who: str) -> None:
    application = cast.application(cast.wei, cast.models, cast.portal)
    assert seen(cast, who) == [application]


@pytest.mark.parametrize("who", ["outsider", "mentor"])
def test_others_see_nobody(cast: Cast, who: str) -> None:
    cast.application(cast.wei, cast.models)
    assert seen(cast, who) == []


def test_two_divisions_see_who_ranks_both(cast: Cast) -> None:
    both = cast.application(cast.wei, cast.models, cast.maps)
    assert seen(cast, "recruiter") == [both] == seen(cast, "outsider")


def test_a_draft_is_its_writers_own_affair(cast: Cast) -> None:
    cast.application(cast.wei, cast.models, state="draft")
    assert seen(cast, "lead") == [] == seen(cast, "recruiter")


def test_an_imported_draft_is_the_leads_to_complete(cast: Cast) -> None:
    draft = cast.application(cast.wei, cast.models, state="draft")
    Application.objects.update(source="import")
    assert seen(cast, "lead") == [draft]
    assert seen(cast, "auditor") == [] == seen(cast, "recruiter")


def test_a_withdrawn_application_stays_on_record(cast: Cast) -> None:
    application = cast.application(cast.wei, cast.models)
    move_application(application=application, verb="withdraw", by=cast.wei.person)
    assert seen(cast, "recruiter") == [application]


def test_a_person_of_another_intake_sees_nothing(cast: Cast) -> None:
    cast.application(cast.wei, cast.models)
    assert list(applications_for(cast.wei.person, cast.intake)) == []
