"""The console's list and page of one application: flat in queries, closed to who is not concerned."""

import pytest
from django.test import Client

from springtide.applications.models import Application, Document
from springtide.applications.queries import filtered
from springtide.foundation.files.actions import store_file
from tests.cast import Cast
from tests.springtide.applications.test_uploads import PDF, resume

LIST = "/console/spring/applications/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    cast: Cast, client: Client, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        cast.application(cast.candidate(f"c{number}"), cast.models, cast.portal)
    client.force_login(cast.recruiter)
    with django_assert_num_queries(13):
        assert client.get(LIST).context["page"].paginator.count == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_costs_the_same_for_one_preference_and_for_three(
    cast: Cast, client: Client, count: int, django_assert_num_queries
) -> None:
    application = cast.application(cast.wei, *[cast.models, cast.portal, cast.models_paris][:count])
    client.force_login(cast.recruiter)
    with django_assert_num_queries(10):
        client.get(f"{LIST}{application.pk}/")


@pytest.mark.parametrize(
    ("wanted", "seen"),
    [
        ({"state": "submitted"}, "wei"),
        ({"state": "late"}, "lina"),
        ({"division": "gaode"}, "lina"),
        ({"site": "paris"}, "wei"),
        ({"source": "x"}, "lina"),
        ({"eligible": "no"}, "lina"),
        ({"q": "lin"}, "lina"),
        ({"q": "st-test-0001-00"}, ""),
    ],
)
def test_filters_narrow_to_what_they_say(cast: Cast, wanted: dict, seen: str) -> None:
    cast.application(cast.wei, cast.models_paris)
    late = cast.application(cast.lina, cast.maps, state="late")
    Application.objects.filter(pk=late.pk).update(source="x", eligible=False)
    type(cast.lina).objects.filter(pk=cast.lina.pk).update(words=" lina lina@example.org ")
    if "q" in wanted and not seen:
        wanted, seen = {"q": late.receipt.lower()}, "lina"
    assert [row.candidate for row in filtered(Application.objects.all(), wanted)] == [getattr(cast, seen)]


def test_i41_pages_files_and_pictures_are_404_for_another_division(cast: Cast, wei: Client, typed) -> None:
    wei.post("/me/spring/submit/", typed(resume=resume(PDF)))
    application = Application.objects.get()
    picture = store_file(content=resume(PDF), name="p.png", content_type="image/png", owner=None)
    Document.objects.get().previews.add(picture)
    paths = ["", "history/", "resume/", f"resume/{picture.pk}.png"]
    wei.force_login(cast.recruiter)
    assert {wei.get(f"{LIST}{application.pk}/{path}").status_code for path in paths} == {200}
    for stranger in (cast.outsider, cast.mentor, cast.wei.person, cast.lina.person):
        wei.force_login(stranger)
        assert {wei.get(f"{LIST}{application.pk}/{path}").status_code for path in paths} == {404}
    wei.force_login(cast.outsider)
    assert "Wei" not in wei.get(LIST).content.decode() and wei.get(f"{LIST}999999/").status_code == 404


def test_i41_a_picture_of_another_application_is_not_found_through_ones_own(cast: Cast, wei: Client, typed) -> None:
    wei.post("/me/spring/submit/", typed(resume=resume(PDF)))
    foreign = store_file(content=resume(PDF), name="p.png", content_type="image/png", owner=None)
    wei.force_login(cast.recruiter)
    assert wei.get(f"{LIST}{Application.objects.get().pk}/resume/{foreign.pk}.png").status_code == 404


def test_only_the_lead_admits_what_came_late(cast: Cast, client: Client) -> None:
    application = cast.application(cast.wei, cast.models, state="late")
    for other in (cast.recruiter, cast.approver):
        client.force_login(other)
        assert client.post(f"{LIST}{application.pk}/admit/").status_code == 404
    client.force_login(cast.lead)
    assert "Admit although late" in client.get(f"{LIST}{application.pk}/").content.decode()
    client.post(f"{LIST}{application.pk}/admit/")
    assert Application.objects.get().state == "submitted"


def test_the_history_speaks_in_words(cast: Cast, wei: Client, typed) -> None:
    wei.post("/me/spring/submit/", typed())
    wei.force_login(cast.lead)
    page = wei.get(f"{LIST}{Application.objects.get().pk}/history/").content.decode()
    assert "Draft begun" in page and "Submit" in page and "Wei" in page


def test_the_menu_leads_there_for_who_sees_applications(cast: Cast, client: Client) -> None:
    for person, shown in ((cast.recruiter, True), (cast.auditor, True), (cast.mentor, False)):
        client.force_login(person)
        assert ('href="/console/spring/applications/"' in client.get(LIST).content.decode()) is shown
