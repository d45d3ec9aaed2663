"""What was sent after the session had ended is there again after sign-in."""

from django.test import Client

from springtide.applications.models import Application
from tests.cast import Cast

HERE = "/me/spring/"


def test_i39_a_submit_after_the_session_ended_is_shown_again_and_then_sent(cast: Cast, client: Client, typed) -> None:
    answer = client.post(f"{HERE}submit/", typed())
    assert answer.status_code == 302 and "/account/sign-in/" in answer.headers["Location"]
    assert not Application.objects.exists()
    client.force_login(cast.wei.person)
    page = client.get(HERE).content.decode()
    assert "You had been signed out" in page and "Because of the sea." in page
    assert f'name="preferences" value="{cast.portal.pk}"' in page
    client.post(f"{HERE}submit/", typed())
    assert Application.objects.get().state == "submitted"


def test_i39_it_is_shown_once_and_a_saved_draft_stays(cast: Cast, client: Client, typed) -> None:
    client.force_login(cast.wei.person)
    client.post(HERE, typed())
    client.logout()
    client.post(HERE, typed(version="1", motivation="Typed too late."))
    client.force_login(cast.wei.person)
    assert "Typed too late." in client.get(HERE).content.decode()
    assert "Because of the sea." in client.get(HERE).content.decode()
    assert Application.objects.get().motivation == "Because of the sea."


def test_i39_autosave_says_that_the_session_ended(cast: Cast, client: Client, typed) -> None:
    assert client.post(f"{HERE}autosave/", typed()).status_code == 401
    assert not Application.objects.exists()


def test_i39_a_form_of_a_foreign_origin_is_refused(cast: Cast, typed) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.wei.person)
    answer = client.post(f"{HERE}submit/", typed(), headers={"origin": "https://evil.example"})
    assert answer.status_code == 403 and not Application.objects.exists()


def test_a_signed_out_visitor_comes_back_to_the_opening_they_chose(cast: Cast, client: Client) -> None:
    answer = client.get(f"{HERE}?add={cast.models.pk}")
    assert f"add%3D{cast.models.pk}" in answer.headers["Location"]
