"""The baseline that calendars offer: candidates as they come, each round at the first start, the first people free."""

import numpy as np

from springtide_engine.scheduling.problem import REST_MIN, Candidate, Problem, RoundSpec, SeatNeed
from springtide_engine.scheduling.schedule import Schedule
from tools.benches.slots import Flags, Slots, Talk


def first_available(problem: Problem) -> Schedule:
    """Plan without looking ahead and without ever changing one's mind; keeps every rule."""
    return _Desk(problem).plan()


class _Desk:
    def __init__(self, problem: Problem) -> None:
        self.slots = Slots(problem)
        self.free, self.rooms = self.slots.free.copy(), self.slots.rooms.copy()
        self.own: list[list[tuple[int, int]]] = [[] for _person in problem.interviewers]
        self.seats: dict[SeatNeed, list[int]] = {}
        for row, person in enumerate(problem.interviewers):
            if 0 in (person.cap.per_day, person.cap.per_week):
                self.free[row] = False

    def plan(self) -> Schedule:
        talks: dict[tuple[str, str], Talk] = {}
        for candidate in self.slots.problem.candidates:
            earliest, days, met = 0, None, set[str]()
            free = self.slots.free_of(candidate)
            day = self.slots.day(candidate.tz)
            for spec in sorted(candidate.rounds, key=lambda spec: spec.order):
                starts = self.slots.starts(free, self.slots.length(candidate, spec))
                starts[:earliest] = False
                if candidate.day_policy == "same" and days:
                    starts &= np.isin(day, list(days))
                if candidate.day_policy == "different" and days:
                    starts &= ~np.isin(day, list(days))
                talk = self._first(candidate, spec, starts, met)
                if talk is None:
                    break
                talks[candidate.id, spec.id] = talk
                met |= {self.slots.people[row].id for row in talk.panel}
                days = (days or set()) | {int(day[talk.start])}
                gap = max((later.gap_min for later in candidate.rounds), default=0)
                earliest = talk.start + self.slots.length(candidate, spec) + self.slots.slots(gap)
        return self.slots.schedule(talks)

    def _first(self, candidate: Candidate, spec: RoundSpec, starts: Flags, met: set[str]) -> Talk | None:
        length = self.slots.length(candidate, spec)
        barred = candidate.conflicts | met
        for seat in spec.seats:
            starts &= self.slots.starts(self.free[self._fit(seat)], length).any(axis=0)
        for start in np.flatnonzero(starts):
            panel: list[int] = []
            for seat in spec.seats:
                row = next((row for row in self._fit(seat) if self._can(row, int(start), length, barred, panel)), None)
                if row is None:
                    break
                panel.append(row)
            else:
                room = self._room(spec, int(start), length)
                if spec.mode == "video" or room is not None:
                    return self._take(Talk(int(start), tuple(panel), room), length)
        return None

    def _fit(self, seat: SeatNeed) -> list[int]:
        if seat not in self.seats:
            self.seats[seat] = self.slots.eligible(seat)
        return self.seats[seat]

    def _can(self, row: int, start: int, length: int, barred: frozenset[str] | set[str], panel: list[int]) -> bool:
        """Free all the time, not barred, and not at the end of a row that is long enough."""
        person = self.slots.people[row]
        if row in panel or person.id in barred or not self.free[row, start : start + length].all():
            return False
        if person.cap.max_in_a_row is None:
            return True
        longest = run = 0
        before = -(10**6)
        for begins, ends in sorted([*self.own[row], (start, start + length)]):
            run = run + 1 if (begins - before) * self.slots.minutes < REST_MIN else 1
            longest, before = max(longest, run), ends
        return longest <= person.cap.max_in_a_row

    def _room(self, spec: RoundSpec, start: int, length: int) -> int | None:
        if spec.mode == "video":
            return None
        fitting = self.slots.fitting_rooms(spec)
        return next((row for row in fitting if self.rooms[row, start : start + length].all()), None)

    def _take(self, talk: Talk, length: int) -> Talk:
        ends = talk.start + length
        for row in talk.panel:
            person = self.slots.people[row]
            buffer = self.slots.slots(person.cap.buffer_min)
            self.free[row, max(talk.start - buffer, 0) : ends + buffer] = False
            self.own[row].append((talk.start, ends))
            begun = [begins for begins, _ends in self.own[row]]
            for limit, period in (
                (person.cap.per_day, self.slots.day(person.tz)),
                (person.cap.per_week, self.slots.week(person.tz)),
            ):
                if limit is not None and (period[begun] == period[talk.start]).sum() >= limit:
                    self._close(row, period == period[talk.start])
        if talk.room is not None:
            turnover = self.slots.slots(self.slots.problem.rooms[talk.room].turnover_min)
            self.rooms[talk.room, max(talk.start - turnover, 0) : ends + turnover] = False
        return talk

    def _close(self, row: int, slots: Flags) -> None:
        """A period that is full: nothing begins there. In seasons nothing runs over midnight."""
        self.free[row, slots] = False
