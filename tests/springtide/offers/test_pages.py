"""The pages of offers: reading changes nothing, others see nothing, refusals tell what happened."""

import pytest
from django.test import Client

from springtide.foundation.jobs.worker import run_due
from springtide.offers.actions import decline_offer
from springtide.offers.models import Offer, Wave
from springtide.offers.queries import deadline_in
from tests.cast import Cast
from tests.springtide.allocation.scenes import published, shortlisted
from tests.springtide.offers.scenes import offer_of, state_of, three_for_one_seat

OFFERS, MINE = "/console/spring/offers/", "/me/spring/offer/"


@pytest.fixture
def people(cast: Cast):
    return three_for_one_seat(cast)


def read(client: Client, person, address: str, **headers) -> str:
    client.force_login(person)
    answer = client.get(address, **headers)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_lead_prepares_and_the_approver_sends(client: Client, cast: Cast) -> None:
    shortlisted(cast, "Ann", cast.portal, points=90)
    published(cast)
    assert "1 person is placed and has no offer yet." in read(client, cast.lead, f"{OFFERS}waves/")
    answer = client.post(f"{OFFERS}waves/", {"division": "", "most": "", "answer_by": "2020-01-01"})
    assert "This day is past" in answer.content.decode() and not Wave.objects.exists()
    day = deadline_in(cast.intake, 5).date()
    answer = client.post(f"{OFFERS}waves/", {"division": cast.cloud.pk, "most": "5", "answer_by": day.isoformat()})
    wave = Wave.objects.get()
    assert answer["Location"] == f"{OFFERS}waves/{wave.pk}/"
    assert wave.answer_by.astimezone(cast.intake.tz).strftime("%H:%M") == "23:59"
    assert client.post(f"{answer['Location']}send/").status_code == 404  # the lead is no approver
    client.force_login(cast.approver)
    assert "1 offer is out." in client.post(f"{answer['Location']}send/", follow=True).content.decode()
    again = client.post(f"{answer['Location']}send/")
    assert again.status_code == 409


def test_reading_never_answers(client: Client, people) -> None:
    ann = people["Ann"].candidate.person
    for address in (MINE, f"{MINE}{offer_of('Ann').pk}/accept/", f"{MINE}{offer_of('Ann').pk}/decline/"):
        client.force_login(ann)
        client.get(address)
        client.head(address)
        client.get(address, headers={"Sec-Purpose": "prefetch"})
    assert (offer_of("Ann").state, state_of("Ann")) == ("sent", "offered")
    page = read(client, ann, MINE)
    assert "Portal engineer" in page and "data-deadline" in page and "Accept" in page


def test_accepting_twice_from_two_tabs_is_one_acceptance(client: Client, people) -> None:
    client.force_login(people["Ann"].candidate.person)
    address = f"{MINE}{offer_of('Ann').pk}/accept/"
    for _tab in range(2):
        assert client.post(address)["Location"] == MINE
    assert state_of("Ann") == "accepted"
    assert "The seat is yours." in client.get(MINE).content.decode()


def test_declining_after_accepting_says_what_happened(client: Client, people) -> None:
    client.force_login(people["Ann"].candidate.person)
    offer = offer_of("Ann")
    client.post(f"{MINE}{offer.pk}/accept/")
    answer = client.post(f"{MINE}{offer.pk}/decline/", {"reason": "Oh"})
    assert answer.status_code == 409 and "This offer was accepted on" in answer.content.decode()


