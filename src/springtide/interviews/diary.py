"""One person's time over plain values: free windows, what is taken, and how much may be asked of them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from springtide.interviews.times import Window, quarters

REST = timedelta(minutes=30)  # interviews less than this apart are in a row, as in the engine


@dataclass(frozen=True, slots=True)
class Load:
    """How much may be asked of somebody: interviews a local day, an ISO week, in a row; minutes between two."""

    per_day: int = 4
    per_week: int = 12
    in_a_row: int = 3
    buffer: timedelta = timedelta(minutes=15)


@dataclass(frozen=True)
class Diary:
    """`windows`: free time, merged, in order. `busy`: quarter hours given away, to anybody. `talks`: the interviews
    that count for the limits, of the past and coming weeks. `zone`: by whose clock days and weeks are told."""

    windows: Sequence[Window]
    busy: frozenset[datetime] = frozenset()
    talks: Sequence[Window] = ()
    load: Load = field(default_factory=Load)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    @cached_property
    def starts(self) -> list[datetime]:
        return [window.start for window in self.windows]

    def is_free(self, talk: Window) -> bool:
        """True where it lies inside a window and meets nothing that is taken."""
        place = bisect_right(self.starts, talk.start) - 1
        return place >= 0 and self.windows[place].holds(talk) and self.meets_nothing(talk)

    def meets_nothing(self, talk: Window) -> bool:
        return self.busy.isdisjoint(quarters(talk))

    def takes(self, talk: Window) -> bool:
        """True where it is free, apart from other interviews, and no limit is passed."""
        within = self.is_free(talk) and self._is_apart(talk) and self._is_within_limits(talk)
        return within and self._row(talk) <= self.load.in_a_row

    def _is_apart(self, talk: Window) -> bool:
        wide = Window(talk.start - self.load.buffer, talk.end + self.load.buffer)
        return not any(wide.overlaps(other) for other in self.talks)

    def _is_within_limits(self, talk: Window) -> bool:
        day = self._date(talk)
        days = [self._date(other) for other in self.talks]
        week = sum(one.isocalendar()[:2] == day.isocalendar()[:2] for one in days)
        return days.count(day) < self.load.per_day and week < self.load.per_week

    def _date(self, talk: Window) -> date:
        return talk.start.astimezone(self.zone).date()

    def _row(self, talk: Window) -> int:
        """How long the row is in which this interview would stand."""
        ordered = sorted(self.talks, key=lambda other: other.start)
        length, edge = 1, talk.start
        for other in reversed([other for other in ordered if other.end <= talk.start]):
            if edge - other.end >= REST:
                break
            length, edge = length + 1, other.start
        edge = talk.end
        for other in [other for other in ordered if other.start >= talk.end]:
            if other.start - edge >= REST:
                break
            length, edge = length + 1, other.end
        return length
