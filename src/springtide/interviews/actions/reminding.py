"""Reminders: a job for each, due a day and an hour before. Who moved is reminded of the new time only."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from springtide.foundation.jobs.actions import enqueue
from springtide.interviews.actions.telling import tell_candidate, tell_panelist
from springtide.interviews.models import Interview

AHEAD = {"day": timedelta(days=1), "hour": timedelta(hours=1)}
KIND = "interviews.remind"


def remind_later(interview: Interview) -> None:
    """Ask for the reminders of an interview at its present time. `sequence` names that time: others fall silent."""
    assert interview.starts_at  # noqa: S101 - only a booked interview is reminded of
    for ahead, before in AHEAD.items():
        due = interview.starts_at - before
        if due > timezone.now():
            told = {"interview": interview.pk, "sequence": interview.sequence, "ahead": ahead}
            enqueue(KIND, key=f"{interview.pk}-{interview.sequence}-{ahead}", payload=told, run_at=due)


@transaction.atomic
def remind(*, interview: Interview, sequence: int, ahead: str) -> bool:
    """Remind panel and candidate, once each, unless it was moved, cancelled or has begun since."""
    begun = interview.starts_at is None or interview.starts_at <= timezone.now()
    if interview.state != "booked" or interview.sequence != sequence or begun:
        return False
    tell_candidate(interview, "reminder", ahead)
    for panelist in interview.panelists.select_related("person"):
        tell_panelist(interview, "reminder", panelist.person, ahead)
    return True
