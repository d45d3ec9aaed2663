"""What is said to those who give tests for us, and what is heard from them (docs/flow/assessments.md)."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from springtide.environment import AssessmentProvider
from springtide.foundation.text.clean import clean_line
from springtide.foundation.webhooks.outward import Unreachable, post
from springtide.foundation.webhooks.signing import signed_headers

MOST_POINTS, MOST_PARTS, LONGEST_ID, LONGEST_LINK = 1_000_000, 50, 120, 1000
AHEAD = timedelta(minutes=5)  # by which the provider's clock may be ahead of ours


@dataclass(frozen=True)
class Order:
    """An attempt to be created. Says nothing about the person: no name, no address."""

    provider: str
    reference: str
    sequence: int
    assessment: str
    minutes: int
    language: str
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True)
class Created:
    """By what name the provider knows the attempt, and where the candidate goes."""

    external_id: str
    link: str


@dataclass(frozen=True)
class Part:
    """Points in one part of a test."""

    name: str
    points: int
    out_of: int


@dataclass(frozen=True)
class Event:
    """What the provider tells about an attempt. `points` and what follows are there when it is finished."""

    external_id: str
    version: int
    finished: bool
    points: int = 0
    out_of: int = 0
    finished_at: datetime | None = None
    parts: tuple[Part, ...] = ()


class Unreadable(ValueError):
    """Signed, but no event. The reason is for whoever builds the provider's side; English, like the format."""


Create = Callable[[Order], Created]


def provider_named(name: str) -> AssessmentProvider | None:
    providers: dict[str, AssessmentProvider] = settings.ASSESSMENT_PROVIDERS
    return providers.get(name)


def provider_names() -> list[str]:
    return sorted(settings.ASSESSMENT_PROVIDERS)


def create_at_provider(order: Order) -> Created:
    """Create an attempt, or find the one created before under the same key. Raises Unreachable."""
    provider = provider_named(order.provider)
    if provider is None:
        raise Unreachable(f"no provider {order.provider} is set (SPRINGTIDE_ASSESSMENT_PROVIDERS)")
    key = f"{order.reference}-{order.sequence}"
    body = json.dumps(
        {
            "reference": order.reference,
            "sequence": order.sequence,
            "assessment": order.assessment,
            "minutes": order.minutes,
            "language": order.language,
            "not_before": order.not_before.isoformat(),
            "not_after": order.not_after.isoformat(),
            "callback": f"{settings.SITE_URL}/callbacks/assessments/{order.provider}/",
        }
    ).encode()
    headers = signed_headers(provider.secret, key, int(time.time()), body)
    answer = post(provider.url, body, {**headers, "Idempotency-Key": key}, near=provider.near)
    return _created(answer)


def _created(answer: dict[str, Any]) -> Created:
    external_id, link = answer.get("id"), answer.get("link")
    if not (isinstance(external_id, str) and 0 < len(external_id) <= LONGEST_ID and external_id.isprintable()):
        raise Unreachable("the provider gave no id")
    safe = isinstance(link, str) and link.startswith(("https://", f"{settings.SITE_URL}/"))
    if not (isinstance(link, str) and safe and len(link) <= LONGEST_LINK and link.isprintable() and " " not in link):
        raise Unreachable("the provider gave no https link")
    return Created(external_id, link)


def read_event(body: bytes) -> Event:
    """The event that a body holds. Raises Unreadable with the reason."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("the body is no JSON") from error
    data = told.get("data") if isinstance(told, dict) else None
    if not isinstance(data, dict):
        raise Unreadable("data is missing")
    external_id = data.get("attempt")
    if not (isinstance(external_id, str) and 0 < len(external_id) <= LONGEST_ID and external_id.isprintable()):
        raise Unreadable("data.attempt is no id")
    version = _whole(data, "version", 1, 2**31 - 1)
    if told.get("type") == "attempt.started":
        return Event(external_id, version, finished=False)
    if told.get("type") != "attempt.finished":
        raise Unreadable("type is neither attempt.started nor attempt.finished")
    out_of = _whole(data, "out_of", 1, MOST_POINTS)
    return Event(
        external_id,
        version,
        finished=True,
        points=_whole(data, "points", 0, out_of),
        out_of=out_of,
        finished_at=_moment(data.get("finished_at")),
        parts=_parts(data.get("parts", [])),
    )


def _whole(data: dict[str, Any], name: str, least: int, most: int) -> int:
    value = data.get(name)
    if type(value) is not int or not least <= value <= most:  # a bool is an int too
        raise Unreadable(f"{name} is no whole number from {least} to {most}")
    return value


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 2000 < moment.year < 2200:
        raise Unreadable("finished_at is no moment with a zone, such as 2027-03-01T02:10:00Z")
    if moment > timezone.now() + AHEAD:
        raise Unreadable("finished_at lies in the future")
    return moment


def _parts(value: object) -> tuple[Part, ...]:
    if not isinstance(value, list) or len(value) > MOST_PARTS or not all(isinstance(part, dict) for part in value):
        raise Unreadable(f"parts is no list of at most {MOST_PARTS} objects")
    return tuple(_part(part) for part in value)


def _part(value: dict[str, Any]) -> Part:
    name = value.get("name")
    if not isinstance(name, str) or len(name) > 200 or not clean_line(name):
        raise Unreadable("a part has no name of at most 200 characters")
    out_of = _whole(value, "out_of", 1, MOST_POINTS)
    return Part(clean_line(name), _whole(value, "points", 0, out_of), out_of)
