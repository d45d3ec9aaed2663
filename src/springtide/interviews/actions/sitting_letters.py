"""Letters about sittings, each reader in their own language and zone, with the event for their calendar."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from springtide.foundation.accounts.models import Person
from springtide.foundation.mail.actions import Enclosure, queue_letter
from springtide.interviews.models import Attempt, Sitting
from springtide.interviews.queries.assessments import has_makeup

METHODS = {"booked": "REQUEST", "moved": "REQUEST", "cancelled": "CANCEL", "called_off": "CANCEL"}


def tell(attempt: Attempt, what: str, *, sitting: Sitting | None = None) -> None:
    """`what`: invited, booked, moved, missed, cancelled or called_off. `sitting`: the one the letter is about.

    Whose application has ended is only told what vanishes from their calendar.
    """
    application = attempt.application
    if application.state != "shortlisted":
        if METHODS.get(what) != "CANCEL" or sitting is None:
            return
        what = "cancelled"
    reader, intake = application.candidate.person, application.intake
    method = METHODS.get(what)
    queue_letter(
        to=reader.email,
        person=reader,
        language=reader.language,
        time_zone=reader.time_zone or intake.zone,
        template=f"interviews/mail/assessments/{what}.txt",
        kind=f"interviews.assessment_{what}",
        key=f"attempt-{attempt.pk}-{what}-{attempt.sequence}",
        context={
            "attempt": attempt,
            "assessment": attempt.assessment,
            "sitting": sitting,
            "intake": intake,
            "reader": reader,
            "makeup": what == "missed" and has_makeup(attempt, timezone.now()),
            "address": f"{settings.SITE_URL}/me/{intake.slug}/assessments/",
        },
        enclosures=[as_enclosure(attempt, sitting, reader, method)] if method and sitting else [],
    )


def as_enclosure(attempt: Attempt, sitting: Sitting, reader: Person, method: str) -> Enclosure:
    """The sitting as one event: the same UID with a higher SEQUENCE replaces what was sent before (RFC 5546)."""
    intake = attempt.application.intake
    with translation.override(reader.language or settings.LANGUAGE_CODE):
        summary = _("Assessment: %(assessment)s, %(company)s") % {
            "assessment": attempt.assessment,
            "company": intake.company_name,
        }
    values: dict[str, str | int | datetime] = {
        "uid": f"{attempt.reference}@springtide",
        "sequence": attempt.sequence,
        "dtstamp": timezone.now(),
        "dtstart": sitting.starts_at,
        "dtend": sitting.ends_at,
        "summary": summary,
        "status": "CANCELLED" if method == "CANCEL" else "CONFIRMED",
        "location": f"{settings.SITE_URL}/me/{intake.slug}/assessments/",
        "organizer": f"MAILTO:{settings.DEFAULT_FROM_EMAIL.rsplit('<', 1)[-1].rstrip('>')}",
        "attendee": f"MAILTO:{reader.email}",
    }
    event = Event()
    for name, value in values.items():
        event.add(name, value)
    calendar = Calendar()
    for name, value in {"prodid": "-//Springtide//Assessments//EN", "version": "2.0", "method": method}.items():
        calendar.add(name, value)
    calendar.add_component(event)
    content_type = f"text/calendar; method={method}; charset=utf-8"
    return Enclosure("assessment.ics", content_type, bytes(calendar.to_ical()))
