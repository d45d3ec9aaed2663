"""A plan whose times are frozen, as columns and rows of a linear program: who could sit where, what forbids it."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.frame import UNLIMITED, Frame, Integers, Words
from springtide_engine.scheduling.state import State

Flags = npt.NDArray[np.bool_]
ROOM: Final = 3  # the seat that a room takes
SEATS: Final = 4


class Frozen(NamedTuple):
    """`slot` (N) of each interview whose panel may change, -1 for others; `sits` (N, 4) who is there now, the last
    one being the room, -1 nobody; `must` (N): those that have to stay at their time, as nothing happened to their
    candidates. `tied` (K, 3): the round before or -1, a round and the one after: if it leaves its time, they cannot
    both stay at theirs."""

    slot: Integers
    sits: Integers
    must: Flags
    tied: Integers


class Columns(NamedTuple):
    """Column j seats `who[j]` (a person, or P + a room) on `seat[j]` of `task[j]`, which begins at minute `start[j]`;
    `now` (columns): sits there already. Its rows are `rows[first[j] : first[j + 1]]`, among them `begins[j]` to
    `ends[j]` for the instants it holds. `limit` (rows): what each may add up to; the first 4 N
    rows are the seats, and `wanted` (N, 4) tells which of these there are."""

    task: Integers
    seat: Integers
    who: Integers
    start: Integers
    now: Flags
    begins: Integers
    ends: Integers
    first: Integers
    rows: Integers
    limit: Integers
    wanted: Flags


def columns_of(f: Frame, state: State, frozen: Frozen) -> Columns:
    """All columns. `state` holds only what is fixed, so that its flags tell who is free for the rest."""
    task, seat, who = _seats(f, state, frozen)
    people = f.limits.shape[0]
    start = frozen.slot[task] * f.spans[0]
    gap = np.concatenate([f.limits[:, 3], f.turnover])[who]
    wide = int(f.spans[0] * f.spans[1] + f.minutes.max(initial=0) + gap.max(initial=0)) + 1
    parts = [(np.arange(task.size), task * SEATS + seat)]
    limits = [np.ones(frozen.slot.size * SEATS, dtype=np.int64)]

    # Talks of one person or room that hold an instant, the pause after each included, exclude each other; it is
    # enough to look at the instants at which one of them begins.
    instants, own = np.unique(who * wide + start, return_inverse=True)
    last = np.searchsorted(instants, who * wide + start + f.minutes[task] + gap)
    instant = _rows(limits)
    parts.append((np.repeat(np.arange(task.size), last - own), ranges(own, last) + instant))
    limits.append(np.ones(instants.size, dtype=np.int64))

    person = np.flatnonzero(who < people)
    calendar = f.person_calendar[who[person]]
    for kind, (calendars, held) in enumerate(((f.days, state.per_day), (f.weeks, state.per_week))):
        period = calendars[calendar, frozen.slot[task[person]]]
        known, row = np.unique(who[person] * held.shape[1] + period, return_inverse=True)
        parts.append((person, row + _rows(limits)))
        limits.append(np.minimum(f.limits[known // held.shape[1], kind], UNLIMITED) - held.ravel()[known])

    known, row = np.unique(f.owner[task[person]] * people + who[person], return_inverse=True)
    parts.append((person, row + _rows(limits)))
    limits.append(np.ones(known.size, dtype=np.int64))

    column, rows = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(column, kind="stable")
    return Columns(
        task=task,
        seat=seat,
        who=who,
        start=start,
        begins=own + instant,
        ends=last - 1 + instant,
        now=frozen.sits[task, seat] + np.where(seat == ROOM, people, 0) == who,
        first=np.searchsorted(column[order], np.arange(task.size + 1)),
        rows=rows[order],
        limit=np.concatenate(limits),
        wanted=np.column_stack([f.needs >= 0, f.room_need >= 0]) & (frozen.slot >= 0)[:, None],
    )


def _rows(limits: list[Integers]) -> int:
    return sum(each.size for each in limits)


def ranges(low: Integers, high: Integers) -> Integers:
    """low[0], …, high[0] - 1, low[1], … in one array."""
    lengths = high - low
    return np.asarray(np.arange(lengths.sum()) + np.repeat(low - np.cumsum(lengths) + lengths, lengths))


def _seats(f: Frame, state: State, frozen: Frozen) -> tuple[Integers, Integers, Integers]:
    """(columns) interview, seat, person or room: everybody who could sit there but for the other columns."""
    found = []
    for seat in range(ROOM):
        tasks = np.flatnonzero((frozen.slot >= 0) & (f.needs[:, seat] >= 0))
        free = state.able[f.length[tasks], frozen.slot[tasks]] & f.pools[f.needs[tasks, seat]]
        row, person = np.nonzero(_unpacked(free & ~state.met[f.owner[tasks]], f.limits.shape[0]))
        found.append((tasks[row], np.full(row.size, seat), person))
    tasks = np.flatnonzero((frozen.slot >= 0) & (f.room_need >= 0))
    free_rooms = state.room_able[f.length[tasks], frozen.slot[tasks]] & f.room_kinds[f.room_need[tasks]]
    row, room = np.nonzero(free_rooms)
    found.append((tasks[row], np.full(row.size, ROOM), room + f.limits.shape[0]))
    task, seat_of, who = (np.concatenate(each) for each in zip(*found, strict=True))
    return task, seat_of, who


def _unpacked(words: Words, size: int) -> npt.NDArray[np.uint8]:
    """(n, W) words to (n, size) flags."""
    flat = np.ascontiguousarray(words.astype("<u8")).view(np.uint8)
    return np.asarray(np.unpackbits(flat, axis=-1, bitorder="little")[:, :size])
