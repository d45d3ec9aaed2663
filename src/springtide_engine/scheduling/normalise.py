"""From people and windows to arrays, in an order that does not hang on names."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.canonical import digest, order_candidates, order_interviewers, order_rooms, seat_key
from springtide_engine.scheduling.faults import faults, grid_faults
from springtide_engine.scheduling.frame import UNLIMITED, About, Bytes, Frame, Integers, Normal, Words, pack
from springtide_engine.scheduling.problem import (
    Booking,
    Candidate,
    Interviewer,
    InvalidProblem,
    Problem,
    Room,
    RoundSpec,
    SeatNeed,
)
from springtide_engine.scheduling.starts import able, listed, stretches
from springtide_engine.scheduling.times import Clock, Piece, free, pieces

Rounds = Sequence[tuple[int, RoundSpec]]
POLICIES = ("any", "same", "different")


def normalise(problem: Problem) -> Normal:
    """Turn into arrays. Raises InvalidProblem, which names every fault by kind and id."""
    if found := list(grid_faults(problem)):
        raise InvalidProblem(found)
    clock = Clock(problem.grid)
    if found := list(faults(problem, clock)):
        raise InvalidProblem(found)
    return _assemble(problem, clock)


def _assemble(problem: Problem, clock: Clock) -> Normal:
    calendars = _Calendars(clock)
    people_of: list[Interviewer | Candidate] = [*problem.interviewers, *problem.candidates]
    about = {one.id: _about(one, calendars) for one in people_of}
    days = np.array(calendars.rows or [clock.days("UTC")])
    names = [digest((row - row[0]).tobytes(), ((row - 1) // 7 - (row[0] - 1) // 7).tobytes()) for row in days]
    people = order_interviewers(problem, about, names)
    candidates = order_candidates(problem, about, names, people)
    room_free = [About(tuple(free(pieces(room.windows, clock), clock, None)), 0) for room in problem.rooms]
    rooms = order_rooms(problem.rooms, room_free)
    rounds = [(c, spec) for c, one in enumerate(candidates) for spec in sorted(one.rounds, key=lambda spec: spec.order)]
    seats = sorted({need for _, spec in rounds for need in spec.seats}, key=seat_key)
    pinned = _pins(problem, candidates, rounds)
    minutes = np.array([spec.minutes + candidates[c].extra_minutes for c, spec in rounds], dtype=np.int64)
    lengths, length = np.unique(minutes, return_inverse=True)
    for task, booking in pinned:
        minutes[task] = booking.minutes
    kinds = sorted({kind for _, spec in rounds if (kind := _room_kind(spec))})
    grid = problem.grid
    pools = _pools(people, seats)
    frame = Frame(
        spans=np.array([grid.minutes, grid.count], dtype=np.int64),
        able=pack(able(stretches([about[one.id].free if _willing(one) else () for one in people]), lengths, grid)),
        pools=pools,
        pool_span=_pool_span(pools),
        room_able=able(stretches([one.free for _, one in rooms]), lengths, grid),
        room_kinds=_room_kinds([room for room, _ in rooms], kinds),
        turnover=np.array([room.turnover_min for room, _ in rooms], dtype=np.int64),
        first=np.zeros(len(rounds) + 1, dtype=np.int64),
        starts=np.zeros(0, dtype=np.int64),
        needs=_needs(rounds, seats),
        room_need=np.array([kinds.index(k) if (k := _room_kind(spec)) else -1 for _, spec in rounds], dtype=np.int64),
        length=length.astype(np.int64).reshape(-1),
        lengths=lengths.astype(np.int64),
        minutes=minutes,
        gap=np.array([spec.gap_min for _, spec in rounds], dtype=np.int64),
        owner=np.array([c for c, _ in rounds], dtype=np.int64),
        tasks=np.cumsum([0, *(len(one.rounds) for one in candidates)]).astype(np.int64),
        day_policy=np.array([POLICIES.index(one.day_policy) for one in candidates], dtype=np.int64),
        barred=_barred(candidates, people),
        days=days - days[:, :1],
        weeks=(days - 1) // 7 - (days[:, :1] - 1) // 7,
        person_calendar=np.array([about[one.id].calendar for one in people], dtype=np.int64),
        candidate_calendar=np.array([about[one.id].calendar for one in candidates], dtype=np.int64),
        limits=np.array([_limits(one) for one in people], dtype=np.int64).reshape(-1, 4),
        fixed=np.zeros(len(rounds), dtype=np.int64),
    )
    frame.fixed[[task for task, _ in pinned]] = 1
    groups = sorted({label for one in candidates for label in one.groups})
    return Normal(
        problem=problem,
        clock=clock,
        interviewers=tuple(people),
        candidates=tuple(candidates),
        rooms=tuple(room for room, _ in rooms),
        rounds=tuple(rounds),
        seats=tuple(seats),
        groups=tuple(groups),
        member=_members(candidates, groups),
        offered=np.array([sum(b - a for a, b in about[one.id].free) for one in people], dtype=np.int64),
        about=about,
        room_about=tuple(one for _, one in rooms),
        pinned=tuple(pinned),
        frame=_possible(frame, [about[one.id] for one in candidates], problem),
    )


class _Calendars:
    """Numbers the distinct rows of local days; most people share one with all of their zone."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.rows: list[Integers] = []
        self._number: dict[bytes, int] = {}
        self._plain: dict[str, int] = {}

    def plain(self, zone: str) -> int:
        """The calendar of somebody who stays in one zone."""
        if zone not in self._plain:
            self._plain[zone] = self._add(self.clock.days(zone))
        return self._plain[zone]

    def of(self, home: str, cut: Sequence[Piece]) -> int:
        """The calendar of somebody at home outside the pieces, and in their zones inside."""
        if all(zone == home for _, _, zone in cut):
            return self.plain(home)
        row = self.clock.days(home).copy()
        for start, end, zone in cut:
            inside = (self.clock.slots >= start) & (self.clock.slots < end)
            row[inside] = self.clock.days(zone)[inside]
        return self._add(row)

    def _add(self, row: Integers) -> int:
        number = self._number.setdefault(row.tobytes(), len(self.rows))
        if number == len(self.rows):
            self.rows.append(row)
        return number


