"""What somebody who means harm would try against the allocation."""

import pytest
from django.test import Client

from springtide.allocation.models import Pin
from springtide.foundation.accounts.models import Membership
from springtide.foundation.accounts.roles import Role
from tests.cast import Cast
from tests.springtide.allocation.scenes import computed, shortlisted


def test_who_leads_and_applies_does_not_pin_oneself(cast: Cast, client: Client) -> None:
    own = cast.application(cast.wei, cast.models, state="shortlisted")
    Membership.objects.create(person=cast.wei.person, role=Role.LEAD, scope="spring")
    client.force_login(cast.wei.person)
    answer = client.post(f"/console/spring/applications/{own.pk}/pin/", {"opening": cast.models.pk, "reason": "Me"})
    assert answer.status_code in (403, 422)
    assert "Nobody seats themselves" in answer.content.decode()
    assert not Pin.objects.exists()


@pytest.mark.parametrize("choice", ["0", "9" * 30, "9" * 5000, "7"])
def test_a_choice_nobody_made(cast: Cast, client: Client, choice: str) -> None:
    shortlisted(cast, "Ada", cast.models, points=90)
    run = computed(cast)
    client.force_login(cast.lead)
    place = run.placements.get()
    assert client.get(f"/console/spring/allocation/{run.pk}/people/{place.pk}/enough/{choice}/").status_code == 404