def test_the_letter_is_for_its_reader_alone(client: Client, cast: Cast, people) -> None:
    offer = offer_of("Ann")
    client.force_login(people["Ann"].candidate.person)
    answer = client.get(f"{MINE}{offer.pk}/letter/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]
    for person in (people["Bo"].candidate.person, cast.wei.person, cast.lead):
        client.force_login(person)
        assert client.get(f"{MINE}{offer.pk}/letter/").status_code == 404
        assert client.post(f"{MINE}{offer.pk}/accept/").status_code == 404
    client.force_login(cast.outsider)
    assert client.get(f"{OFFERS}{offer.pk}/letter/").status_code == 404


def test_a_recruiter_follows_their_own_division_only(client: Client, cast: Cast, people) -> None:
    offer = offer_of("Ann")
    assert ">Ann<" in read(client, cast.recruiter, OFFERS)
    assert ">Ann<" not in read(client, cast.outsider, OFFERS)
    for address in (f"{offer.pk}/", f"openings/{cast.portal.pk}/"):
        read(client, cast.recruiter, f"{OFFERS}{address}")
        client.force_login(cast.outsider)
        assert client.get(f"{OFFERS}{address}").status_code == 404
    panel = f"/console/spring/applications/{people['Bo'].pk}/offer/"
    assert "Number 1 on the reserve list" in read(client, cast.recruiter, panel)
    client.force_login(cast.outsider)
    assert client.get(panel).status_code == 404


@pytest.mark.parametrize("who", ["recruiter", "reviewer", "mentor", "wei"])
def test_waves_are_for_who_holds_the_whole_intake(client: Client, cast: Cast, people, who: str) -> None:
    person = getattr(cast, who)
    client.force_login(getattr(person, "person", person))
    wave = Wave.objects.get()
    for address in ("waves/", f"waves/{wave.pk}/"):
        assert client.get(f"{OFFERS}{address}").status_code == 404


def test_the_lead_takes_back_with_a_reason(client: Client, cast: Cast, people) -> None:
    offer = offer_of("Ann")
    client.force_login(cast.recruiter)
    assert client.post(f"{OFFERS}{offer.pk}/revoke/", {"reason": "x"}).status_code == 404
    client.force_login(cast.lead)
    client.post(f"{OFFERS}{offer.pk}/revoke/", {"reason": "The team moved"})
    assert "The team moved" in client.get(f"{OFFERS}{offer.pk}/").content.decode()


def test_who_waits_sees_their_place(client: Client, people) -> None:
    assert "number 2 on the reserve list" in read(client, people["Cy"].candidate.person, MINE)
    decline_offer(offer=offer_of("Ann"), by=people["Ann"].candidate.person)
    run_due()
    assert "number 1 on the reserve list" in read(client, people["Cy"].candidate.person, MINE)


def test_filters_that_make_no_sense_filter_nothing(client: Client, cast: Cast, people) -> None:
    assert ">Ann<" in read(client, cast.lead, f"{OFFERS}?state=nonsense&division=9999&page=x")
    assert ">Ann<" not in read(client, cast.lead, f"{OFFERS}?state=declined")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", ["", "waves/", "waves/{wave}/", "openings/{opening}/"])
def test_pages_cost_the_same_for_one_and_three(
    client: Client, cast: Cast, count: int, address: str, django_assert_max_num_queries
) -> None:
    from tests.springtide.offers.scenes import wave_out

    cast.models.seats = 3
    cast.models.save()
    for number in range(count):
        shortlisted(cast, f"P{number}", cast.models, points=80)
    published(cast)
    wave = wave_out(cast)
    client.force_login(cast.lead)
    with django_assert_max_num_queries(17):
        client.get(OFFERS + address.format(wave=wave.pk, opening=cast.models.pk))
    assert Offer.objects.count() == count


def test_the_status_page_leads_to_what_there_is_to_do(client: Client, people) -> None:
    page = read(client, people["Ann"].candidate.person, "/me/spring/status/")
    assert f'href="{MINE}"' in page and "/internship/" not in page
    client.post(f"{MINE}{offer_of('Ann').pk}/accept/")
    assert 'href="/me/spring/internship/"' in client.get("/me/spring/status/").content.decode()
    page = read(client, people["Bo"].candidate.person, "/me/spring/status/")
    assert 'href="/me/spring/result/"' in page and f'href="{MINE}"' not in page
