"""Hours that come back every week, on the wall clock of one zone, as instants."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays, list_supported_countries

from springtide.interviews.times import NoSuchTime, Window, at_wall_clock

LANGUAGES = {"en": "en_US", "zh-hans": "zh_CN", "fr": "fr", "ar": "ar"}


@dataclass(frozen=True, slots=True)
class Weekly:
    """From `begins` to `ends` on each of `weekdays` (0 is Monday) from `first` to `last`, both included."""

    weekdays: frozenset[int]
    begins: time
    ends: time
    zone: str
    first: date
    last: date
    without: frozenset[date] = frozenset()

    def days(self, after: date, until: date) -> Iterator[date]:
        day = max(self.first, after)
        while day <= min(self.last, until):
            if day.weekday() in self.weekdays and day not in self.without:
                yield day
            day += timedelta(days=1)

    def windows(self, after: datetime, until: datetime, closed: Set[date] = frozenset()) -> Iterator[Window]:
        """Its windows that touch the time from `after` to `until`, without the days in `closed`.

        A day on which one of its hours does not exist or exists twice falls out: nobody guesses.
        """
        zone = ZoneInfo(self.zone)
        for day in self.days(after.astimezone(zone).date(), until.astimezone(zone).date()):
            window = None if day in closed else self.window(day)
            if window and window.end > after:
                yield window

    def window(self, day: date) -> Window | None:
        zone = ZoneInfo(self.zone)
        try:
            start = at_wall_clock(datetime.combine(day, self.begins), zone)
            return Window(start, at_wall_clock(datetime.combine(day, self.ends), zone))
        except NoSuchTime:
            return None

    def broken_on(self) -> date | None:
        """The first of its days on which the clocks change inside one of its two hours."""
        return next((day for day in self.days(self.first, self.last) if self.window(day) is None), None)


@lru_cache(maxsize=256)
def holidays_of(country: str, year: int, language: str = "en") -> dict[date, str]:
    """Public holidays of a country (two letters) with their names; {} for a country the package does not know."""
    known = list_supported_countries()
    if country not in known:
        return {}
    spoken = LANGUAGES.get(language, "en_US")
    found = country_holidays(country, years=year, language=spoken)
    return dict(sorted(found.items()))
