"""Repetition rules of calendars (RFC 5545, RRULE) by days: whether a day is one of a rule's. No rule can run away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

OLDEST = timedelta(days=5 * 366)  # from when a counted repetition may come
UNDERSTOOD = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class BadCalendar(ValueError):
    """What cannot be read, in words for the person who uploaded it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A repetition by days: which days after `first` it falls on."""

    first: date
    freq: str
    interval: int
    count: int | None
    until: datetime | None
    weekdays: frozenset[tuple[int, int]]  # (which one in the month, 0 for each; weekday)
    monthdays: frozenset[int]
    months: frozenset[int]
    week_begins: int = 0

    @classmethod
    def of(cls, told: Mapping[str, Any], start: date) -> "Rule":
        parts = {str(key).upper(): value if isinstance(value, list) else [value] for key, value in told.items()}
        freq = str(parts.get("FREQ", [""])[0]).upper()
        ordinal = {_weekday(str(day)) for day in parts.get("BYDAY", [])}
        spelled = freq in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} and set(parts) <= UNDERSTOOD
        if not spelled or (freq == "YEARLY" and ordinal and "BYMONTH" not in parts):
            raise BadCalendar(_("it repeats in a way that is not understood"))
        if freq in {"DAILY", "WEEKLY"} and (
            any(nth for nth, _day in ordinal) or (freq == "WEEKLY" and "BYMONTHDAY" in parts)
        ):
            raise BadCalendar(_("it repeats in a way that is not understood"))
        interval = int(parts.get("INTERVAL", [1])[0])
        if interval < 1:
            raise BadCalendar(_("it repeats in a way that is not understood"))
        until = parts.get("UNTIL", [None])[0]
        return cls(
            first=start.date() if isinstance(start, datetime) else start,
            freq=freq,
            interval=interval,
            count=int(parts["COUNT"][0]) if "COUNT" in parts else None,
            until=_last_instant(until, start) if until else None,
            weekdays=frozenset(ordinal),
            monthdays=frozenset(int(day) for day in parts.get("BYMONTHDAY", [])),
            months=frozenset(int(month) for month in parts.get("BYMONTH", [])),
            week_begins=_weekday(str(parts.get("WKST", ["MO"])[0]))[1],
        )

    def days(self, after: date, until: date) -> Iterator[date]:
        """Its days from `after` to `until`. A counted rule is counted from its first day on."""
        if self.count is not None and after - self.first > OLDEST:
            raise BadCalendar(_("it is counted from too long ago"))
        day = self.first if self.count is not None else max(self.first, after)
        left = self.count
        while day <= until and (left is None or left > 0):
            if day == self.first or self.falls_on(day):
                left = None if left is None else left - 1
                if day >= after:
                    yield day
            day += timedelta(days=1)

    def falls_on(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        return {"DAILY": self._daily, "WEEKLY": self._weekly, "MONTHLY": self._monthly, "YEARLY": self._yearly}[
            self.freq
        ](day)

    def _daily(self, day: date) -> bool:
        return (day - self.first).days % self.interval == 0 and self._is_named(day, bare=True)

    def _weekly(self, day: date) -> bool:
        weeks = (self._week_of(day) - self._week_of(self.first)).days // 7
        named = self._is_named(day, bare=True) if self.weekdays else day.weekday() == self.first.weekday()
        return weeks % self.interval == 0 and named

    def _week_of(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.week_begins) % 7)

    def _monthly(self, day: date) -> bool:
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        return months % self.interval == 0 and self._is_named(day, bare=False)

    def _yearly(self, day: date) -> bool:
        named = self._is_named(day, bare=False) and (
            bool(self.months or self.monthdays) or day.month == self.first.month
        )
        return (day.year - self.first.year) % self.interval == 0 and named

    def _is_named(self, day: date, *, bare: bool) -> bool:
        """By BYMONTHDAY and BYDAY; `bare`: where neither is given any day is meant, else the first day's number."""
        if not self.weekdays and not self.monthdays:
            return bare or day.day == self.first.day
        last = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)).day
        by_number = not self.monthdays or bool({day.day, day.day - last - 1} & self.monthdays)
        nth = {0, (day.day - 1) // 7 + 1, -((last - day.day) // 7 + 1)}
        by_weekday = not self.weekdays or any((n, day.weekday()) in self.weekdays for n in nth)
        return by_number and by_weekday


def _weekday(word: str) -> tuple[int, int]:
    """("2TU") → (2, 1); ("FR") → (0, 4)."""
    number, name = word[:-2], word[-2:].upper()
    return int(number or 0), DAYS.index(name)


def _last_instant(until: date, start: date) -> datetime:
    """UNTIL includes its moment; a bare day includes the whole of it, on the clock of the event."""
    zone = start.tzinfo if isinstance(start, datetime) and start.tzinfo else UTC
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max, zone).astimezone(UTC)
    return until.replace(tzinfo=until.tzinfo or zone).astimezone(UTC)
