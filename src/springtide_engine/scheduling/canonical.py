"""An order of people that hangs on what they are, never on ids or on the order of the input.

So a renamed or shuffled problem is solved by the same steps, and its cover is the same. Digests hold minutes since
the grid's origin and days counted from the first, so a problem some weeks later is the same problem.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC

from springtide_engine.scheduling.frame import About
from springtide_engine.scheduling.problem import Booking, Candidate, Interviewer, Problem, Room, RoundSpec, SeatNeed

Key = tuple[object, ...]


def digest(*values: object) -> str:
    """A short hash of values whose repr is the same in every run."""
    return hashlib.blake2b(repr(values).encode(), digest_size=12).hexdigest()


def order_interviewers(problem: Problem, about: dict[str, About], calendars: Sequence[str]) -> list[Interviewer]:
    """By what they can do, then by time and load; people who are alike are parted by whom they must not meet."""
    keys = {one.id: _interviewer(one, about[one.id], calendars) for one in problem.interviewers}
    shunned: dict[str, list[str]] = defaultdict(list)
    for candidate in problem.candidates:
        known = [one for one in candidate.conflicts if one in keys]
        if known:
            key = digest(*_candidate(candidate, about[candidate.id], calendars))
            for one in known:
                shunned[one].append(key)
    pins: dict[str, list[str]] = defaultdict(list)
    for booking in problem.pinned:
        for one in booking.interviewers:
            pins[one].append(_instant(problem, booking))
    return sorted(
        problem.interviewers, key=lambda one: (*keys[one.id], sorted(shunned[one.id]), sorted(pins[one.id]), one.id)
    )


def order_candidates(
    problem: Problem, about: dict[str, About], calendars: Sequence[str], interviewers: Sequence[Interviewer]
) -> list[Candidate]:
    """By digest, so that nothing in the order favours anybody; conflicts count by the numbers of interviewers."""
    number = {one.id: index for index, one in enumerate(interviewers)}
    pins: dict[str, list[str]] = defaultdict(list)
    for booking in problem.pinned:
        pins[booking.candidate].append(_instant(problem, booking))

    def key(one: Candidate) -> Key:
        conflicts = sorted(number[other] for other in one.conflicts if other in number)
        content = _candidate(one, about[one.id], calendars)
        return digest(*content, conflicts, sorted(pins[one.id])), one.id

    return sorted(problem.candidates, key=key)


def order_rooms(rooms: Sequence[Room], about: Sequence[About]) -> list[tuple[Room, About]]:
    """By site, features and time."""
    both = zip(rooms, about, strict=True)
    return sorted(both, key=lambda p: (p[0].site, sorted(p[0].features), p[0].turnover_min, p[1].free, p[0].id))


def seat_key(need: SeatNeed) -> tuple[str, str, str, str]:
    """A seat need as something that can be sorted."""
    return need.skill, need.language, need.division or "", need.site or ""


def _instant(problem: Problem, booking: Booking) -> str:
    return str(booking.start.astimezone(UTC) - problem.grid.origin_utc.astimezone(UTC))


def _interviewer(one: Interviewer, about: About, calendars: Sequence[str]) -> Key:
    cap = one.cap
    able = (sorted(one.skills), sorted(one.divisions), one.site, sorted(one.languages))
    load = (cap.per_day, cap.per_week, cap.max_in_a_row, cap.buffer_min)
    return (*able, digest(about.free, calendars[about.calendar], load))


def _candidate(one: Candidate, about: About, calendars: Sequence[str]) -> Key:
    rounds = [_round(spec) for spec in sorted(one.rounds, key=lambda spec: spec.order)]
    own = (one.day_policy, one.extra_minutes, sorted(one.groups))
    return about.free, calendars[about.calendar], rounds, own


def _round(spec: RoundSpec) -> Key:
    seats = [seat_key(need) for need in spec.seats]
    return spec.minutes, seats, spec.mode, spec.site, sorted(spec.room_features), spec.gap_min
