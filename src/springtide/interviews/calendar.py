"""An interview as iCalendar, so that it stands, moves and vanishes in everybody's own calendar (RFC 5545, 5546)."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from springtide.foundation.accounts.models import Person
from springtide.foundation.mail.actions import Enclosure
from springtide.interviews.models import Interview


def as_calendar(interview: Interview, *, reader: Person, method: str) -> bytes:
    """One event. `method`: REQUEST or CANCEL. The same UID with a higher SEQUENCE replaces what was sent before."""
    calendar = _calendar()
    calendar.add("method", method)
    event = _event(interview, cancelled=method == "CANCEL")
    event.add("summary", _summary(interview))
    event.add("organizer", _address(settings.DEFAULT_FROM_EMAIL.rsplit("<", 1)[-1].rstrip(">"), "Springtide"))
    event.add("attendee", _address(reader.email, str(reader)))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def as_feed(interviews: Iterable[Interview], *, reader: Person) -> bytes:
    """A calendar to subscribe to. Of candidates it says the name, to those who interview them, and nothing else."""
    calendar = _calendar()
    calendar.add("x-wr-calname", _("Interviews"))
    for interview in interviews:
        event = _event(interview, cancelled=False)
        candidate = interview.application.candidate
        own = candidate.person_id == reader.pk
        event.add("summary", _summary(interview) if own else f"{interview.round}: {candidate}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Springtide//Interviews//EN")
    calendar.add("version", "2.0")
    return calendar


def _event(interview: Interview, *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", f"{interview.uid}@springtide")
    event.add("sequence", interview.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", interview.starts_at)
    event.add("dtend", interview.ends_at)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("location", place_of(interview))
    return event


def _summary(interview: Interview) -> str:
    words = {"round": interview.round, "company": interview.round.intake.company_name}
    return _("Interview: %(round)s, %(company)s") % words


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
