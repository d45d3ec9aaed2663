"""Windows, zones and quiet hours as whole minutes of UTC since the grid's origin, and the local dates of slots."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.problem import Fault, QuietHours, SlotGrid, Window

DAY = 24 * 60
_MINUTE = timedelta(minutes=1)
Interval = tuple[int, int]
Piece = tuple[int, int, str]
"""Start, end, and the zone that tells the local time in between."""


class Clock:
    """Knows the offsets from UTC of every zone asked for, from two days before the grid to two days after."""

    def __init__(self, grid: SlotGrid) -> None:
        origin = grid.origin_utc.astimezone(UTC)
        self.origin, self._naive = origin, origin.replace(tzinfo=None)
        self.slots = np.arange(grid.count, dtype=np.int64) * grid.minutes
        self.base = origin.toordinal() * DAY + origin.hour * 60 + origin.minute
        self._ends = (-2 * DAY, grid.count * grid.minutes + 2 * DAY)
        self._segments: dict[str, list[tuple[int, int, int]]] = {}
        self._zones: dict[str, bool] = {}
        self._days: dict[tuple[int, int], int | None] = {}
        self._asked: list[tzinfo] = []  # kept alive, so that no other gets the id of one in `_days`

    def knows(self, zone: str) -> bool:
        """Tell whether there is such a zone in the IANA database."""
        if zone not in self._zones:
            try:
                ZoneInfo(zone)
            except (KeyError, ValueError, OSError):
                self._zones[zone] = False
            else:
                self._zones[zone] = True
        return self._zones[zone]

    def segments(self, zone: str) -> list[tuple[int, int, int]]:
        """(start, end, offset) in minutes, each with one offset; their union is the time that is known."""
        if zone not in self._segments:
            self._segments[zone] = list(self._find(ZoneInfo(zone)))
        return self._segments[zone]

    def _find(self, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
        """Probe every six hours (no zone changes twice in that), then bisect to the minute."""
        start, end = self._ends
        begun, offset = start, self._offset(zone, start)
        for probe in range(start + 360, end + 360, 360):
            if (later := self._offset(zone, probe)) != offset:
                low, high = probe - 360, probe
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (middle, high) if self._offset(zone, middle) == offset else (low, middle)
                yield begun, high, offset
                begun, offset = high, later
        yield begun, end, offset

    def _offset(self, zone: ZoneInfo, minute: int) -> int:
        local = (self.origin + timedelta(minutes=minute)).astimezone(zone).utcoffset()
        assert local is not None  # noqa: S101 - a zone of the database always has one
        return int(local.total_seconds()) // 60

    def days(self, zone: str) -> npt.NDArray[np.int64]:
        """(T) ordinal of the local date of each slot's start."""
        segments = self.segments(zone)
        offsets = np.array([offset for _, _, offset in segments])
        index = np.searchsorted([start for start, _, _ in segments], self.slots, side="right") - 1
        return np.asarray((self.base + self.slots + offsets[index]) // DAY)

    def minutes(self, instant: datetime) -> float:
        """Elapsed minutes since the origin."""
        midnight = self._midnight(instant)
        if midnight is not None and not (instant.second or instant.microsecond):
            return midnight + instant.hour * 60 + instant.minute
        offset = instant.utcoffset()
        assert offset is not None  # noqa: S101 - `window_faults` has refused naive ones
        return (instant.replace(tzinfo=None) - self._naive - offset) / _MINUTE

    def ambiguous(self, instant: datetime) -> bool:
        """Tell whether a wall-clock time exists twice or not at all in its zone: then both folds differ."""
        return self._midnight(instant) is None and _folds_differ(instant)

    def _midnight(self, instant: datetime) -> int | None:
        """Minutes from the origin to 0:00 of a date in its zone, None where the clock is changed on that date.

        There are few dates and many instants, so each date is asked for once.
        """
        zone = instant.tzinfo
        day = (id(zone), instant.toordinal())
        if day not in self._days:
            assert zone is not None  # noqa: S101 - `window_faults` has refused naive ones
            self._asked.append(zone)
            self._days[day] = self._even(instant)
        return self._days[day]

    def _even(self, instant: datetime) -> int | None:
        """`_midnight`, by probes every six hours (no zone changes twice in that) of both folds."""
        probes = [instant.replace(hour=h, minute=m, second=0, microsecond=0) for h, m in _PROBES]
        offsets = {probe.replace(fold=fold).utcoffset() for probe in probes for fold in (0, 1)}
        offset = offsets.pop()
        if offsets or offset is None or offset % _MINUTE:
            return None
        return (probes[0].replace(tzinfo=None) - self._naive - offset) // _MINUTE


_PROBES = ((0, 0), (6, 0), (12, 0), (18, 0), (23, 59))


def _folds_differ(instant: datetime) -> bool:
    if isinstance(instant.tzinfo, timezone):
        return False
    return instant.utcoffset() != instant.replace(fold=1 - instant.fold).utcoffset()


def window_faults(windows: Iterable[Window], owner: str, clock: Clock) -> Iterator[Fault]:
    """What is wrong with somebody's windows."""
    for window in windows:
        if not clock.knows(window.tz):
            yield Fault("zone", owner, f"{owner}: there is no time zone {window.tz!r}")
        start, end = window.start, window.end
        if start.tzinfo is None or end.tzinfo is None:
            kind, why = "naive", "has no time zone at its ends; give aware datetimes"
        elif clock.ambiguous(start) or clock.ambiguous(end):
            kind, why = "clock_change", "ends in an hour that the clock skips or repeats; give it in UTC"
        elif clock.minutes(start) >= clock.minutes(end):
            kind, why = "reversed", "ends before or when it begins"
        else:
            continue
        yield Fault(kind, owner, f"{owner}: the window {start} to {end} {why}")


def pieces(windows: Sequence[Window], clock: Clock) -> list[Piece]:
    """Cut windows at each other, so that every instant of their union lies in one piece, with its zone.

    The zone is that of the window which begins last; of those, the name that sorts first.
    """
    found = [(_ceil(clock.minutes(w.start)), int(clock.minutes(w.end) // 1), w.tz) for w in windows]
    found.sort()
    if all(one[1] <= two[0] for one, two in pairwise(found)):
        return found
    if len({zone for _, _, zone in found}) == 1:
        return [(start, end, found[0][2]) for start, end in merge((a, b) for a, b, _ in found)]
    cuts = sorted({edge for start, end, _ in found for edge in (start, end)})
    cut = []
    for low, high in pairwise(cuts):
        holding = [(-start, zone) for start, end, zone in found if start <= low and high <= end]
        cut += [(low, high, min(holding)[1])] if holding else []
    return cut


def _ceil(minutes: float) -> int:
    return int(-(-minutes // 1))


def free(
    cut: Iterable[Piece], clock: Clock, quiet: QuietHours | None, days_off: frozenset[date] = frozenset()
) -> list[Interval]:
    """Pieces without quiet hours and days off, merged, in order."""
    if quiet is None and not days_off:
        return list(merge((start, end) for start, end, _ in cut))
    kept: list[Interval] = []
    for start, end, zone in cut:
        for begins, ends, offset in clock.segments(zone):
            low, high = max(start, begins), min(end, ends)
            if low < high:
                shift = clock.base + offset
                kept += subtract((low, high), _holes(low + shift, high + shift, quiet, days_off), shift)
    return list(merge(kept))


def _holes(low: int, high: int, quiet: QuietHours | None, days_off: frozenset[date]) -> Iterator[Interval]:
    """Local intervals (minutes since the first day of the calendar) that are not to be used, in order."""
    for day in range(low // DAY - 1, high // DAY + 1):
        if day > 0 and days_off and date.fromordinal(day) in days_off:
            yield day * DAY, (day + 1) * DAY
        if quiet is not None:
            begin, finish = _minute(quiet.start), _minute(quiet.end)
            yield day * DAY + begin, day * DAY + finish + (DAY if finish <= begin else 0)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def subtract(interval: Interval, holes: Iterable[Interval], shift: int = 0) -> Iterator[Interval]:
    """What is left of an interval without holes that lie `shift` later; holes are in order of start."""
    low, high = interval
    for start, end in holes:
        if start - shift > low:
            yield low, min(high, start - shift)
        low = max(low, end - shift)
        if low >= high:
            return
    yield low, high


def merge(intervals: Iterable[Interval]) -> Iterator[Interval]:
    """The union, in order, touching ones joined."""
    current: Interval | None = None
    for start, end in sorted(intervals):
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            if current is not None:
                yield current
            current = (start, end)
    if current is not None:
        yield current
