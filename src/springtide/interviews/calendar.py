"""An interview as iCalendar, so that it stands, moves and vanishes in everybody's own calendar (RFC 5545, 5546)."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from springtide.foundation.accounts.models import Person
from springtide.foundation.mail.actions import Enclosure
from springtide.interviews.models import Interview


def as_calendar(interview: Interview, *, reader: Person, method: str) -> bytes:
    """One event. `method`: REQUEST or CANCEL. The same UID with a higher SEQUENCE replaces what was sent before."""
    calendar = Calendar()
    calendar.add("prodid", "-//Springtide//Interviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", f"{interview.uid}@springtide")
    event.add("sequence", interview.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", interview.starts_at)
    event.add("dtend", interview.ends_at)
    summary = _("Interview: %(round)s, %(company)s") % {
        "round": interview.round,
        "company": interview.round.intake.company_name,
    }
    event.add("summary", summary)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("location", place_of(interview))
    event.add("organizer", _address(settings.DEFAULT_FROM_EMAIL.rsplit("<", 1)[-1].rstrip(">"), "Springtide"))
    event.add("attendee", _address(reader.email, str(reader)))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def place_of(interview: Interview) -> str:
    """Where it is: room and site, the link of the video room, or that it is a video call."""
    if interview.round.is_onsite:
        return ", ".join(str(part) for part in (interview.room, interview.site) if part)
    return interview.link or _("Video call")


def as_enclosure(interview: Interview, *, reader: Person, method: str) -> Enclosure:
    content = as_calendar(interview, reader=reader, method=method)
    return Enclosure("interview.ics", f"text/calendar; method={method}; charset=utf-8", content)


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"MAILTO:{email}")
    address.params["CN"] = name
    return address
