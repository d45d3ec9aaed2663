"""The pages of allocation: who may open them, what they say, how much they ask of the database."""

import pytest
from django.test import Client

from springtide.allocation.models import Run
from springtide.applications.models import Candidate
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.text.search import search_words
from tests.cast import Cast
from tests.springtide.allocation.scenes import computed, published, shortlisted

RUNS = "/console/spring/allocation/"


@pytest.fixture
def three(cast: Cast) -> None:
    for name, points in (("Ann", 90), ("Bo", 80), ("Cy", 80)):
        shortlisted(cast, name, cast.portal, cast.models_paris, points=points)
    for candidate in Candidate.objects.all():
        candidate.words = search_words(candidate.name)
        candidate.save()


def read(client: Client, person, address: str) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_lead_runs_and_the_approver_publishes(client: Client, cast: Cast, three: None) -> None:
    client.force_login(cast.lead)
    answer = client.post(RUNS, {"name": "First", "method": "stable", "with_transfer": "on"})
    run = Run.objects.get()
    here = f"{RUNS}{run.pk}/"
    assert answer["Location"] == here
    assert "every 1s" in read(client, cast.lead, here)
    run_due()
    page = read(client, cast.lead, here)
    assert "proved" in page and run.started_by.name in page and "Only an approver publishes" in page
    assert client.get(f"{here}progress/")["HX-Refresh"] == "true"
    assert client.post(f"{here}publish/").status_code == 404  # the lead is no approver
    client.force_login(cast.approver)
    assert client.post(f"{here}publish/", follow=True).status_code == 200
    run.refresh_from_db()
    assert run.state == "published"


def test_a_refusal_stands_beside_the_form(client: Client, cast: Cast, three: None) -> None:
    run = computed(cast)
    shortlisted(cast, "Dee", cast.portal, points=99)
    client.force_login(cast.approver)
    answer = client.post(f"{RUNS}{run.pk}/publish/")
    assert answer.status_code == 409 and "1 more people" in answer.content.decode()


@pytest.mark.parametrize("who", ["recruiter", "outsider", "reviewer", "mentor", "wei"])
def test_others_do_not_learn_that_there_is_a_run(client: Client, cast: Cast, three: None, who: str) -> None:
    run = computed(cast)
    person = getattr(cast, who)
    client.force_login(getattr(person, "person", person))
    place = run.placements.first().pk
    for address in ("", f"{run.pk}/", "compare/", f"{run.pk}/people/{place}/", f"{run.pk}/people/{place}/enough/1/"):
        assert client.get(f"{RUNS}{address}").status_code == 404


def test_one_person_s_reasons_with_every_number(client: Client, cast: Cast, three: None) -> None:
    run = computed(cast)
    bo, cy = (run.placements.get(application__candidate__name=name) for name in ("Bo", "Cy"))
    loser = bo if bo.opening is None else cy  # the lot decided between the two
    page = read(client, cast.auditor, f"{RUNS}{run.pk}/people/{loser.pk}/")
    assert "80.00 points; the last one admitted had 90.00, 10.00 more." in page
    assert "Same score, the lot decided" in page
    enough = read(client, cast.lead, f"{RUNS}{run.pk}/people/{loser.pk}/enough/1/")
    # Above Bo's 80 the Paris seat would already do, but for choice 1 it takes more than Ann's 90, or the lot.
    assert "90.0" in enough
    assert client.get(f"{RUNS}{run.pk}/people/{loser.pk}/enough/9/").status_code == 404


def test_the_candidate_reads_a_shorter_reason(client: Client, cast: Cast, three: None) -> None:
    run = computed(cast)
    ann = run.placements.get(application__candidate__name="Ann").application
    assert "No result has been published" in read(client, ann.candidate.person, "/me/spring/result/")
    published(cast)
    page = read(client, ann.candidate.person, "/me/spring/result/")
    assert "A seat is set aside for you: Portal engineer, Hangzhou." in page and "90" not in page.split("<main")[1]
    client.force_login(cast.wei.person)
    assert client.get("/me/spring/result/").status_code == 404


def test_the_panel_keeps_to_the_reader_s_divisions(client: Client, cast: Cast, three: None) -> None:
    run = published(cast)
    application = run.placements.first().application_id
    address = f"/console/spring/applications/{application}/allocation/"
    assert "Portal engineer" in read(client, cast.recruiter, address)
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404


def test_people_are_found_by_name_and_result(client: Client, cast: Cast, three: None) -> None:
    run = computed(cast)
    people = read(client, cast.lead, f"{RUNS}{run.pk}/?q=an").split('id="people"')[1]
    assert ">Ann<" in people and ">Bo<" not in people
    people = read(client, cast.lead, f"{RUNS}{run.pk}/?found=none&opening=abc&page=-3").split('id="people"')[1]
    assert ">Ann<" not in people


def test_runs_beside_each_other(client: Client, cast: Cast, three: None) -> None:
    one = computed(cast)
    shortlisted(cast, "Dee", cast.portal, points=99)
    other = computed(cast)
    page = read(client, cast.lead, f"{RUNS}compare/?run={one.pk}&run={other.pk}")
    row = page.split("People of the first run who sit elsewhere")[1].split("</tr>")[0]
    assert ">–<" in row and ">2<" in row  # Ann moves to Paris, who sat there has no seat
    assert "Choose runs" in read(client, cast.lead, f"{RUNS}compare/?run=x&run=999999&run=" + "9" * 40)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_run_costs_the_same_for_one_and_three(
    client: Client, cast: Cast, count: int, django_assert_max_num_queries
) -> None:
    for number in range(count):
        shortlisted(cast, f"P{number}", cast.models, cast.portal, points=80)
    run = computed(cast)
    client.force_login(cast.lead)
    with django_assert_max_num_queries(14):
        client.get(f"{RUNS}{run.pk}/")
