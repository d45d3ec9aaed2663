"""Letters about what was released: one for each person and outcome, however often they are asked for."""

from collections.abc import Iterable

from springtide.applications.models import Application
from springtide.foundation.mail.actions import queue_letter
from springtide.screening.models import Decision

OUTCOMES = ("shortlisted", "rejected")


def tell_outcome(*, applications: Iterable[int], outcome: str) -> None:
    """Queue the letter of `outcome` to the candidates of these applications (ids), but for who left meanwhile."""
    rows = Application.objects.filter(pk__in=list(applications)).exclude(state="withdrawn")
    rows = rows.select_related("candidate__person", "intake")
    for row in rows.order_by("pk"):
        person = row.candidate.person
        known = Decision.objects.filter(application=row, state="released").select_related("division")
        queue_letter(
            to=person.email,
            template=f"screening/mail/{outcome}.txt",
            kind=f"screening.{outcome}",
            context={"application": row, "intake": row.intake, "person": row.candidate, "decisions": known},
            key=f"screening.{outcome}:{row.receipt}",
            person=person,
            language=person.language,
            time_zone=person.time_zone,
        )
