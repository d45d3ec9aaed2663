"""Nasty input at every form of the product: an answer below 500, nothing written where it is refused, all still there."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from springtide.foundation.journal.models import Entry
from tests.contract.expected import expected
from tests.contract.forms import Form, forms_of
from tests.contract.world import World, addresses, make_world

# name of the row in docs/trust.md: what is typed into one field after the other
NASTY = {
    "i01 long": "x" * 70_000,
    "i02 nul": "a\0b",
    "i03 bidi": "cv\u202efdp.exe",
    "i04 nothing to see": "\u200b\u3164",
    "i05 emoji": "👩🏽‍🔬🇫🇷𠮷",
    "i06 zalgo": "Z" + "\u0335" * 1000,
    "i07 a name": "O'Brien Null 王",
    "i08 markup": '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
    "i09 template": "{{7*7}}{% debug %}${x}",
    "i10 header": "a\r\nBcc: evil@example.org",
    "i11 sql": "' OR 1=1;--",
    "i12 surrogate": "a\\ud800b",
    "i14 e-mail": "\u0430pple@ex\uff41mple.org",
    "i19 date": "2027-02-29",
    "i19 year": "0001-01-01T00:00",
    "i19 far year": "9999-12-31T23:59",
    "i20 nan": "NaN",
    "i20 infinite": "1e309",
    "i21 negative": "-1",
    "i21 huge": "9" * 40,
    "i21 past 63 bits": str(2**63),
    "i21 half": "1.5",
    "i21 full width": "１２",
}
WALKERS = ("anonymous", "newcomer", "owner", "lead", "reviewer", "interviewer", "mentor", "approver")
LEFT_ALONE = ("/account/sign-out/",)
# A draft keeps whatever part of it can be kept.
KEEPS = ("/me/spring/", "/me/spring/submit/")


@pytest.fixture
def world(db: None) -> Iterator[World]:
    logging.disable(logging.ERROR)
    world = make_world()
    world.roles["newcomer"] = world.cast.candidate("Nina").person
    yield world
    logging.disable(logging.NOTSET)


def walk(world: World, role: str, client: Client) -> list[tuple[str, Form]]:
    """(address of the page, form) of every form this role can reach, each once."""
    found: dict[tuple[str, str, tuple[str, ...]], tuple[str, Form]] = {}
    table = expected()
    for name, wanted in addresses():
        if role not in table[name]["get"] and role != "newcomer":
            continue
        here = reverse(name, kwargs=world.arguments(name, wanted))
        answer = client.get(here)
        if answer.status_code in (200, 422) and "html" in answer["Content-Type"]:
            for form in forms_of(answer.content.decode()):
                target = form.action.partition("?")[0] or here
                if form.method in ("get", "post") and target.startswith("/") and target not in LEFT_ALONE:
                    found.setdefault((form.method, target, tuple(sorted(form.values))), (target, form))
    return list(found.values())


@pytest.mark.parametrize("role", WALKERS)
def test_nasty_input_is_answered_at_every_form(world: World, role: str) -> None:
    client = Client(raise_request_exception=False)
    person = world.roles[role]
    if person:
        client.force_login(person)
    wrong = []
    for target, form in walk(world, role, client):
        for label, nasty in NASTY.items():
            values = {**form.values, **{name: [nasty] for name in form.typed}}
            with transaction.atomic():
                before = Entry.objects.count()
                answer = getattr(client, form.method)(target, values)
                grown = Entry.objects.count() - before
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                wrong.append(f"{form.method} {target}, {label}: {answer.status_code}")
            elif label == "i08 markup" and nasty in answer.content.decode(errors="replace"):
                wrong.append(f"{form.method} {target}: markup stands in the page")
            elif answer.status_code >= 400 and grown and target not in KEEPS:
                wrong.append(f"{form.method} {target}, {label}: refused and yet written")
    assert not wrong, "\n".join(wrong)
