"""Signing in by code: the same for people we know and people we do not."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from springtide.foundation.accounts.models import Person
from springtide.foundation.mail.models import Letter
from tests.cast import Cast

pytestmark = pytest.mark.urls("tests.springtide.foundation.urls_for_sign_in")
DOOR = "/account/sign-in/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    from django.core.cache import cache

    cache.clear()


def ask(client: Client, email: str, **headers: str):
    return client.post(DOOR, {"email": email}, **headers)


def code_for(email: str) -> str:
    found = re.search(r"^\s+([A-Z0-9-]{5,})$", Letter.objects.filter(to=email).latest("id").body, re.MULTILINE)
    assert found
    return found[1]


def test_a_stranger_opens_an_account_by_proving_the_address(client: Client, db: None) -> None:
    assert ask(client, "New@Example.org").status_code == 302
    answer = client.post(f"{DOOR}code/", {"code": code_for("new@example.org")})
    assert answer.status_code == 302 and answer["Location"] == "/me/"
    assert Person.objects.get().email == "new@example.org"


def test_staff_land_in_the_console(client: Client, cast: Cast) -> None:
    ask(client, cast.lead.email)
    assert client.post(f"{DOOR}code/", {"code": code_for(cast.lead.email)})["Location"] == "/console/"


def test_i43_known_and_unknown_addresses_get_the_same_answer(cast: Cast) -> None:
    pages = []
    for email in (cast.lead.email, "nobody@example.org"):
        client = Client()
        answer = ask(client, email)
        page = client.get(answer["Location"]).content.decode().replace(email, "…")
        pages.append(
            (answer.status_code, answer["Location"], re.sub(r'value="[^"]{40,}"|content="[^"]{40,}"', "", page))
        )
    assert pages[0] == pages[1]
    assert Letter.objects.count() == 2


def test_i48_five_wrong_codes_close_the_door(client: Client, cast: Cast) -> None:
    ask(client, cast.lead.email)
    right = code_for(cast.lead.email)
    for _time in range(5):
        client.post(f"{DOOR}code/", {"code": "WRONG1"})
    client.post(f"{DOOR}code/", {"code": right})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("sent", [{}, {"code": ""}, {"code": "null"}, {"code": ["", ""]}])
def test_i48_no_code_is_no_key(client: Client, cast: Cast, sent: dict[str, object]) -> None:
    ask(client, cast.lead.email)
    assert client.post(f"{DOOR}code/", sent).status_code in (200, 302)
    assert "_auth_user_id" not in client.session


def test_i45_a_code_works_once_and_only_in_its_browser(cast: Cast) -> None:
    first, thief = Client(), Client()
    ask(first, cast.lead.email)
    code = code_for(cast.lead.email)
    ask(thief, "thief@example.org")
    thief.post(f"{DOOR}code/", {"code": code})
    assert "_auth_user_id" not in thief.session
    first.post(f"{DOOR}code/", {"code": code})
    assert first.session["_auth_user_id"] == str(cast.lead.pk)
    again = Client()
    again.post(f"{DOOR}code/", {"code": code})
    assert "_auth_user_id" not in again.session


def test_i47_letters_link_to_the_configured_address_only(client: Client, cast: Cast) -> None:
    assert ask(client, cast.lead.email, HTTP_HOST="evil.example").status_code == 400
    assert not Letter.objects.exists()


def test_a_refused_address_says_why_and_keeps_what_was_typed(client: Client, db: None) -> None:
    page = ask(client, "аpple@example.org").content.decode()
    assert "аpple@example.org" in page and "Latin" in page


def test_the_outbox_is_closed_to_other_machines(client: Client, db: None) -> None:
    assert client.get(reverse("mail:outbox")).status_code == 200
    assert client.get(reverse("mail:outbox"), REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get(reverse("mail:outbox"), HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 404
    with override_settings(OUTBOX=False):
        assert client.get(reverse("mail:outbox")).status_code == 404


@pytest.mark.parametrize("address", ["/account/sign-in/?next=%00", "/%00/", "/outbox/?to=%ff"])
def test_i02_nul_and_broken_encoding_are_refused(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code in (400, 404)


@pytest.mark.urls("springtide.urls")
def test_a_person_chooses_name_language_and_clock(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert client.get("/account/").status_code == 200
    sent = {"name": "Lena 王", "language": "zh-hans", "time_zone": "Asia/Dubai"}
    assert client.post("/account/", sent).status_code == 302
    cast.lead.refresh_from_db()
    assert (cast.lead.name, cast.lead.language, cast.lead.time_zone) == ("Lena 王", "zh-hans", "Asia/Dubai")
    refused = client.post("/account/", sent | {"name": "\u3164", "time_zone": "Mars/Phobos"})
    assert refused.status_code == 422 and "Asia/Dubai" in refused.content.decode()


@pytest.mark.urls("springtide.urls")
def test_i39_a_form_that_waited_too_long_is_told_so_in_the_readers_language(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    for language, words in (("en", "This form had waited too long"), ("zh-hans", "此表单等待过久")):
        answer = client.post(DOOR, {"email": "wei@example.org"}, headers={"accept-language": language})
        assert answer.status_code == 403
        assert words in answer.content.decode()
