"""Work of assessments that is due: letters, handing over, and sittings of which nothing was heard."""

from typing import Any

from django.utils import timezone

from springtide.foundation.jobs.actions import enqueue_many
from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.registry import handles
from springtide.interviews.actions.attempts import miss_sitting, put_back
from springtide.interviews.actions.handing import AHEAD, GRACE, hand_over
from springtide.interviews.actions.sitting_letters import tell
from springtide.interviews.models import Attempt
from springtide.interviews.queries.assessments import due_for_hand_over, overdue, with_all
from springtide.interviews.states import SEATED


@handles("interviews.tell_invited")
def tell_invited(progress: Progress, payload: dict[str, Any]) -> None:
    """Write to one part of those invited; killed in the middle, it goes on where it stopped."""
    people = with_all(Attempt.objects.filter(pk__in=payload["attempts"], state="invited", sequence=0)).order_by("pk")
    for done, attempt in enumerate(people):
        tell(attempt, "invited")
        if done % 20 == 0:
            progress.step(done, len(people))


@handles("interviews.hand_over_due", every=60)
def hand_over_due(progress: Progress, payload: dict[str, Any]) -> None:
    """Ask for one hand-over each: a provider that fails for one must not keep the others waiting."""
    now = timezone.now()
    rows = due_for_hand_over(now, now + AHEAD).values_list("pk", "sequence")
    enqueue_many("interviews.hand_over", [(f"{pk}-{n}", {"attempt": pk, "sequence": n}) for pk, n in rows])


@handles("interviews.hand_over")
def hand_over_one(progress: Progress, payload: dict[str, Any]) -> None:
    rows = Attempt.objects.filter(pk=payload["attempt"], sequence=payload["sequence"], state="booked")
    attempt = with_all(rows).first()
    if attempt is not None:
        hand_over(attempt=attempt)


@handles("interviews.empty_sitting")
def empty_sitting(progress: Progress, payload: dict[str, Any]) -> None:
    """A sitting was called off: everybody who has a seat in it chooses again."""
    rows = list(Attempt.objects.filter(sitting=payload["sitting"], state__in=SEATED).order_by("pk"))
    for done, attempt in enumerate(rows):
        put_back(attempt=attempt)
        progress.step(done + 1, len(rows))


@handles("interviews.close_sittings", every=300)
def close_sittings(progress: Progress, payload: dict[str, Any]) -> None:
    """Of whom nothing was heard long after the end: missed; or back to choosing, where the provider never took them."""
    rows = list(overdue(timezone.now() - GRACE))
    for done, attempt in enumerate(rows):
        if attempt.state == "sent":
            miss_sitting(attempt=attempt)
        else:
            put_back(attempt=attempt)
        progress.step(done + 1, len(rows))
