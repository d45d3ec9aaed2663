"""Letters about interviews, each reader in their own language and zone."""

from django.conf import settings

from springtide.foundation.accounts.models import Person
from springtide.foundation.mail.actions import queue_letter
from springtide.interviews.calendar import as_enclosure
from springtide.interviews.models import Interview

METHODS = {"booked": "REQUEST", "cancelled": "CANCEL"}


def tell_candidate(interview: Interview, what: str) -> None:
    """`what`: invited, booked or cancelled; booked and cancelled carry the calendar event."""
    _tell(interview, what, interview.application.candidate.person)


def tell_interviewer(interview: Interview, what: str, interviewer: Person) -> None:
    _tell(interview, f"{what}_interviewer", interviewer)


def _tell(interview: Interview, template: str, reader: Person) -> None:
    intake = interview.round.intake
    method = METHODS.get(template.partition("_")[0])
    enclosures = [as_enclosure(interview, reader=reader, method=method)] if method and interview.starts_at else []
    queue_letter(
        to=reader.email,
        person=reader,
        language=reader.language,
        time_zone=reader.time_zone or intake.zone,
        template=f"interviews/mail/{template}.txt",
        kind=f"interviews.{template}",
        key=f"interview-{interview.pk}-{template}-{reader.pk}-{interview.sequence}",
        context={
            "interview": interview,
            "round": interview.round,
            "intake": intake,
            "reader": reader,
            "address": f"{settings.SITE_URL}/me/{intake.slug}/interviews/",
            "console": f"{settings.SITE_URL}/console/{intake.slug}/interviews/{interview.pk}/",
        },
        enclosures=enclosures,
    )
