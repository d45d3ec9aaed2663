"""Asked within Django, in a data folder of the benches (see `ground.ask`). Answers are plain values."""

import time
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.mail.models import Letter
from springtide.planning.models import Position
from springtide.planning.queries import open_openings, published_intakes, visible_openings

POSITIONS = 40
CONSOLE = {
    "targets": "planning:targets",
    "applications": "applications:list",
    "screening": "screening:queue",
    "allocation": "allocation:runs",
    "offers": "offers:list",
    "insight": "insight:overview",
}


def careers() -> dict[str, Any]:
    """The list of the intake with the most openings, some of its positions, and the queries of one uncached list."""
    intake = max(published_intakes(), key=lambda intake: visible_openings(intake).count())
    seen = Position.objects.filter(openings__in=visible_openings(intake)).distinct().order_by("pk")[:POSITIONS]
    listing = reverse("careers:list", args=[intake.slug])
    client = Client(SERVER_NAME="127.0.0.1")
    with CaptureQueriesContext(connection) as queries:
        _see(client, listing)
    return {
        "list": listing,
        "positions": [reverse("careers:position", args=[intake.slug, position.slug]) for position in seen],
        "list_queries": len(queries),
    }


def applicants(count: int) -> dict[str, Any]:
    """So many new people, signed in, the address of the form, and openings they may rank."""
    intake = next(intake for intake in published_intakes() if intake.takes_applications())
    people = [Person.objects.create_user(f"bench-{number}@example.org") for number in range(count)]
    openings = open_openings(intake).order_by("pk").values_list("pk", flat=True)
    return {
        "form": reverse("applications:form", args=[intake.slug]),
        "openings": list(openings[: intake.most_preferences]),
        "sessions": [_signed_in(person) for person in people],
    }


def _signed_in(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def kept(receipts: dict[str, list[str]]) -> dict[str, int]:
    """Of the receipts each session was shown: how many stand in no row, and how many people have more than one."""
    lost = doubled = 0
    for session, shown in receipts.items():
        person = SessionStore(session)[SESSION_KEY]
        rows = list(Application.objects.filter(candidate__person=person).values_list("receipt", flat=True))
        letters = Letter.objects.filter(person=person).count()
        lost += len(set(shown) - set(rows))
        doubled += len(rows) > 1 or len(set(shown)) > 1 or letters > 1
    return {"lost": lost, "doubled": doubled}


def console(rounds: int) -> dict[str, dict[str, float]]:
    """For each page of the console, seen by the lead: its queries, and the middle of its milliseconds of processor."""
    intake = max(published_intakes(), key=lambda intake: intake.applications.count())
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Person.objects.filter(memberships__role="lead", memberships__scope=intake.slug)[0])
    addresses = {page: reverse(name, args=[intake.slug]) for page, name in CONSOLE.items()}
    # Beyond the six that were promised: what people do with a long list.
    listing, division = addresses["applications"], intake.divisions.all()[0].slug
    addresses["applications_search"] = f"{listing}?q=li&division={division}&site={intake.sites.all()[0].slug}"
    addresses["applications_last"] = f"{listing}?page=999999"
    return {page: _cost(client, address, rounds) for page, address in addresses.items()}


def _cost(client: Client, address: str, rounds: int) -> dict[str, float]:
    with CaptureQueriesContext(connection) as queries:
        _see(client, address)  # also loads what the first visit of a process loads
        counted = len(queries)  # at once: later requests empty the log it looks at
    times = []
    for _round in range(rounds):
        began = time.process_time()
        _see(client, address)
        times.append((time.process_time() - began) * 1000)
    return {"queries": counted, "cpu_ms": median(times)}


def _see(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
