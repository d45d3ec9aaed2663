"""What makes a problem senseless, each with the id at which it was found."""

from collections import Counter
from collections.abc import Iterable, Iterator

from springtide_engine.scheduling.problem import Booking, Candidate, Fault, Interviewer, Problem, QuietHours, RoundSpec
from springtide_engine.scheduling.times import Clock, window_faults


def faults(problem: Problem, clock: Clock) -> Iterator[Fault]:
    """All of them; a grid that cannot be read is told by `grid_faults` before there is a clock."""
    yield from _identities(problem)
    for interviewer in problem.interviewers:
        yield from window_faults(interviewer.windows, interviewer.id, clock)
        yield from _person(interviewer, clock)
        yield from _cap(interviewer)
    for room in problem.rooms:
        yield from window_faults(room.windows, room.id, clock)
        yield from _negative(room.id, turnover_min=room.turnover_min)
    for candidate in problem.candidates:
        yield from window_faults(candidate.windows, candidate.id, clock)
        yield from _person(candidate, clock)
        yield from _rounds(candidate)
    yield from _pinned(problem)


def grid_faults(problem: Problem) -> Iterator[Fault]:
    """A grid needs slots and an aware origin on a whole minute."""
    grid = problem.grid
    if grid.count < 1 or grid.minutes < 1:
        yield Fault("grid", "grid", "the grid needs at least one slot of at least one minute")
    if grid.origin_utc.tzinfo is None:
        yield Fault("naive", "grid", "the grid's origin has no time zone; give an aware datetime")
    elif grid.origin_utc.second or grid.origin_utc.microsecond:
        yield Fault("grid", "grid", "the grid's origin must lie on a whole minute")


def _identities(problem: Problem) -> Iterator[Fault]:
    interviewers = [person.id for person in problem.interviewers]
    candidates = [person.id for person in problem.candidates]
    for kind, ids in (
        ("interviewer", interviewers),
        ("candidate", candidates),
        ("room", [room.id for room in problem.rooms]),
    ):
        yield from (Fault("duplicate_id", one, f"there are two of {kind} {one}") for one in _repeated(ids))
    for both in sorted(set(interviewers) & set(candidates)):
        text = f"{both} is a candidate and an interviewer; take them out of the interviewers"
        yield Fault("both_sides", both, text)


def _repeated(values: Iterable[object]) -> list[str]:
    return sorted(str(value) for value, times in Counter(values).items() if times > 1)


def _person(person: Interviewer | Candidate, clock: Clock) -> Iterator[Fault]:
    if not clock.knows(person.tz):
        yield Fault("zone", person.id, f"{person.id}: there is no time zone {person.tz!r}")
    quiet: QuietHours | None = person.quiet
    if quiet is not None and quiet.start == quiet.end:
        yield Fault("quiet", person.id, f"{person.id}: quiet hours begin and end at {quiet.start}")
    elif quiet is not None and any(at.second or at.microsecond or at.tzinfo for at in (quiet.start, quiet.end)):
        yield Fault("quiet", person.id, f"{person.id}: quiet hours are whole minutes of local time, without a zone")


def _cap(interviewer: Interviewer) -> Iterator[Fault]:
    cap = interviewer.cap
    yield from _negative(
        interviewer.id,
        per_day=cap.per_day,
        per_week=cap.per_week,
        max_in_a_row=cap.max_in_a_row,
        buffer_min=cap.buffer_min,
    )


def _negative(owner: str, **values: int | None) -> Iterator[Fault]:
    for name, value in values.items():
        if value is not None and value < 0:
            yield Fault("negative", owner, f"{owner}: {name} is {value}; it cannot be negative")


def _rounds(candidate: Candidate) -> Iterator[Fault]:
    said = candidate.id
    for name in ("id", "order"):
        for twice in _repeated(getattr(one, name) for one in candidate.rounds):
            yield Fault("duplicate_id", said, f"{said}: two rounds have the {name} {twice}")
    yield from _negative(said, extra_minutes=candidate.extra_minutes)
    if candidate.day_policy not in ("any", "same", "different"):
        yield Fault("day_policy", said, f"{said}: {candidate.day_policy!r} is no day policy")
    for one in candidate.rounds:
        yield from _round(said, one)


def _round(said: str, one: RoundSpec) -> Iterator[Fault]:
    if not 1 <= len(one.seats) <= 3:
        yield Fault("seats", said, f"{said}: round {one.id} has {len(one.seats)} seats; 1 to 3 are possible")
    if one.minutes < 1:
        yield Fault("length", said, f"{said}: round {one.id} lasts {one.minutes} minutes")
    if one.mode not in ("video", "onsite"):
        yield Fault("mode", said, f"{said}: round {one.id} has the unknown mode {one.mode!r}")
    if one.mode == "onsite" and one.site is None:
        yield Fault("site", said, f"{said}: round {one.id} is onsite and names no site")
    yield from _negative(said, gap_min=one.gap_min)


def _pinned(problem: Problem) -> Iterator[Fault]:
    rounds = {(one.id, spec.id) for one in problem.candidates for spec in one.rounds}
    people = {one.id for one in problem.interviewers}
    rooms = {one.id for one in problem.rooms} | {None}
    for booking in problem.pinned:
        yield from _unknown(booking, rounds, people, rooms)
    for twice in _repeated((booking.candidate, booking.round) for booking in problem.pinned):
        yield Fault("pinned", twice, f"the round {twice} is pinned twice")


def _unknown(
    booking: Booking, rounds: set[tuple[str, str]], people: set[str], rooms: set[str | None]
) -> Iterator[Fault]:
    said = f"the pinned booking of {booking.candidate}, round {booking.round}"
    if booking.start.tzinfo is None:
        yield Fault("naive", booking.candidate, f"{said} starts at a time without a zone")
    if (booking.candidate, booking.round) not in rounds:
        yield Fault("pinned", booking.candidate, f"{said} names a round that does not exist")
    if booking.room not in rooms:
        yield Fault("pinned", booking.candidate, f"{said} names room {booking.room}, which does not exist")
    for person in booking.interviewers:
        if person not in people:
            yield Fault("pinned", booking.candidate, f"{said} names interviewer {person}, who does not exist")
