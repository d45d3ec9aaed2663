"""The checker's own arithmetic of time: instants are whole microseconds of UTC, a zone is asked only at the edge."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from springtide_engine.scheduling.problem import QuietHours, Window

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
TICK: Final = timedelta(microseconds=1)
MINUTE: Final = 60_000_000
DAY: Final = 24 * 60 * MINUTE


def instant(moment: datetime) -> int:
    """Microseconds since EPOCH. A subtraction across two zones is one of UTC; within one it would be wall-clock."""
    return (moment.astimezone(UTC) - EPOCH) // TICK


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


class Clock:
    """The free time of one person or room, and what the clock on the wall beside them says."""

    def __init__(self, windows: Sequence[Window], tz: str) -> None:
        self.tz = tz
        self.windows = sorted((instant(window.start), window.tz, instant(window.end)) for window in windows)
        self.union: list[tuple[int, int]] = []
        for start, _tz, end in self.windows:
            if self.union and start <= self.union[-1][1]:
                self.union[-1] = (self.union[-1][0], max(end, self.union[-1][1]))
            else:
                self.union.append((start, end))

    def free(self, start: int, end: int) -> bool:
        """Whether [start, end) lies inside one stretch of the union."""
        return any(first <= start and end <= last for first, last in self.union)

    def local(self, moment: int) -> datetime:
        """The local time: by the window that holds the instant and begins last, else by the person's own zone."""
        zone, begun = self.tz, None
        for start, tz, end in self.windows:
            if start > moment:
                break
            if moment < end and start != begun:
                zone, begun = tz, start
        return (EPOCH + moment * TICK).astimezone(_zone(zone))

    def day(self, moment: int) -> date:
        return self.local(moment).date()

    def pieces(self, start: int, end: int) -> Iterator[tuple[datetime, int]]:
        """(local time at which it begins, length) of stretches of [start, end) in which the wall clock runs evenly."""
        cuts = {cut for window in self.windows for cut in window[::2] if start < cut < end}
        stops = [start, *sorted(cuts), end]
        for first, last in pairwise(stops):
            yield from self._even(first, last)

    def _even(self, start: int, end: int) -> Iterator[tuple[datetime, int]]:
        """Halve where the offset at both ends differs: the clock was changed between them."""
        first = self.local(start)
        if end - start <= 1 or first.utcoffset() == self.local(end - 1).utcoffset():
            yield first, end - start
            return
        middle = (start + end) // 2
        yield from self._even(start, middle)
        yield from self._even(middle, end)

    def quiet(self, start: int, end: int, quiet: QuietHours) -> bool:
        """Whether some instant of [start, end) is in the quiet hours of the wall clock."""
        begins, ends = _of_day(quiet.start), _of_day(quiet.end)
        length = (ends - begins) % DAY
        for first, lasts in self.pieces(start, end):
            since = (_of_day(first.time()) - begins) % DAY  # how long ago the quiet hours began
            if since < length or since + lasts > DAY:
                return True
        return False

    def touches(self, start: int, end: int, days: frozenset[date]) -> bool:
        """Whether some instant of [start, end) has one of these local dates."""
        for first, lasts in self.pieces(start, end):
            nights = (_of_day(first.time()) + lasts - 1) // DAY
            if any(first.date() + timedelta(days=night) in days for night in range(nights + 1)):
                return True
        return False


def _of_day(clock: time) -> int:
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond
