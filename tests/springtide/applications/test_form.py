"""The form on the page: from the first key to the receipt, with whatever people type."""

import pytest
from django.test import Client

from springtide.applications.models import Application
from tests.cast import Cast

HERE = "/me/spring/"


@pytest.fixture
def wei(cast: Cast, client: Client) -> Client:
    client.force_login(cast.wei.person)
    return client


def typed(cast: Cast, **changes) -> dict:
    values = {
        "version": "0",
        "submit_key": "key-1",
        "name": "Wei Zhang",
        "country": "CN",
        "phone_typed": "138 1234 5678",
        "school": "Zhejiang University",
        "degree": "master",
        "field": "Computer science",
        "graduation": "2026-06",
        "work_countries": ["CN"],
        "preferences": [str(cast.models.pk), str(cast.portal.pk)],
        "transfer": "on",
        "motivation": "Because of the sea.",
        "notice": "on",
    }
    return {key: value for key, value in (values | changes).items() if value is not None}


def test_a_draft_is_saved_and_shown_again(cast: Cast, wei: Client) -> None:
    assert wei.get(HERE).status_code == 200 and not Application.objects.exists()
    answer = wei.post(HERE, typed(cast))
    assert answer.status_code == 302
    page = wei.get(HERE).content.decode()
    assert "Zhejiang University" in page and "Model engineer" in page and 'value="2026-06"' in page
    assert Application.objects.get().candidate.phone == "+8613812345678"


def test_from_the_form_to_the_receipt(cast: Cast, wei: Client) -> None:
    answer = wei.post(f"{HERE}submit/", typed(cast), follow=True)
    receipt = Application.objects.get().receipt
    assert answer.redirect_chain[-1][0] == "/me/spring/status/" and receipt in answer.content.decode()
    assert wei.get(HERE).status_code == 302
    assert receipt in wei.get("/me/").content.decode()
