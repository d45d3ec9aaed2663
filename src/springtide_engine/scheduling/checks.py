"""Another pair of eyes: judges a schedule by the rules of `problem`, with none of the planner's code.

It reads the raw windows and does its own arithmetic of time (`clock`). The problem is taken to be one that makes
sense (`InvalidProblem`); the schedule is not: whatever it says, `check` answers and does not raise.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from springtide_engine.scheduling.clock import MINUTE, Clock, instant
from springtide_engine.scheduling.problem import (
    REST_MIN,
    Booking,
    Candidate,
    Interviewer,
    Problem,
    Room,
    RoundSpec,
    SeatNeed,
)
from springtide_engine.scheduling.schedule import Schedule, Violation

Key = tuple[str, str]


@dataclass(frozen=True, eq=False)
class _Talk:
    """A booking of a known round, with its instants. `pinned`: it is as the problem pins it."""

    booking: Booking
    candidate: Candidate
    spec: RoundSpec
    start: int
    end: int
    pinned: bool


def check(problem: Problem, schedule: Schedule) -> list[Violation]:
    """Find every broken rule; an empty list is what `plan` and `repair` owe."""
    ground = _Ground(problem)
    talks, found = ground.read(schedule.bookings)
    found += ground.pins(schedule.bookings)
    found += _listed(problem, talks, schedule)
    found += _figures(problem, talks, schedule)
    for talk in talks:
        found += ground.alone(talk)
    for own in _by(talks, lambda talk: [talk.candidate.id]).values():
        found += ground.of_candidate(own)
    for name, own in _by(talks, lambda talk: talk.booking.interviewers).items():
        if name in ground.interviewers:
            found += ground.of_interviewer(ground.interviewers[name], own)
    for name, own in _by(talks, lambda talk: [talk.booking.room] if talk.booking.room else []).items():
        if name in ground.rooms:
            found += _apart(own, "room_turnover", ground.rooms[name].turnover_min, room=name)
    return found


class _Ground:
    """The problem by id, with a clock for each person and room that is asked for."""

    def __init__(self, problem: Problem) -> None:
        self.grid = problem.grid
        self.origin = instant(problem.grid.origin_utc)
        self.pinned = {(booking.candidate, booking.round): booking for booking in problem.pinned}
        self.interviewers = {interviewer.id: interviewer for interviewer in problem.interviewers}
        self.candidates = {candidate.id: candidate for candidate in problem.candidates}
        self.rooms = {room.id: room for room in problem.rooms}
        self._clocks: dict[tuple[type, str], Clock] = {}

    def clock(self, whose: Candidate | Interviewer | Room) -> Clock:
        key = (type(whose), whose.id)
        if key not in self._clocks:
            self._clocks[key] = Clock(whose.windows, "UTC" if isinstance(whose, Room) else whose.tz)
        return self._clocks[key]

    def read(self, bookings: Sequence[Booking]) -> tuple[list[_Talk], list[Violation]]:
        """What can be judged, and what cannot even be read."""
        talks, found = [], []
        for booking in bookings:
            candidate = self.candidates.get(booking.candidate)
            spec = next((spec for spec in candidate.rounds if spec.id == booking.round), None) if candidate else None
            if candidate is None or spec is None:
                found.append(_of(booking, "unknown", f"{booking.candidate} has no round {booking.round}"))
            elif booking.start.utcoffset() is None:
                found.append(_of(booking, "grid", "the start has no zone"))
            else:
                start = instant(booking.start)
                pinned = _same(self.pinned.get((candidate.id, spec.id)), booking)
                talks.append(_Talk(booking, candidate, spec, start, start + booking.minutes * MINUTE, pinned))
        return talks, found

    def pins(self, bookings: Sequence[Booking]) -> Iterator[Violation]:
        stands = {(booking.candidate, booking.round): booking for booking in bookings}
        for key, pin in self.pinned.items():
            if not _same(pin, stands.get(key)):
                yield _of(pin, "pinned", "a pinned booking is gone or changed")
        for booking in bookings:
            if booking.pinned and (booking.candidate, booking.round) not in self.pinned:
                yield _of(booking, "pinned", "marked pinned and was not")

    def alone(self, talk: _Talk) -> Iterator[Violation]:
        """Rules that a booking keeps or breaks whatever else is booked."""
        booking, candidate, spec = talk.booking, talk.candidate, talk.spec
        slots, rest = divmod(talk.start - self.origin, self.grid.minutes * MINUTE)
        if rest or slots < 0 or talk.end > self.origin + self.grid.minutes * self.grid.count * MINUTE:
            yield _in(talk, "grid", "not on the grid of starts, or beyond its end")
        if booking.minutes != spec.minutes + candidate.extra_minutes:
            yield _in(talk, "length", f"{booking.minutes} minutes for {spec.minutes} + {candidate.extra_minutes}")
        clock = self.clock(candidate)
        if not clock.free(talk.start, talk.end):
            yield _in(talk, "candidate_window", "outside the candidate's windows")
        if candidate.quiet and clock.quiet(talk.start, talk.end, candidate.quiet):
            yield _in(talk, "candidate_quiet", "in the candidate's quiet hours")
        panel = booking.interviewers
        if len(panel) != len(spec.seats) or len(set(panel)) != len(panel):
            yield _in(talk, "panel_size", f"{len(set(panel))} people for {len(spec.seats)} seats")
        for name, seat in zip(panel, spec.seats, strict=False):
            if name in self.interviewers and not _fills(self.interviewers[name], seat):
                yield _in(talk, "seat", f"{name} cannot fill {seat}", interviewer=name)
        for name in sorted(set(panel)):
            if name in self.interviewers:
                yield from self._attends(talk, self.interviewers[name])
            else:
                yield _in(talk, "unknown", f"nobody is called {name}", interviewer=name)
        yield from self._housed(talk)

    def _attends(self, talk: _Talk, person: Interviewer) -> Iterator[Violation]:
        clock = self.clock(person)
        if person.id in talk.candidate.conflicts:
            yield _in(talk, "conflict", f"{person.id} must not meet this candidate", interviewer=person.id)
        if not clock.free(talk.start, talk.end):
            yield _in(talk, "interviewer_window", f"outside the windows of {person.id}", interviewer=person.id)
        if person.quiet and clock.quiet(talk.start, talk.end, person.quiet):
            yield _in(talk, "interviewer_quiet", f"in the quiet hours of {person.id}", interviewer=person.id)
        if person.days_off and clock.touches(talk.start, talk.end, person.days_off):
            yield _in(talk, "day_off", f"on a day off of {person.id}", interviewer=person.id)

    def _housed(self, talk: _Talk) -> Iterator[Violation]:
        name, spec = talk.booking.room, talk.spec
        if name is None or spec.mode == "video":
            if (name is None) != (spec.mode == "video"):
                yield _in(talk, "room", "onsite without a room, or by video with one", room=name)
            return
        room = self.rooms.get(name)
        if room is None:
            yield _in(talk, "unknown", f"no room is called {name}", room=name)
            return
        if room.site != spec.site or not spec.room_features <= room.features:
            yield _in(talk, "room", f"{name} is at another site or lacks a feature", room=name)
        if not self.clock(room).free(talk.start, talk.end):
            yield _in(talk, "room_window", f"outside the windows of {name}", room=name)

    def of_candidate(self, talks: Sequence[_Talk]) -> Iterator[Violation]:
        """Rules between the rounds of one candidate."""
        candidate = talks[0].candidate
        first: dict[str, _Talk] = {}
        for talk in talks:
            if first.setdefault(talk.spec.id, talk) is not talk:
                yield _in(talk, "duplicate", "booked twice", first[talk.spec.id])
        for before, spec in pairwise(sorted(candidate.rounds, key=lambda spec: spec.order)):
            here, there = first.get(spec.id), first.get(before.id)
            if here and (there is None or here.start < there.end + spec.gap_min * MINUTE):
                yield _in(here, "order", f"round {before.id} is not booked, or ends too late", *filter(None, [there]))
        for name, met in _by(first.values(), lambda talk: talk.booking.interviewers).items():
            if len(met) > 1:
                yield _in(met[-1], "repeat", f"meets {name} again", *met, interviewer=name)
        yield from self._days(candidate, list(first.values()))

    def _days(self, candidate: Candidate, rounds: list[_Talk]) -> Iterator[Violation]:
        days = _by(rounds, lambda talk: [self.clock(candidate).day(talk.start)])
        if candidate.day_policy == "same" and len(days) > 1:
            yield _in(rounds[-1], "day_policy", "not all on one day", *rounds)
        if candidate.day_policy == "different":
            for own in days.values():
                if len(own) > 1:
                    yield _in(own[-1], "day_policy", "two on one day", *own)

    def of_interviewer(self, person: Interviewer, talks: Sequence[_Talk]) -> Iterator[Violation]:
        """Rules between the bookings of one interviewer."""
        cap, clock = person.cap, self.clock(person)
        yield from _apart(talks, "buffer", cap.buffer_min, interviewer=person.id)
        days = _by(talks, lambda talk: [clock.day(talk.start)])
        weeks = _by(talks, lambda talk: [clock.day(talk.start).isocalendar()[:2]])
        for rule, limit, periods in (("per_day", cap.per_day, days), ("per_week", cap.per_week, weeks)):
            for own in periods.values():
                if limit is not None and len(own) > limit:
                    yield _in(own[-1], rule, f"{len(own)} where {limit} are allowed", *own, interviewer=person.id)
        if cap.max_in_a_row is not None:
            for row in _rows(talks):
                if len(row) > cap.max_in_a_row:
                    yield _in(row[-1], "in_a_row", f"{len(row)} in a row", *row, interviewer=person.id)


def _fills(person: Interviewer, seat: SeatNeed) -> bool:
    return (
        seat.skill in person.skills
        and seat.language in person.languages
        and (seat.division is None or seat.division in person.divisions)
        and (seat.site is None or seat.site == person.site)
    )


def _same(pin: Booking | None, booking: Booking | None) -> bool:
    """Equal, with the instant compared as one: two writings of it are no change."""
    if pin is None or booking is None or booking.start.utcoffset() is None or pin.start != booking.start:
        return False
    return replace(pin, start=booking.start, pinned=True) == booking


def _by(talks: Iterable[_Talk], keys: Callable[[_Talk], Iterable[Any]]) -> dict[Any, list[_Talk]]:
    """Group by each of the keys, in order of time."""
    grouped: dict[Any, list[_Talk]] = defaultdict(list)
    for talk in sorted(talks, key=lambda talk: (talk.start, talk.end)):
        for key in dict.fromkeys(keys(talk)):
            grouped[key].append(talk)
    return grouped


def _apart(talks: Sequence[_Talk], rule: str, gap: int, **where: str) -> Iterator[Violation]:
    """`talks` in order of start: each is held against whichever of those before it ends last."""
    latest = talks[0]
    for talk in talks[1:]:
        if talk.start < latest.end + gap * MINUTE:
            yield _in(talk, rule, f"starts less than {gap} minutes after the one before it ends", latest, **where)
        latest = max(latest, talk, key=lambda one: one.end)


def _rows(talks: Sequence[_Talk]) -> Iterator[list[_Talk]]:
    """Chains in which each starts less than REST_MIN minutes after the one before it ends."""
    row = [talks[0]]
    for before, talk in pairwise(talks):
        if talk.start - before.end >= REST_MIN * MINUTE:
            yield row
            row = []
        row.append(talk)
    yield row


def _listed(problem: Problem, talks: Sequence[_Talk], schedule: Schedule) -> Iterator[Violation]:
    """The list of what is not placed is complete, and names nothing that is booked, unknown or named before."""
    booked = {(talk.candidate.id, talk.spec.id) for talk in talks}
    rounds = {(candidate.id, spec.id) for candidate in problem.candidates for spec in candidate.rounds}
    listed = Counter((left.candidate, left.round) for left in schedule.unplaced)
    for key, times in listed.items():
        if key in booked or key not in rounds or times > 1:
            yield Violation("unplaced", "listed as unplaced, and booked, unknown or listed twice", *key)
    for key in sorted(rounds - booked - listed.keys()):
        yield Violation("unplaced", "neither booked nor listed as unplaced", *key)


def _figures(problem: Problem, talks: Sequence[_Talk], schedule: Schedule) -> Iterator[Violation]:
    """What the schedule says of itself is so, and it does not book more than its bound says anybody could."""
    booked = {(talk.candidate.id, talk.spec.id) for talk in talks}
    held = Counter(candidate for candidate, _round in booked)
    if schedule.complete != sum(held[candidate.id] == len(candidate.rounds) for candidate in problem.candidates):
        yield Violation("figures", f"{schedule.complete} candidates are not as many as have all their rounds")
    total, placed = Counter[str](), Counter[str]()
    for candidate in problem.candidates:
        for group in candidate.groups:
            total[group] += len(candidate.rounds)
            placed[group] += held[candidate.id]
    if {(cover.group, cover.total, cover.placed) for cover in schedule.groups} != {
        (group, total[group], placed[group]) for group in total
    }:
        yield Violation("figures", "the cover of the groups is not what is booked")
    bounds = [(cover.group, cover.placed, cover.bound) for cover in schedule.groups]
    if schedule.bound:
        bounds.append(("all", len(booked), schedule.bound.interviews))
    for group, count, bound in bounds:
        if bound is not None and count > bound:
            yield Violation("bound", f"{group}: {count} are booked where at most {bound} can be")


def _of(booking: Booking, rule: str, text: str) -> Violation:
    return Violation(rule, text, booking.candidate, booking.round)


def _in(talk: _Talk, rule: str, text: str, *others: _Talk, **where: str | None) -> Violation:
    """A violation at `talk`; the input's own fault where it and all others concerned are pinned."""
    pinned = all(one.pinned for one in (talk, *others))
    return Violation(rule, text, talk.candidate.id, talk.spec.id, pinned=pinned, **where)
