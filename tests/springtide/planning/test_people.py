"""The lead gives roles and takes them back; nobody else does."""

import pytest
from django.test import Client

from springtide.foundation.accounts.models import Membership, Person
from tests.cast import Cast

PAGE = "/console/spring/people/"
NEW = {"email": "Nora@Example.org", "name": "Nora", "role": "reviewer", "scope": "spring/cloud"}


def test_a_new_colleague_gets_an_account_and_a_role(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert client.post(PAGE, NEW).status_code == 302
    held = Membership.objects.get(person__email="nora@example.org")
    assert (held.role, held.scope, held.person.name) == ("reviewer", "spring/cloud", "Nora")
    page = client.get(PAGE).content.decode()
    assert "Nora" in page and "Cloud" in page


def test_a_role_twice_is_a_role_once_and_a_name_is_not_overwritten(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    for name in ("", "Somebody else"):
        client.post(PAGE, NEW | {"email": cast.reviewer.email, "name": name})
    assert Membership.objects.filter(person=cast.reviewer).count() == 1
    assert Person.objects.get(pk=cast.reviewer.pk).name == "Rosa"


def test_a_role_is_withdrawn_but_never_ones_own_lead(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    held = cast.reviewer.memberships.get()
    assert client.post(f"{PAGE}{held.pk}/withdraw/").status_code == 302
    assert not Membership.objects.filter(pk=held.pk).exists()
    own = cast.lead.memberships.get()
    assert client.post(f"{PAGE}{own.pk}/withdraw/").status_code == 409
    assert Membership.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("sent", [{"role": "king"}, {"scope": ""}, {"scope": "autumn"}, {"email": "nobody"}])
def test_i40_what_is_not_offered_cannot_be_given(client: Client, cast: Cast, sent: dict[str, str]) -> None:
    client.force_login(cast.lead)
    answer = client.post(PAGE, NEW | sent)
    assert answer.status_code == 422 and "Nora" in answer.content.decode()
    assert not Person.objects.filter(email="nora@example.org").exists()


@pytest.mark.parametrize("who", ["recruiter", "outsider", "approver", "auditor", "mentor"])
def test_i41_others_meet_nothing(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    held = cast.reviewer.memberships.get()
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, NEW).status_code == 404
    assert client.post(f"{PAGE}{held.pk}/withdraw/").status_code == 404
    assert Membership.objects.filter(pk=held.pk).exists()


def test_a_lead_of_one_division_gives_no_roles_over_the_whole(client: Client, cast: Cast) -> None:
    cast.lead.memberships.update(scope="spring/cloud")
    client.force_login(cast.lead)
    assert client.get(PAGE).status_code == 404
