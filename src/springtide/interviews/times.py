"""Free times and busy quarters, over plain values. All is UTC; zones appear only where people are shown times."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
MORNING, EVENING = time(8), time(22)


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` up to, not including, `end`; aware datetimes, start < end."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Window") -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Window") -> bool:
        return self.start <= other.start and other.end <= self.end


def merged(windows: Iterable[Window]) -> list[Window]:
    """The same time as few windows: what overlaps or touches becomes one."""
    joined: list[Window] = []
    for window in sorted(windows, key=lambda w: w.start):
        if joined and window.start <= joined[-1].end:
            joined[-1] = Window(joined[-1].start, max(joined[-1].end, window.end))
        else:
            joined.append(window)
    return joined


def without(windows: Iterable[Window], away: Iterable[Window]) -> list[Window]:
    """What of `windows` is left when `away` is taken out; merged, in order."""
    holes = merged(away)
    ends = [hole.end for hole in holes]
    left = []
    for window in merged(windows):
        start = window.start
        for hole in holes[bisect_right(ends, start) :]:
            if hole.start >= window.end:
                break
            if hole.start > start:
                left.append(Window(start, hole.start))
            start = hole.end
        if start < window.end:
            left.append(Window(start, window.end))
    return left


def quarters(window: Window) -> list[datetime]:
    """The starts of all quarter hours that the window touches."""
    start = floor_quarter(window.start)
    return [start + QUARTER * n for n in range(-((start - window.end) // QUARTER))]


def floor_quarter(instant: datetime) -> datetime:
    return instant.replace(minute=instant.minute // 15 * 15, second=0, microsecond=0)


def in_daytime(talk: Window, zone: ZoneInfo) -> bool:
    """True where the whole interview lies between 8 and 22 o'clock of one day on the clock of `zone`."""
    begin, end = talk.start.astimezone(zone), talk.end.astimezone(zone)
    return begin.date() == end.date() and begin.time() >= MORNING and end.time() <= EVENING


class NoSuchTime(ValueError):
    """A wall-clock time that does not exist, or exists twice, on the day the clocks change."""


def at_wall_clock(naive: datetime, zone: ZoneInfo) -> datetime:
    """What a person typed, as an instant. Raises NoSuchTime rather than guess."""
    early, late = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    if early.utcoffset() != late.utcoffset():
        raise NoSuchTime(naive)
    return early.astimezone(ZoneInfo("UTC"))
