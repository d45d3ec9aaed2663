"""Reading somebody's calendar file (RFC 5545): the windows its events take, and never more work than is bounded.

Repetition is expanded by looking at each day of the time that is asked for, so no rule can run away. What this module
does not understand is refused by name; it is never guessed.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar

from springtide.foundation.text.clean import clean_line
from springtide.interviews.repeats import BadCalendar, Rule
from springtide.interviews.times import Window, merged

MOST_BYTES = 1024 * 1024
MOST_EVENTS, MOST_REPEATING = 5000, 500
MOST_WINDOWS = 2000
LONGEST_REPEATED = timedelta(days=31)  # what is longer than the time between two would be there many times at once
Event = Any  # a component of the file: its properties are whatever the file says
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


def read_windows(
    content: bytes, zone: tzinfo, after: datetime, until: datetime, *, transparent: bool = False
) -> list[Window]:
    """When the events of a file take time between two instants, merged. Raises BadCalendar.

    `zone` is for events that name none. Cancelled events take no time, those marked as free (TRANSP) only if
    `transparent`.
    """
    if len(content) > MOST_BYTES:
        raise BadCalendar(_("The file is too large."))
    events = _events(content)
    moved: set[tuple[str, datetime]] = set()
    found: list[tuple[str, bool, Window]] = []
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED" and "RECURRENCE-ID" not in event:
            continue
        try:
            if "RECURRENCE-ID" in event:
                moved.add((_uid(event), _instant(event["RECURRENCE-ID"].dt, zone)))
            if transparent or str(event.get("TRANSP", "")).upper() != "TRANSPARENT":
                found += [(_uid(event), "RECURRENCE-ID" in event, w) for w in _windows(event, zone, after, until)]
        except MALFORMED as fault:
            reason = str(fault) if isinstance(fault, BadCalendar) else _("its times cannot be read")
            name = clean_line(str(event.get("SUMMARY", "")))[:60] or _("without a title")
            raise BadCalendar(_("Event “%(name)s”: %(reason)s.") % {"name": name, "reason": reason}) from fault
    kept = [window for uid, moves, window in found if moves or (uid, window.start) not in moved]
    joined = merged(Window(max(window.start, after), min(window.end, until)) for window in kept)
    if len(joined) > MOST_WINDOWS:
        raise BadCalendar(_("The file has too many events. Export the coming weeks only."))
    return joined


def _events(content: bytes) -> list[Event]:
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [part for calendar in calendars for part in calendar.walk("VEVENT")]
    except MALFORMED as fault:
        raise BadCalendar(_("This is no calendar file. Export it again as iCalendar (.ics).")) from fault
    if not calendars or not all(calendar.name == "VCALENDAR" for calendar in calendars):
        raise BadCalendar(_("This is no calendar file. Export it again as iCalendar (.ics)."))
    if len(events) > MOST_EVENTS or sum("RRULE" in event for event in events) > MOST_REPEATING:
        raise BadCalendar(_("The file has too many events. Export the coming weeks only."))
    return events


def _uid(event: Event) -> str:
    return str(event.get("UID", ""))


def _instant(when: date, zone: tzinfo) -> datetime:
    """The instant of a time of the file. Wall-clock times that are skipped or repeated read as the RFC says: with the
    offset before the change."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time())
    return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)


def _windows(event: Event, zone: tzinfo, after: datetime, until: datetime) -> Iterator[Window]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start = event["DTSTART"].dt
    if "TZID" in event["DTSTART"].params and isinstance(start, datetime) and start.tzinfo is None:
        raise BadCalendar(_("nobody knows its time zone"))
    length = _length(event, start, zone)
    if length <= timedelta(0):
        if length < timedelta(0):
            raise BadCalendar(_("it ends before it begins"))
        return
    if "RRULE" in event and length > LONGEST_REPEATED:
        raise BadCalendar(_("it repeats in a way that is not understood"))
    for begin in _starts(event, start, zone, after - length, until):
        instant = _instant(begin, zone)
        # A day is as long as its clock makes it; an hour is an hour.
        end = instant + length if isinstance(start, datetime) else _instant(begin + length, zone)
        if instant < until and end > after:
            yield Window(instant, end)


def _length(event: Event, start: date, zone: tzinfo) -> timedelta:
    if "DTEND" in event:
        end = event["DTEND"].dt
        if isinstance(start, datetime) != isinstance(end, datetime):
            raise BadCalendar(_("it begins with a time and ends with a day"))
        return _instant(end, zone) - _instant(start, zone) if isinstance(start, datetime) else end - start
    if "DURATION" in event:
        return timedelta(seconds=event["DURATION"].dt.total_seconds())
    return timedelta(0) if isinstance(start, datetime) else timedelta(days=1)


def _starts(event: Event, start: date, zone: tzinfo, after: datetime, until: datetime) -> Iterator[date]:
    """DTSTART and its repetitions near the time that is asked for, as the file writes times."""
    if "RDATE" in event:
        raise BadCalendar(_("it repeats on single dates, which is not understood"))
    if "RRULE" not in event:
        yield start
        return
    if isinstance(event["RRULE"], list):
        raise BadCalendar(_("it repeats by several rules, which is not understood"))
    rule = Rule.of(event["RRULE"], start)
    gone = event.get("EXDATE", [])
    lists = gone if isinstance(gone, list) else [gone]
    without = {_instant(one.dt, zone) for listed in lists for one in listed.dts}
    margin = timedelta(days=2)  # days are those of the event's clock
    for day in rule.days((after - margin).date(), (until + margin).date()):
        when = datetime.combine(day, start.timetz()) if isinstance(start, datetime) else day
        if _instant(when, zone) not in without and (rule.until is None or _instant(when, zone) <= rule.until):
            yield when
