"""Letters about interviews, each reader in their own language and zone, with the other side's clock beside it."""

from django.conf import settings

from springtide.foundation.accounts.models import Person
from springtide.foundation.mail.actions import queue_letter
from springtide.interviews.calendar import as_enclosure
from springtide.interviews.models import Interview

METHODS = {"booked": "REQUEST", "cancelled": "CANCEL", "released": "CANCEL"}


def tell_candidate(interview: Interview, what: str, ahead: str = "") -> None:
    """`what`: invited, booked, cancelled, released or reminder; all but the first and last carry the calendar event."""
    panel = [panelist.person for panelist in interview.panelists.select_related("person")]
    zone = next((person.time_zone for person in panel if person.time_zone), interview.round.intake.zone)
    _tell(interview, what, interview.application.candidate.person, zone, panel, ahead)


def tell_panelist(interview: Interview, what: str, panelist: Person, ahead: str = "") -> None:
    """`what`: booked, cancelled or reminder."""
    _tell(interview, f"{what}_interviewer", panelist, interview.candidate_zone, [], ahead)


def _tell(
    interview: Interview, template: str, reader: Person, other_zone: str, panel: list[Person], ahead: str
) -> None:
    intake = interview.round.intake
    method = METHODS.get(template.partition("_")[0])
    enclosures = [as_enclosure(interview, reader=reader, method=method)] if method and interview.starts_at else []
    zone = reader.time_zone or intake.zone
    queue_letter(
        to=reader.email,
        person=reader,
        language=reader.language,
        time_zone=zone,
        template=f"interviews/mail/{template}.txt",
        kind=f"interviews.{template}",
        key="-".join(
            str(part) for part in ("interview", interview.pk, template + ahead, reader.pk, interview.sequence)
        ),
        context={
            "interview": interview,
            "minutes": interview.minutes,
            "round": interview.round,
            "intake": intake,
            "reader": reader,
            "panel": ", ".join(str(person) for person in panel),
            "other_zone": "" if other_zone == zone else other_zone,
            "ahead": ahead,
            "address": f"{settings.SITE_URL}/me/{intake.slug}/interviews/",
            "console": f"{settings.SITE_URL}/console/{intake.slug}/interviews/{interview.pk}/",
        },
        enclosures=enclosures,
    )
