"""Everybody tries every address with their own, others' and absent objects (I41, I42, I44, I46)."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from springtide.foundation.journal.models import Entry
from tests.contract.expected import ROLES, expected
from tests.contract.world import World, addresses, make_world

ADDRESSES = addresses()
EXPECTED = expected()
OBJECTS = {"pk", "number", "run", "criterion"}
SYSTEM = {"privacy:retry"}  # jobs belong to the installation, not to an intake


@pytest.fixture
def world(db: None) -> Iterator[World]:
    logging.disable(logging.WARNING)
    yield make_world()
    logging.disable(logging.NOTSET)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is sent leaves the world as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def signed_in(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    person = world.roles[role]
    if person:
        client.force_login(person)
    return client


def ask(client: Client, method: str, name: str, arguments: dict[str, object]) -> tuple[HttpResponseBase, int]:
    """The answer, and how many lines the journal had grown by before it was undone."""
    saved = dict(client.cookies)
    with undone():
        before = Entry.objects.count() if method == "post" else 0
        answer = getattr(client, method)(reverse(name, kwargs=arguments))
        grown = Entry.objects.count() - before if method == "post" else 0
    client.cookies.update(saved)
    return answer, grown


def allowed(answer: HttpResponseBase) -> bool:
    to_sign_in = answer.status_code == 302 and "/account/sign-in/" in answer["Location"]
    return not to_sign_in and answer.status_code not in (401, 403, 404, 405)


def bare(answer: HttpResponseBase) -> str:
    """The page without what differs from one request to the next."""
    page = getattr(answer, "content", b"").decode(errors="replace")
    return re.sub(r"value=\"\w{64}\"|\d+", "", page)


def test_every_address_has_its_line() -> None:
    names = [name for name, _arguments in ADDRESSES]
    assert sorted(names) == sorted(EXPECTED) and len(names) == len(set(names))


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_meets_what_the_table_says(world: World, role: str) -> None:
    client, wrong = signed_in(world, role), []
    for name, wanted in ADDRESSES:
        for method in ("get", "post"):
            answer, grown = ask(client, method, name, world.arguments(name, wanted))
            may, status = role in EXPECTED[name][method], answer.status_code
            if name == "account_logout" and method == "post":
                client = signed_in(world, role)
            if may != allowed(answer) or status >= 500 or (grown and not may):
                wrong.append(f"{method} {name}: {status}, {grown} lines in the journal")
            # Who may not even look is told nothing: not that it exists, nor why it is refused.
            elif status == 403 and not may and role not in EXPECTED[name]["get"] | SEES_BY_LIST.get(name, frozenset()):
                wrong.append(f"{method} {name}: 403 tells that it is there")
    assert wrong == []


# Buttons that stand on pages which these roles may read.
SEES_BY_LIST = {
    "mentoring:tick": EXPECTED["mentoring:detail"]["get"],
    "mentoring:move": EXPECTED["mentoring:detail"]["get"],
    "interviews:act": EXPECTED["interviews:detail"]["get"],
    "interviews:step": EXPECTED["interviews:detail"]["get"],
    "interviews:extra_time": EXPECTED["interviews:detail"]["get"],
    "interviews:act_on_attempt": EXPECTED["interviews:assessment_results"]["get"],
}


@pytest.mark.parametrize("role", ["owner", "lead", "recruiter", "reviewer", "interviewer", "mentor", "approver"])
@pytest.mark.parametrize("where", ["foreign", "absent", "mixed"])
def test_objects_of_others_are_not_there(world: World, role: str, where: str) -> None:
    """`mixed`: an own object in the address, with a part of somebody else's."""
    client, wrong = signed_in(world, role), []
    for name, wanted in ADDRESSES:
        parts = sorted(OBJECTS & set(wanted), key=["run", "pk", "criterion", "number"].index)
        if (
            not parts
            or (name in SYSTEM and where == "foreign")
            or name.startswith("mail:")
            or (where == "mixed" and len(parts) < 2)
        ):
            continue
        arguments = world.arguments(name, wanted)
        other = world.arguments(name, wanted, "foreign" if where == "mixed" else where)
        arguments |= {part: other[part] for part in (parts[1:] if where == "mixed" else parts)}
        for method in ("get", "post"):
            if role in EXPECTED[name][method]:
                answer, grown = ask(client, method, name, arguments)
                if answer.status_code != 404 or grown:
                    wrong.append(f"{method} {name}: {answer.status_code}, {grown} lines in the journal")
    assert wrong == []


@pytest.mark.parametrize("role", ["other", "outsider", "stranger"])
def test_what_is_forbidden_looks_like_what_is_absent(world: World, role: str) -> None:
    client, wrong = signed_in(world, role), []
    for name, wanted in ADDRESSES:
        if role in EXPECTED[name]["get"] or not OBJECTS & set(wanted):
            continue
        there, _grown = ask(client, "get", name, world.arguments(name, wanted))
        absent, _grown = ask(client, "get", name, world.arguments(name, wanted, "absent"))
        if there.status_code != absent.status_code or bare(there) != bare(absent):
            wrong.append(name)
    assert wrong == []
