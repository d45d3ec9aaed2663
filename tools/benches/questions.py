"""Asked within Django, in a data folder of the benches (see `ground.ask`). Answers are plain values."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from springtide.planning.models import Position
from springtide.planning.queries import published_intakes, visible_openings

POSITIONS = 40


def careers() -> dict[str, Any]:
    """The list of the intake with the most openings, some of its positions, and the queries of one uncached list."""
    intake = max(published_intakes(), key=lambda intake: visible_openings(intake).count())
    seen = Position.objects.filter(openings__in=visible_openings(intake)).distinct().order_by("pk")[:POSITIONS]
    listing = reverse("careers:list", args=[intake.slug])
    client = Client(SERVER_NAME="127.0.0.1")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(listing)
    if answer.status_code != 200:
        raise RuntimeError(f"{listing}: {answer.status_code}")
    return {
        "list": listing,
        "positions": [reverse("careers:position", args=[intake.slug, position.slug]) for position in seen],
        "list_queries": len(queries),
    }
