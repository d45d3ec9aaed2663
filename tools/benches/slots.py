"""What the baselines plan on: free time as flags on the grid, exact where all times fall on it, as in `make_season`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.problem import (
    Booking,
    Candidate,
    Interviewer,
    Problem,
    QuietHours,
    Room,
    RoundSpec,
    SeatNeed,
)
from springtide_engine.scheduling.schedule import GroupCover, Schedule, Unplaced

Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Talk:
    """A booking in slots: `panel` and `room` are rows of `people` and `rooms`."""

    start: int
    panel: tuple[int, ...]
    room: int | None


class Slots:
    """The problem on its grid. One zone a person: windows of another zone are not told apart."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.count, self.minutes = problem.grid.count, problem.grid.minutes
        self.people = problem.interviewers
        self.origin = problem.grid.origin_utc.astimezone(UTC)
        self._days: dict[str, tuple[Days, Days]] = {}

    @cached_property
    def free(self) -> Flags:
        """(people, slots)"""
        return np.array([self.free_of(person) for person in self.people]).reshape(len(self.people), self.count)

    @cached_property
    def rooms(self) -> Flags:
        """(rooms, slots)"""
        return np.array([self.free_of(room) for room in self.problem.rooms]).reshape(-1, self.count)

    def free_of(self, whose: Interviewer | Candidate | Room) -> Flags:
        """(slots) inside windows, outside quiet hours and days off."""
        flags = np.zeros(self.count, dtype=np.bool_)
        for window in whose.windows:
            flags[max(self._slot(window.start), 0) : max(self._slot(window.end), 0)] = True
        if not isinstance(whose, Room) and whose.quiet:
            flags &= ~self._quiet(whose.tz, whose.quiet)
        if isinstance(whose, Interviewer) and whose.days_off:
            flags &= ~np.isin(self.day(whose.tz), [day.toordinal() for day in whose.days_off])
        return flags

    def _slot(self, when: datetime) -> int:
        return (when.astimezone(UTC) - self.origin) // timedelta(minutes=self.minutes)

    def _wall(self, tz: str) -> tuple[Days, Days]:
        """(slots) ordinal of the local date, local minute of the day."""
        if tz not in self._days:
            zone, step = ZoneInfo(tz), timedelta(minutes=self.minutes)
            wall = [(self.origin + k * step).astimezone(zone) for k in range(self.count)]
            days = np.array([when.date().toordinal() for when in wall])
            self._days[tz] = days, np.array([when.hour * 60 + when.minute for when in wall])
        return self._days[tz]

    def day(self, tz: str) -> Days:
        """(slots) the local date as an ordinal."""
        return self._wall(tz)[0]

    def week(self, tz: str) -> Days:
        """(slots) the local ISO week, numbered from the first Monday there is."""
        return (self.day(tz) - 1) // 7

    def _quiet(self, tz: str, quiet: QuietHours) -> Flags:
        begins, ends = (clock.hour * 60 + clock.minute for clock in (quiet.start, quiet.end))
        since = (self._wall(tz)[1] - begins) % 1440
        return np.asarray(since < (ends - begins) % 1440)

    def length(self, candidate: Candidate, spec: RoundSpec) -> int:
        """Slots that an interview takes."""
        return -(-(spec.minutes + candidate.extra_minutes) // self.minutes)

    def slots(self, minutes: int) -> int:
        return -(-minutes // self.minutes)

    def starts(self, free: Flags, length: int) -> Flags:
        """(…, slots) where `length` slots in a row are free; over the end of the grid none are."""
        fits = free.copy()
        for ahead in range(1, length):
            fits[..., : self.count - ahead] &= free[..., ahead:]
            fits[..., self.count - ahead :] = False
        return fits

    def eligible(self, seat: SeatNeed) -> list[int]:
        """Rows of the people who may fill it, in the order of the problem."""
        return [
            row
            for row, person in enumerate(self.people)
            if seat.skill in person.skills
            and seat.language in person.languages
            and (seat.division is None or seat.division in person.divisions)
            and (seat.site is None or seat.site == person.site)
        ]

    def fitting_rooms(self, spec: RoundSpec) -> list[int]:
        """Rows of the rooms where it can be held."""
        rooms = enumerate(self.problem.rooms)
        return [row for row, room in rooms if room.site == spec.site and spec.room_features <= room.features]

    def schedule(self, talks: dict[tuple[str, str], Talk]) -> Schedule:
        """Written out, so that `check` can judge it."""
        step = timedelta(minutes=self.minutes)
        bookings, unplaced, complete = [], [], 0
        for candidate in self.problem.candidates:
            held = 0
            for spec in candidate.rounds:
                talk = talks.get((candidate.id, spec.id))
                if talk is None:
                    unplaced.append(Unplaced(candidate.id, spec.id, "taken"))
                    continue
                held += 1
                bookings.append(
                    Booking(
                        candidate.id,
                        spec.id,
                        self.origin + talk.start * step,
                        spec.minutes + candidate.extra_minutes,
                        tuple(self.people[row].id for row in talk.panel),
                        None if talk.room is None else self.problem.rooms[talk.room].id,
                    )
                )
            complete += held == len(candidate.rounds)
        bookings.sort(key=lambda booking: (booking.start, booking.candidate, booking.round))
        cover = _covers(self.problem.candidates, talks)
        return Schedule(tuple(bookings), tuple(unplaced), complete, cover, None, None, "", "")


def _covers(candidates: Sequence[Candidate], talks: dict[tuple[str, str], Talk]) -> tuple[GroupCover, ...]:
    covers: dict[str, list[int]] = {}
    for candidate in candidates:
        placed = sum((candidate.id, spec.id) in talks for spec in candidate.rounds)
        for group in candidate.groups:
            cover = covers.setdefault(group, [0, 0])
            cover[0] += len(candidate.rounds)
            cover[1] += placed
    return tuple(GroupCover(group, total, placed) for group, (total, placed) in sorted(covers.items()))
