"""Handing attempts to their provider, and taking back what it tells."""

from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation

from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.webhooks.outward import Unreachable
from springtide.interviews import states
from springtide.interviews.actions.sharing import cover, with_siblings
from springtide.interviews.models import Attempt, Delivery, Result
from springtide.interviews.providers import Create, Created, Event, Order, create_at_provider

AHEAD = timedelta(hours=2)  # before the sitting begins
GRACE = timedelta(hours=2)  # after it ended, in which results may come
APPLIED, KNOWN, IGNORED = "applied", "known", "ignored"


def order_of(attempt: Attempt) -> Order:
    """What the provider is told; the test's name in the candidate's language."""
    sitting = attempt.sitting
    if sitting is None:
        raise ValueError("an attempt without a sitting is not handed over")
    language = attempt.application.candidate.person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        name = str(attempt.assessment)
    return Order(
        provider=attempt.assessment.provider,
        reference=attempt.reference,
        sequence=attempt.sequence,
        assessment=name,
        minutes=attempt.assessment.minutes,
        language=language,
        not_before=sitting.starts_at,
        not_after=sitting.ends_at,
    )


def hand_over(*, attempt: Attempt, create: Create = create_at_provider) -> Attempt:
    """Create the attempt at its provider. Again: the provider knows the key and gives the same id.

    Calls out, so it must not be called inside a transaction. Raises Unreachable, to be tried again.
    """
    if attempt.state != "booked":
        return attempt
    order = order_of(attempt)
    return _handed_over(attempt, order, create(order))


@transaction.atomic
def _handed_over(attempt: Attempt, order: Order, created: Created) -> Attempt:
    attempt = locked(attempt)
    if attempt.state != "booked" or attempt.sequence != order.sequence:
        return attempt  # moved meanwhile: the next hand-over tells the provider
    if (attempt.handed_to, attempt.external_id) != (order.provider, created.external_id):
        attempt.version = 0  # its events are counted anew
    attempt.state = states.ATTEMPT.target("hand_over", attempt.state)
    attempt.handed_to, attempt.external_id, attempt.link = order.provider, created.external_id, created.link
    try:
        with transaction.atomic():
            attempt.save(update_fields=["state", "handed_to", "external_id", "link", "version"])
    except IntegrityError as twice:
        raise Unreachable(f"{order.provider} gave the id of another attempt") from twice
    record("interviews.hand_over", by=None, about=attempt, scope=attempt.division.scope, provider=order.provider)
    return attempt


def take_event(*, provider: str, message: str, event: Event) -> str | None:
    """Apply what a provider tells; the answer, or None where it has no such attempt.

    The same message again gets the same answer. What decides is the version of the event, never its arrival.
    """
    try:
        return _take(provider, message, event)
    except IntegrityError:  # the same message twice at the same moment: the other one was written
        return Delivery.objects.get(provider=provider, message=message).answer


@transaction.atomic
def _take(provider: str, message: str, event: Event) -> str | None:
    found = Attempt.objects.filter(handed_to=provider, external_id=event.external_id).first()
    before = Delivery.objects.filter(provider=provider, message=message).first()
    if found is None:
        return None
    if before is not None:
        return before.answer
    attempt, *others = with_siblings(found)
    answer = _apply(attempt, event)
    Delivery.objects.create(provider=provider, message=message, attempt=attempt, answer=answer)
    if answer == APPLIED:
        cover(attempt, others, by=None)
        verb = "interviews.assessment_result" if event.finished else "interviews.assessment_begun"
        told = {"version": event.version} | ({"points": event.points, "out_of": event.out_of} if event.finished else {})
        record(verb, by=None, about=attempt, scope=attempt.division.scope, **told)
    return answer


def _apply(attempt: Attempt, event: Event) -> str:
    if event.version <= attempt.version:
        return KNOWN
    verb = "finish" if event.finished else "start"
    if not any(move.verb == verb for move in states.ATTEMPT.open_from(attempt.state)):
        return IGNORED
    attempt.state, attempt.version = states.ATTEMPT.target(verb, attempt.state), event.version
    attempt.save(update_fields=["state", "version"])
    if event.finished:
        values = {"points": event.points, "out_of": event.out_of, "finished_at": event.finished_at}
        parts = [asdict(part) for part in event.parts]
        Result.objects.update_or_create(attempt=attempt, defaults={**values, "parts": parts})
    return APPLIED
