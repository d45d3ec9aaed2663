"""Whether a result counts for other divisions: the candidate's to say, at any time."""

from django.db import transaction

from springtide.foundation.accounts.models import Person
from springtide.interviews.actions.attempts import agree, drop
from springtide.interviews.models import Attempt
from springtide.interviews.rules import assessments as rules


def with_siblings(attempt: Attempt) -> list[Attempt]:
    """All attempts of one application at one assessment, fresh and locked, the given one first."""
    rows = Attempt.objects.select_for_update().filter(
        application=attempt.application_id, assessment=attempt.assessment_id
    )
    return sorted(rows.order_by("pk"), key=lambda row: row.pk != attempt.pk)


@transaction.atomic
def share_result(*, attempt: Attempt, shared: bool, by: Person) -> Attempt:
    """Agree that the result counts for every division that uses the assessment, or take that back. Again: no change."""
    own, *others = with_siblings(attempt)
    rules.is_own(by, own).require()
    agree(attempt=own, shared=shared, by=by)
    cover(own, others, by=by)
    return own


def cover(own: Attempt, others: list[Attempt], *, by: Person | None) -> None:
    """A shared result makes the other divisions' open invitations needless."""
    if own.shared and own.state == "done":
        for other in others:
            if other.state in ("invited", "booked"):
                drop(attempt=other, by=by)
