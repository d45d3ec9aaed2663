"""Who opens which page, what is typed stays typed, and queries are counted."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from springtide.mentoring.actions.returning import recommend_return
from springtide.mentoring.models import Internship, Mentor
from tests.cast import Cast
from tests.springtide.mentoring.conftest import House

ALL = "/console/spring/mentoring/"


def as_(client: Client, person: object) -> Client:
    client.force_login(person)  # type: ignore[arg-type]
    return client


def test_omar_of_another_division_finds_nothing(client: Client, house: House, cast: Cast, mei: Mentor) -> None:
    internship = house.evaluated()
    recommend_return(internship=internship, recommended=True, reason="Yes.", by=cast.mentor)
    one = f"{ALL}{internship.pk}/"
    as_(client, cast.outsider)
    assert "Li" not in client.get(ALL).content.decode()
    for address in ("", "mentor/", "check-in/", "evaluation/final/", "return/", "return/decision/"):
        assert client.get(f"{one}{address}").status_code == 404, address
    for address in ("move/finish/", f"tasks/{internship.tasks.first().pk}/"):  # type: ignore[union-attr]
        assert client.post(f"{one}{address}").status_code == 404, address
    assert client.get(f"{ALL}mentors/{mei.pk}/").status_code == 404
    assert "Mei" not in client.get(f"{ALL}mentors/").content.decode()


def test_another_mentor_sees_only_their_own(client: Client, house: House, mei: Mentor) -> None:
    internship = house.intern("Li")
    moe = house.mentor("Moe")
    as_(client, moe.person)
    assert client.get(f"{ALL}{internship.pk}/").status_code == 404
    assert "Li" in as_(client, mei.person).get(f"{ALL}{internship.pk}/").content.decode()


@pytest.mark.parametrize("who", ["lead", "recruiter", "approver", "auditor", "mentor"])
def test_those_who_oversee_open_the_page(client: Client, house: House, cast: Cast, mei: Mentor, who: str) -> None:
    internship = house.evaluated()
    recommend_return(internship=internship, recommended=True, reason="Yes.", by=cast.mentor)
    page = as_(client, getattr(cast, who)).get(f"{ALL}{internship.pk}/").content.decode()
    assert "Built the tool others use." in page
    assert (">Decide</a>" in page.replace("\n", "")) == (who == "approver")
    assert ("Finish" in page and "/move/finish/" in page) == (who in ("lead", "recruiter", "mentor"))


def test_the_intern_sees_mentor_dates_and_tasks_not_the_judgement(
    client: Client, house: House, cast: Cast, mei: Mentor
) -> None:
    internship = house.evaluated(cast.wei)
    page = as_(client, cast.wei.person).get("/me/spring/internship/").content.decode()
    assert "Mei" in page and "identity document" in page and "Built the tool" not in page
    task = internship.tasks.get(slug="documents")
    client.post(f"/me/spring/internship/tasks/{task.pk}/", {"done": "1"})
    task.refresh_from_db()
    assert task.done_at is not None
    as_(client, cast.lina.person)
    assert client.get("/me/spring/internship/").status_code == 404
    assert client.post(f"/me/spring/internship/tasks/{task.pk}/").status_code == 404


def test_an_evaluation_without_all_points_keeps_what_was_typed(
    client: Client, house: House, cast: Cast, mei: Mentor
) -> None:
    internship = house.running()
    address = f"{ALL}{internship.pk}/evaluation/final/"
    as_(client, cast.mentor)
    assert "Work delivered" in client.get(address).content.decode()
    answer = client.post(address, {"summary": "Steady and curious."})
    assert answer.status_code == 422 and "Steady and curious." in answer.content.decode()
    assert not internship.evaluations.exists()


def test_from_start_to_return_offer_through_the_pages(client: Client, house: House, cast: Cast, mei: Mentor) -> None:
    one = f"{ALL}{house.intern(cast.wei).pk}/"
    as_(client, cast.mentor)
    assert client.post(f"{one}move/start/").status_code == 302
    assert client.post(f"{one}check-in/", {"held_on": "2001-01-01", "going_well": "4", "note": "Hi"}).status_code == 302
    form = client.get(f"{one}evaluation/final/").context["form"]
    points = {field.html_name: "4" for field in form.rows}
    assert client.post(f"{one}evaluation/final/", {**points, "summary": "Good."}).status_code == 302
    assert client.post(f"{one}return/", {"recommended": "yes", "reason": "Good."}).status_code == 302
    as_(client, cast.approver)
    assert "Wei" in client.get(f"{ALL}waiting/return-offers/").content.decode()
    assert client.post(f"{one}return/decision/", {"verb": "approve", "reason": "Agreed."}).status_code == 302
    internship = Internship.objects.get()
    assert internship.return_offer.state == "approved" and internship.evaluations.get().total == 75


def test_the_lead_gives_a_post_and_chooses_a_mentor(client: Client, house: House, cast: Cast) -> None:
    internship = house.intern()
    as_(client, cast.lead)
    assert "nobody has room" in client.get(f"{ALL}waiting/unpaired/").content.decode()
    assert "Nobody has room" in client.get(f"{ALL}{internship.pk}/mentor/").content.decode()
    typed = {"person": cast.mentor.pk, "division": cast.cloud.pk, "site": cast.hangzhou.pk, "most": "2"}
    assert client.post(f"{ALL}mentors/new/", typed | {"most": "0"}).status_code == 422
    assert client.post(f"{ALL}mentors/new/", typed).status_code == 302
    post = Mentor.objects.get()
    answer = client.post(f"{ALL}{internship.pk}/mentor/", {"mentor": post.pk, "reason": ""})
    assert answer.status_code == 422
    assert client.post(f"{ALL}{internship.pk}/mentor/", {"mentor": post.pk, "reason": "First."}).status_code == 302
    assert "Every intern has a mentor" in client.get(f"{ALL}waiting/unpaired/").content.decode()


def test_a_filter_nobody_could_mean_shows_all(client: Client, house: House, cast: Cast, mei: Mentor) -> None:
    house.intern("Li")
    as_(client, cast.lead)
    for query in ("?state=mad&division=none&who=x&page=zzz", "?who=me&state=", "?q=%00"):
        assert client.get(f"{ALL}{query}").status_code in (200, 400)
    assert "Li" in client.get(f"{ALL}?state=mad").content.decode()
    assert "Li" not in client.get(f"{ALL}?state=finished").content.decode()


@pytest.mark.parametrize(
    "address",
    ["", "mentors/", "waiting/unpaired/", "waiting/mentor/", "waiting/return-offers/", "first/"],
)
def test_the_number_of_queries_does_not_grow(
    client: Client, house: House, cast: Cast, mei: Mentor, address: str
) -> None:
    person = {"waiting/mentor/": cast.mentor, "waiting/return-offers/": cast.approver}.get(address, cast.lead)
    as_(client, person)
    first = house.evaluated("A0")
    address = address.replace("first", str(first.pk))
    counts = []
    for name in ("A1", "A2"):
        house.mentor(f"M{name}")
        recommend_return(
            internship=house.evaluated(name),
            recommended=True,
            reason="Yes.",
            by=Internship.objects.latest("pk").mentor.person,
        )  # type: ignore[union-attr]
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{ALL}{address}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] < 20, counts


def test_the_page_of_an_application_shows_the_internship(client: Client, house: House, cast: Cast, mei: Mentor) -> None:
    offer = house.accepts("Li")
    address = f"/console/spring/applications/{offer.application_id}/internship/"
    assert "Mentor: Mei" in as_(client, cast.recruiter).get(address).content.decode()
    assert as_(client, cast.outsider).get(address).status_code == 404