def _about(one: Interviewer | Candidate, calendars: _Calendars) -> About:
    cut = pieces(one.windows, calendars.clock)
    days_off = one.days_off if isinstance(one, Interviewer) else frozenset()
    return About(tuple(free(cut, calendars.clock, one.quiet, days_off)), calendars.of(one.tz, cut))


def _willing(one: Interviewer) -> bool:
    return 0 not in (one.cap.per_day, one.cap.per_week, one.cap.max_in_a_row)


def _limits(one: Interviewer) -> tuple[int, int, int, int]:
    cap = one.cap
    most = (UNLIMITED if limit is None else limit for limit in (cap.per_day, cap.per_week, cap.max_in_a_row))
    return (*most, cap.buffer_min)  # type: ignore[return-value]  # three and one are four


def _members(candidates: Sequence[Candidate], groups: Sequence[str]) -> Bytes:
    inside = [[label in one.groups for label in groups] for one in candidates]
    return np.array(inside, dtype=np.uint8).reshape(len(candidates), len(groups))


def _pools(people: Sequence[Interviewer], seats: Sequence[SeatNeed]) -> Words:
    def having(trait: str, value: str | None) -> npt.NDArray[np.bool_]:
        return np.array([value is None or value in getattr(one, trait) for one in people], dtype=np.bool_)

    skill = {value: having("skills", value) for value in {need.skill for need in seats}}
    language = {value: having("languages", value) for value in {need.language for need in seats}}
    division = {value: having("divisions", value) for value in {need.division for need in seats}}
    site = {v: np.array([v in (None, one.site) for one in people], dtype=np.bool_) for v in {n.site for n in seats}}
    rows = [skill[n.skill] & language[n.language] & division[n.division] & site[n.site] for n in seats]
    return pack(np.array(rows, dtype=np.uint8).reshape(len(seats), len(people)))


def _pool_span(pools: Words) -> Integers:
    filled = pools != 0
    last = pools.shape[1] - filled[:, ::-1].argmax(axis=1)
    return np.stack([filled.argmax(axis=1), np.where(filled.any(axis=1), last, 0)], axis=1).astype(np.int64)


def _needs(rounds: Rounds, seats: Sequence[SeatNeed]) -> Integers:
    number = {need: index for index, need in enumerate(seats)}
    needs = np.full((len(rounds), 3), -1, dtype=np.int64)
    for task, (_, spec) in enumerate(rounds):
        needs[task, : len(spec.seats)] = [number[need] for need in spec.seats]
    return needs


def _room_kind(spec: RoundSpec) -> tuple[str, tuple[str, ...]] | None:
    return (str(spec.site), tuple(sorted(spec.room_features))) if spec.mode == "onsite" else None


def _room_kinds(rooms: Sequence[Room], kinds: Sequence[tuple[str, tuple[str, ...]]]) -> Bytes:
    suits = [[room.site == site and room.features.issuperset(features) for room in rooms] for site, features in kinds]
    return np.array(suits, dtype=np.uint8).reshape(len(kinds), len(rooms))


def _barred(candidates: Sequence[Candidate], people: Sequence[Interviewer]) -> Words:
    number = {one.id: index for index, one in enumerate(people)}
    rows = np.zeros((len(candidates), len(people)), dtype=np.uint8)
    for row, one in enumerate(candidates):
        rows[row, [number[other] for other in one.conflicts if other in number]] = 1
    return pack(rows)


def _pins(problem: Problem, candidates: Sequence[Candidate], rounds: Rounds) -> list[tuple[int, Booking]]:
    number = {(candidates[c].id, spec.id): task for task, (c, spec) in enumerate(rounds)}
    return sorted(((number[one.candidate, one.round], one) for one in problem.pinned), key=lambda pin: pin[0])


def _possible(frame: Frame, about: Sequence[About], problem: Problem) -> Frame:
    """The frame with the starts at which a task is possible in itself."""
    from springtide_engine.scheduling.seating import possible  # noqa: PLC0415 - loads the compiler, see `compiled`

    minutes = np.where(frame.fixed > 0, 0, frame.lengths[frame.length])
    first, starts = listed(stretches([one.free for one in about]), frame.owner, minutes, problem.grid)
    whole = frame._replace(first=first, starts=starts)
    keep = possible(whole)
    kept = np.concatenate([[0], np.cumsum(keep)])[first].astype(np.int64)
    return whole._replace(first=kept, starts=starts[keep])
