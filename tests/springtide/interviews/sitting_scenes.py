"""An assessment with its sittings, people invited to it, and a provider that answers without a network."""

import base64
import json
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from springtide.applications.models import Application, Candidate
from springtide.environment import AssessmentProvider
from springtide.foundation.webhooks.signing import signed_headers
from springtide.interviews.actions.assessments import add_sitting, save_assessment
from springtide.interviews.actions.attempts import book_sitting, invite_to
from springtide.interviews.actions.handing import hand_over
from springtide.interviews.models import Assessment, Attempt, Sitting
from springtide.interviews.providers import Created, Order
from springtide.planning.models import Division, Opening
from tests.cast import Cast

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
OLD_SECRET = "whsec_" + base64.b64encode(b"o" * 32).decode()
PROVIDER = AssessmentProvider(url="https://tests.example/attempts", secret=SECRET, old_secret=OLD_SECRET)


def with_provider() -> dict[str, AssessmentProvider]:
    return {**settings.ASSESSMENT_PROVIDERS, "codeval": PROVIDER}


def reasoning(cast: Cast, *divisions: Division, mark: int | None = None) -> Assessment:
    """One hour, given by codeval, for cloud unless said otherwise."""
    return save_assessment(
        intake=cast.intake,
        names={"en": "Reasoning", "zh-hans": "推理"},
        minutes=60,
        provider="codeval",
        divisions=list(divisions) or [cast.cloud],
        mark=mark,
        by=cast.lead,
    )


def noon(days: int = 3) -> datetime:
    """Twelve o'clock in Hangzhou, some days from now."""
    return (timezone.now() + timedelta(days=days)).replace(hour=4, minute=0, second=0, microsecond=0)


def sitting(cast: Cast, assessment: Assessment, *, days: int = 3, seats: int = 2, **more: Any) -> Sitting:
    return add_sitting(
        assessment=assessment,
        starts_at=noon(days),
        ends_at=noon(days) + timedelta(hours=4),
        zone="Asia/Shanghai",
        seats=seats,
        by=cast.lead,
        **more,
    )


def shortlisted(cast: Cast, who: Candidate | str, *openings: Opening) -> Application:
    candidate = cast.candidate(who) if isinstance(who, str) else who
    return cast.application(candidate, *(openings or (cast.models,)), state="shortlisted")


def invited(cast: Cast, assessment: Assessment, application: Application, division: Division | None = None) -> Attempt:
    division = division or cast.cloud
    by = cast.recruiter if division == cast.cloud else cast.outsider
    return invite_to(applications=[application], assessment=assessment, division=division, by=by)[0]


def book(attempt: Attempt, where: Sitting, *, shared: bool = False) -> Attempt:
    person = attempt.application.candidate.person
    return book_sitting(attempt=attempt, sitting=where, shared=shared, by=person)


def created(order: Order) -> Created:
    """What a provider that keeps its word answers."""
    return Created(f"x-{order.reference[:12]}-{order.sequence}", f"https://tests.example/t/{order.reference}")


def handed(attempt: Attempt) -> Attempt:
    return hand_over(attempt=Attempt.objects.get(pk=attempt.pk), create=created)


def begin(where: Sitting, *, ago: timedelta = timedelta(minutes=5)) -> None:
    """Let a sitting have begun."""
    start = timezone.now() - ago
    Sitting.objects.filter(pk=where.pk).update(starts_at=start, ends_at=start + timedelta(hours=4))


def finished(attempt: Attempt, *, version: int = 2, points: int = 41, **more: Any) -> dict[str, Any]:
    """The event of a result."""
    data = {
        "attempt": attempt.external_id,
        "version": version,
        "points": points,
        "out_of": 50,
        "finished_at": timezone.now().isoformat(),
        "parts": [{"name": "Numbers", "points": points // 2, "out_of": 25}],
        **more,
    }
    return {"type": "attempt.finished", "data": data}


def started(attempt: Attempt, version: int = 1) -> dict[str, Any]:
    return {"type": "attempt.started", "data": {"attempt": attempt.external_id, "version": version}}


def post(
    client: Client,
    event: object,
    *,
    message: str = "msg_1",
    provider: str = "codeval",
    secret: str = SECRET,
    at: float | None = None,
    body: bytes | None = None,
    **headers: str,
) -> HttpResponse:
    """Send one signed event to the callback."""
    content = json.dumps(event).encode() if body is None else body
    signed = signed_headers(secret, message, int(at if at is not None else time.time()), content)
    path = f"/callbacks/assessments/{provider}/"
    return client.post(path, content, "application/json", headers={**signed, **headers})


def done(cast: Cast, attempt: Attempt, where: Sitting, client: Client, *, shared: bool = False) -> Attempt:
    """All the way: booked, handed over, begun, result in."""
    book(attempt, where, shared=shared)
    given = handed(attempt)
    assert post(client, finished(given), message=f"msg_{attempt.pk}").status_code == 200
    attempt.refresh_from_db()
    return attempt
