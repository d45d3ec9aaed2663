"""Schedules spoilt on purpose: each change breaks one named rule by how it is made, not by what `check` says."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from springtide_engine.scheduling.problem import (
    REST_MIN,
    Booking,
    Candidate,
    Interviewer,
    Problem,
    RoundSpec,
    SeatNeed,
)
from springtide_engine.scheduling.schedule import Schedule, Unplaced

Spoilt = tuple[str, Problem, Schedule]
"""The rule that is broken now, the problem (changed where it is about pins) and the schedule that breaks it."""
TRIES = 40
LONG = timedelta(hours=3)


class Spoiler:
    """Spoils one valid schedule again and again. A method that finds nothing to spoil answers None."""

    def __init__(self, problem: Problem, schedule: Schedule, rng: Random) -> None:
        self.problem, self.schedule, self.rng = problem, schedule, rng
        self.bookings = list(schedule.bookings)
        self.candidates = {candidate.id: candidate for candidate in problem.candidates}
        self.people = {person.id: person for person in problem.interviewers}
        self.of_person: dict[str, list[int]] = {name: [] for name in self.people}
        self.of_room: dict[str, list[int]] = {}
        self.of_candidate: dict[str, list[int]] = {}
        for index in sorted(range(len(self.bookings)), key=lambda index: self.bookings[index].start):
            booking = self.bookings[index]
            self.of_candidate.setdefault(booking.candidate, []).append(index)
            for name in booking.interviewers:
                self.of_person[name].append(index)
            if booking.room:
                self.of_room.setdefault(booking.room, []).append(index)

    def spoilt(self, kinds: list[str] | None = None) -> Iterator[Spoilt]:
        """One of each kind that this schedule allows."""
        for kind in kinds or KINDS:
            found = (getattr(self, kind)() for _try in range(TRIES))
            one = next((spoilt for spoilt in found if spoilt), None)
            if one:
                yield one

    # what the methods below are made of
    def _spec(self, booking: Booking) -> RoundSpec:
        return next(spec for spec in self.candidates[booking.candidate].rounds if spec.id == booking.round)

    def _one(self) -> int:
        return self.rng.randrange(len(self.bookings))

    def _put(self, rule: str, *changes: tuple[int, Booking]) -> Spoilt:
        bookings = list(self.bookings)
        for index, booking in changes:
            bookings[index] = booking
        return rule, self.problem, replace(self.schedule, bookings=tuple(bookings))

    def _moved(self, rule: str, index: int, start: datetime) -> Spoilt:
        return self._put(rule, (index, replace(self.bookings[index], start=start)))

    def _seated(self, index: int, seat: int, name: str) -> Booking:
        panel = list(self.bookings[index].interviewers)
        panel[seat] = name
        return replace(self.bookings[index], interviewers=tuple(panel))

    def _slot(self) -> timedelta:
        return timedelta(minutes=self.problem.grid.minutes)

    # time
    def shifted_off_the_grid(self) -> Spoilt:
        index = self._one()
        return self._moved("grid", index, self.bookings[index].start + self._slot() / 3)

    def shifted_over_a_neighbour(self) -> Spoilt | None:
        """Later by whole slots, until less than the buffer is left before the interviewer's next."""
        person = self.rng.choice(self.problem.interviewers)
        for index, after in pairwise(self.of_person[person.id]):
            booking, latest = self.bookings[index], self.bookings[after].start
            late = latest - _end(booking) - timedelta(minutes=person.cap.buffer_min)
            if late <= LONG:
                return self._moved("buffer", index, booking.start + self._slot() * (late // self._slot() + 1))
        return None

    def shifted_out_of_the_candidates_windows(self) -> Spoilt:
        """A slot later than would still end with the last window."""
        index = self._one()
        ends = max(window.end.timestamp() for window in self.candidates[self.bookings[index].candidate].windows)
        late = ends - _end(self.bookings[index]).timestamp()
        slots = late // self._slot().total_seconds() + 1
        return self._moved("candidate_window", index, self.bookings[index].start + self._slot() * slots)

    def shifted_into_lunch(self) -> Spoilt | None:
        index = self._one()
        for name in self.bookings[index].interviewers:
            quiet = self.people[name].quiet
            if quiet:
                there = _local(self.bookings[index], self.people[name])
                noon = there.replace(hour=quiet.start.hour, minute=quiet.start.minute)
                return self._moved("interviewer_quiet", index, noon)
        return None

    def shifted_to_a_day_off(self) -> Spoilt | None:
        index = self._one()
        for name in self.bookings[index].interviewers:
            for day in sorted(self.people[name].days_off):
                there = _local(self.bookings[index], self.people[name])
                return self._moved("day_off", index, there.replace(year=day.year, month=day.month, day=day.day))
        return None

    def lengthened(self) -> Spoilt:
        index = self._one()
        return self._put("length", (index, replace(self.bookings[index], minutes=self.bookings[index].minutes + 15)))

    # people
    def seat_given_to_somebody_unfit(self) -> Spoilt | None:
        index, person = self._one(), self.rng.choice(self.problem.interviewers)
        seats = self._spec(self.bookings[index]).seats
        seat = self.rng.randrange(len(seats))
        return None if _fit(person, seats[seat]) else self._put("seat", (index, self._seated(index, seat, person.id)))

    def seat_given_to_somebody_absent(self) -> Spoilt | None:
        index, person = self._one(), self.rng.choice(self.problem.interviewers)
        there = self.bookings[index].start
        if any(window.start <= there < window.end for window in person.windows):
            return None
        return self._put("interviewer_window", (index, self._seated(index, 0, person.id)))

    def seat_given_to_a_foe(self) -> Spoilt | None:
        index = self._one()
        foes = sorted(self.candidates[self.bookings[index].candidate].conflicts & self.people.keys())
        return self._put("conflict", (index, self._seated(index, 0, self.rng.choice(foes)))) if foes else None

    def seat_given_to_a_stranger(self) -> Spoilt:
        index = self._one()
        return self._put("unknown", (index, self._seated(index, 0, "nobody")))

    def seat_dropped(self) -> Spoilt:
        index = self._one()
        panel = self.bookings[index].interviewers[1:]
        return self._put("panel_size", (index, replace(self.bookings[index], interviewers=panel)))

    def person_seated_twice(self) -> Spoilt | None:
        index = self._one()
        panel = self.bookings[index].interviewers
        return self._put("panel_size", (index, self._seated(index, 1, panel[0]))) if len(panel) > 1 else None

    def person_met_again(self) -> Spoilt | None:
        rounds = self.of_candidate[self.rng.choice(list(self.of_candidate))]
        if len(rounds) < 2:
            return None
        first, second = self.rng.sample(rounds, 2)
        return self._put("repeat", (first, self._seated(first, 0, self.bookings[second].interviewers[0])))

    def booked_past_the_day(self) -> Spoilt | None:
        person = self.rng.choice(self.problem.interviewers)
        return self._booked_past(person, person.cap.per_day, "per_day", lambda when: when.date())

    def booked_past_the_week(self) -> Spoilt | None:
        person = self.rng.choice(self.problem.interviewers)
        return self._booked_past(person, person.cap.per_week, "per_week", lambda when: when.isocalendar()[:2])

    def _booked_past(
        self, person: Interviewer, limit: int | None, rule: str, period: Callable[[datetime], object]
    ) -> Spoilt | None:
        if limit is None:
            return None
        chosen = period(_local(self.bookings[self._one()], person))
        there = [i for i, booking in enumerate(self.bookings) if period(_local(booking, person)) == chosen]
        mine = set(self.of_person[person.id])
        others = [index for index in there if index not in mine]
        lacking = limit + 1 - (len(there) - len(others))
        if len(others) < lacking:
            return None
        return self._put(rule, *((i, self._seated(i, 0, person.id)) for i in self.rng.sample(others, lacking)))

    def booked_without_rest(self) -> Spoilt | None:
        """Seat the person in as many talks, each soon after the one before, as make the row too long."""
        person = self.rng.choice(self.problem.interviewers)
        if person.cap.max_in_a_row is None:
            return None
        row = [self._one()]
        while len(row) <= person.cap.max_in_a_row:
            ends = _end(self.bookings[row[-1]])
            next_ones = [
                index
                for index, booking in enumerate(self.bookings)
                if ends <= booking.start < ends + timedelta(minutes=REST_MIN) and index not in row
            ]
            if not next_ones:
                return None
            row.append(self.rng.choice(next_ones))
        first, last = self.bookings[row[0]].start - LONG, _end(self.bookings[row[-1]]) + LONG
        if any(first < self.bookings[index].start < last for index in self.of_person[person.id]):
            return None  # what they do already might stand between two of the row
        return self._put("in_a_row", *((index, self._seated(index, 0, person.id)) for index in row))

    # rounds
    def order_turned(self) -> Spoilt | None:
        rounds = self.of_candidate[self.rng.choice(list(self.of_candidate))]
        if len(rounds) < 2:
            return None
        first, second = rounds[:2]
        one, other = self.bookings[first], self.bookings[second]
        return self._put("order", (first, replace(one, start=other.start)), (second, replace(other, start=one.start)))

    def gap_broken(self) -> Spoilt | None:
        rounds = self.of_candidate[self.rng.choice(list(self.of_candidate))]
        gap = timedelta(minutes=self._spec(self.bookings[rounds[-1]]).gap_min)
        if len(rounds) < 2 or gap < self._slot():
            return None
        return self._moved("order", rounds[-1], _end(self.bookings[rounds[-2]]) + gap - self._slot())

    def round_before_taken_out(self) -> Spoilt | None:
        rounds = self.of_candidate[self.rng.choice(list(self.of_candidate))]
        return self._without(rounds[0], "order", listed=True) if len(rounds) > 1 else None

    def day_policy_broken(self) -> Spoilt | None:
        rounds = self.of_candidate[self.rng.choice(list(self.of_candidate))]
        policy = self.candidates[self.bookings[rounds[0]].candidate].day_policy
        if len(rounds) < 2 or policy != "same":
            return None
        return self._moved("day_policy", rounds[-1], self.bookings[rounds[-1]].start + timedelta(days=1))

    # rooms
    def room_changed(self) -> Spoilt | None:
        """To one at another site or without what is needed, to none, or to one where the talk is by video."""
        index = self._one()
        spec = self._spec(self.bookings[index])
        wrong: list[str | None] = [
            room.id
            for room in self.problem.rooms
            if spec.mode == "video" or room.site != spec.site or not spec.room_features <= room.features
        ]
        choices = wrong + ([None] if spec.mode == "onsite" else [])
        if not choices:
            return None
        return self._put("room", (index, replace(self.bookings[index], room=self.rng.choice(choices))))

    def room_shared(self) -> Spoilt | None:
        held = [room for room, own in self.of_room.items() if len(own) > 1]
        if not held:
            return None
        first, second = self.rng.sample(self.of_room[self.rng.choice(held)], 2)
        return self._moved("room_turnover", first, self.bookings[second].start)

    # what is listed
    def booked_twice(self) -> Spoilt:
        bookings = (*self.bookings, self.bookings[self._one()])
        return "duplicate", self.problem, replace(self.schedule, bookings=bookings)

    def forgotten(self) -> Spoilt:
        return self._without(self.of_candidate[self.rng.choice(list(self.of_candidate))][-1], "unplaced", listed=False)

    def _without(self, index: int, rule: str, *, listed: bool) -> Spoilt:
        gone = self.bookings[index]
        left = (Unplaced(gone.candidate, gone.round, "taken"),) if listed else ()
        bookings = tuple(booking for booking in self.bookings if booking is not gone)
        unplaced = (*self.schedule.unplaced, *left)
        return rule, self.problem, replace(self.schedule, bookings=bookings, unplaced=unplaced)

    def booked_and_listed(self) -> Spoilt:
        one = self.bookings[self._one()]
        unplaced = (*self.schedule.unplaced, Unplaced(one.candidate, one.round, "taken"))
        return "unplaced", self.problem, replace(self.schedule, unplaced=unplaced)

    def pin_moved(self) -> Spoilt:
        """Pinned as it stood, and a slot later now."""
        index = self._one()
        pin = replace(self.bookings[index], pinned=True)
        _rule, _problem, schedule = self._put("pinned", (index, replace(pin, start=pin.start + self._slot())))
        return "pinned", replace(self.problem, pinned=(*self.problem.pinned, pin)), schedule

    def marked_pinned(self) -> Spoilt | None:
        index = self._one()
        fresh = not self.bookings[index].pinned
        return self._put("pinned", (index, replace(self.bookings[index], pinned=True))) if fresh else None


KINDS = [name for name in vars(Spoiler) if not name.startswith("_") and name != "spoilt"]


def _end(booking: Booking) -> datetime:
    return booking.start + timedelta(minutes=booking.minutes)


def _local(booking: Booking, person: Interviewer | Candidate) -> datetime:
    """In the person's own zone: everybody in the seasons that are spoilt has only that one."""
    return booking.start.astimezone(ZoneInfo(person.tz))


def _fit(person: Interviewer, seat: SeatNeed) -> bool:
    wanted = [(seat.skill, person.skills), (seat.language, person.languages), (seat.division, person.divisions)]
    here = seat.site in (None, person.site)
    return here and all(one is None or one in many for one, many in wanted)
