"""Wei, signed in, with a complete form in hand."""

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.fixture
def wei(cast: Cast, client: Client) -> Client:
    client.force_login(cast.wei.person)
    return client


@pytest.fixture
def typed(cast: Cast):
    """What the browser sends of a complete form; `None` leaves a field out."""

    def fill(**changes):
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

    return fill
