"""Calendar files of people: what they mean, and what a hostile one can do (nothing)."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from springtide.interviews.ics import MOST_BYTES, MOST_EVENTS, MOST_REPEATING, read_windows
from springtide.interviews.repeats import BadCalendar, Rule

MONDAY = datetime(2027, 3, 1, tzinfo=UTC)
HALF_YEAR = MONDAY + timedelta(days=180)
PARIS = ZoneInfo("Europe/Paris")


def event(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT"))


def calendar(*events: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *events, "END:VCALENDAR", "")).encode()


def read(*events: str, **how: bool) -> list[str]:
    """Windows in UTC, as "03-01 09:00 60": day, begin, minutes."""
    found = read_windows(calendar(*events), PARIS, MONDAY, HALF_YEAR, **how)
    return [f"{w.start:%m-%d %H:%M} {int((w.end - w.start).total_seconds() // 60)}" for w in found]


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        (["DTSTART:20270302T090000Z", "DTEND:20270302T100000Z"], ["03-02 09:00 60"]),
        (["DTSTART:20270302T090000", "DURATION:PT90M"], ["03-02 08:00 90"]),  # names no zone: the reader's
        (["DTSTART;TZID=Asia/Shanghai:20270302T090000", "DURATION:PT1H"], ["03-02 01:00 60"]),
        (["DTSTART;VALUE=DATE:20270328", "DTEND;VALUE=DATE:20270329"], ["03-27 23:00 1380"]),  # a day of 23 hours
        (["DTSTART;VALUE=DATE:20270302"], ["03-01 23:00 1440"]),
        (["DTSTART:20270302T090000Z"], []),  # takes no time
        (["DTSTART:20270302T090000Z", "DURATION:PT1H", "STATUS:CANCELLED"], []),
        (["DTSTART:20270302T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"], []),
        (["DTSTART:20270228T230000Z", "DURATION:PT3H"], ["03-01 00:00 120"]),  # began before: what is left of it
        (["DTSTART:20200302T090000Z", "DURATION:PT1H"], []),
        # I64: skipped and repeated hours read as the RFC says, with the offset before the change.
        (["DTSTART:20270328T023000", "DURATION:PT1H"], ["03-28 01:30 60"]),
    ],
)
def test_an_event_means(lines: list[str], meant: list[str]) -> None:
    assert read(event(*lines)) == meant


def test_free_events_may_be_marked_as_free() -> None:
    assert read(event("DTSTART:20270302T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"), transparent=True)


def test_what_touches_is_one() -> None:
    both = [event(f"DTSTART:20270302T{hour}0000Z", "DURATION:PT1H") for hour in ("09", "10")]
    assert read(*both) == ["03-02 09:00 120"]


def test_a_repetition_keeps_the_wall_clock_and_its_exceptions() -> None:
    weekly = event(
        "DTSTART;TZID=Europe/Paris:20270315T090000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Paris:20270322T090000",
    )
    assert read(weekly) == ["03-15 08:00 60", "03-29 07:00 60", "04-05 07:00 60"]


def test_a_repetition_that_was_moved_stands_where_it_was_moved_to() -> None:
    series = event("DTSTART:20270302T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")
    moved = event("RECURRENCE-ID:20270303T090000Z", "DTSTART:20270303T150000Z", "DURATION:PT2H")
    dropped = event("RECURRENCE-ID:20270304T090000Z", "DTSTART:20270304T090000Z", "DURATION:PT1H", "STATUS:CANCELLED")
    assert read(series, moved, dropped) == ["03-02 09:00 60", "03-03 15:00 120"]


def test_a_repetition_without_end_ends_with_what_is_asked_for() -> None:
    assert len(read(event("DTSTART:19700101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"))) == 180


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20270302T090000Z", "DTEND:20270302T080000Z"],
        ["DTSTART:20270302T090000Z", "DTEND;VALUE=DATE:20270303"],
        ["DTSTART;TZID=Mars/Olympus:20270302T090000", "DURATION:PT1H"],
        ["DTSTART:99999999T990000Z", "DURATION:PT1H"],
        ["DURATION:PT1H"],
        ["DTSTART:20270302T090000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY"],
        ["DTSTART:20270302T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1"],
        ["DTSTART:20270302T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0"],
        ["DTSTART:20270302T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=-1"],
        ["DTSTART:20270302T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=XX"],
        ["DTSTART:20270302T090000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYWEEKNO=20"],
        ["DTSTART:20270302T090000Z", "DURATION:PT1H", "RDATE:20270303T090000Z"],
        ["DTSTART:20270302T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"],
        ["DTSTART:19000302T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=99999"],
        ["DTSTART:20270302T090000Z", "DURATION:P99999999W"],
    ],
)
def test_what_is_not_understood_is_refused_by_name(lines: list[str]) -> None:
    with pytest.raises(BadCalendar, match="Stand-up"):
        read(event("SUMMARY:Stand-up", *lines))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0",
        b"hello",
        b"BEGIN:VCALENDAR",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        b"%PDF-1.7",
        "BEGIN:VCALENDAR\r\n".encode("utf-16"),
        b"\xff" * 100,
        b"BEGIN:VCALENDAR\r\n" * 20_000,
    ],
)
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(BadCalendar):
        read_windows(content, PARIS, MONDAY, HALF_YEAR)


def test_a_calendar_is_cut_by_size_and_by_number() -> None:
    with pytest.raises(BadCalendar, match="too large"):
        read_windows(b" " * (MOST_BYTES + 1), PARIS, MONDAY, HALF_YEAR)
    many = [
        event(f"DTSTART:2027{1 + n // 700:02}{1 + n % 28:02}T{n % 24:02}0000Z", "DURATION:PT1M") for n in range(5001)
    ]
    daily = event("DTSTART:20270302T090000Z", "DURATION:PT1M", "RRULE:FREQ=DAILY")
    for events in (many, [daily] * 501):
        with pytest.raises(BadCalendar, match="too many"):
            read_windows(calendar(*events), PARIS, MONDAY, HALF_YEAR)


@pytest.mark.slow
def test_the_worst_file_takes_seconds_not_minutes() -> None:
    """Never true, counted to the end, as many as fit: what would keep a naive expansion busy for hours."""
    never = event("DTSTART:20220601T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9999")
    once = event("DTSTART:20270302T090000Z", "DURATION:PT1M", "SUMMARY:" + "x" * 80)
    content = calendar(*[never] * MOST_REPEATING, *[once] * (MOST_EVENTS - MOST_REPEATING))
    assert MOST_BYTES * 0.7 < len(content) <= MOST_BYTES
    began = time.process_time()
    assert len(read_windows(content, PARIS, MONDAY, HALF_YEAR)) == 1
    assert time.process_time() - began < 10


weekdays = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True)
nth = st.lists(st.sampled_from(["1MO", "2TU", "-1FR", "-2SU", "5WE", "SA"]), min_size=1, max_size=3, unique=True)
numbers = st.lists(st.sampled_from([1, 5, 28, 29, 30, 31, -1, -3]), min_size=1, max_size=3, unique=True)
months = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if draw(st.booleans()) or freq == "YEARLY":
        parts.append("BYMONTH=" + ",".join(map(str, draw(months))))
    by = draw(st.sampled_from({"DAILY": ["", "day", "number"], "WEEKLY": ["", "day"]}.get(freq, ["", "nth", "number"])))
    if by == "number":
        parts.append("BYMONTHDAY=" + ",".join(map(str, draw(numbers))))
    elif by:
        parts.append("BYDAY=" + ",".join(draw(weekdays if by == "day" else nth)))
    if freq == "WEEKLY" and draw(st.booleans()):
        parts.append("WKST=SU")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    elif draw(st.booleans()):
        parts.append("UNTIL=20280601T000000Z")
    return ";".join(parts)


@settings(max_examples=300, deadline=None)
@given(rules(), st.integers(0, 400))
def test_rules_mean_what_dateutil_says(rule: str, offset: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=offset)
    oracle = rrulestr(rule, dtstart=start, cache=False)
    first = oracle.after(start - timedelta(days=1))
    if first is None or first > datetime(2029, 1, 1, tzinfo=UTC):
        return  # never true: nothing to compare, and the oracle's own start is no occurrence
    oracle = rrulestr(rule, dtstart=first, cache=False)
    told = dict(part.split("=") for part in rule.split(";"))
    values = {
        key: [datetime.fromisoformat(v) if key == "UNTIL" else v for v in text.split(",")] for key, text in told.items()
    }
    mine = Rule.of(values, first)
    days = mine.days(MONDAY.date(), HALF_YEAR.date())
    found = [datetime.combine(day, first.timetz()) for day in days]
    assert [when for when in found if mine.until is None or when <= mine.until] == oracle.between(
        MONDAY, HALF_YEAR, inc=True
    )
