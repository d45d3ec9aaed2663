"""The moving side: who is booked when, and who is free as things stand."""

from typing import NamedTuple

import numpy as np

from springtide_engine.scheduling.compiled import bit, compiled, inner
from springtide_engine.scheduling.frame import UNLIMITED, Bytes, Frame, Integers, Normal, Words
from springtide_engine.scheduling.problem import REST_MIN

NEVER = -(1 << 40)
"""The start of a task that is not booked; pinned ones may start before the grid."""


class State(NamedTuple):
    """`able` (L, T, W) and `room_able` (L, T, R): as in Frame, less what is booked and capped. By task: `start`
    in minutes or NEVER, `people` (N, at least 3), -1 none, `room`, -1 none. By interviewer: `held` (P, H) tasks of
    which `held_count` are valid, `per_day` and `per_week` (P, days or weeks), `load` minutes. By room: `room_held`,
    `room_count`. `met` (C, W): conflicts and those who already interview the candidate."""

    able: Words
    room_able: Bytes
    start: Integers
    people: Integers
    room: Integers
    held: Integers
    held_count: Integers
    per_day: Integers
    per_week: Integers
    load: Integers
    room_held: Integers
    room_count: Integers
    met: Words
    day_span: Integers
    week_span: Integers


def spans(rows: Integers) -> Integers:
    """(B, days, 2) first and one past last slot at which a calendar shows a day; (0, 0) where it never does."""
    found = np.zeros((rows.shape[0], int(rows.max(initial=0)) + 1, 2), dtype=np.int64)
    for row, days in enumerate(rows):
        for day in np.unique(days):
            where = np.flatnonzero(days == day)
            found[row, day] = where[0], where[-1] + 1
    return found


def empty(normal: Normal) -> State:
    """Nothing booked but what is pinned."""
    f = normal.frame
    tasks, people, rooms = f.minutes.size, f.limits.shape[0], f.turnover.size
    day_span, week_span = spans(f.days), spans(f.weeks)
    # Nobody can hold more than their caps allow, or than fit one after another into the grid, pinned ones apart.
    fits = int(f.spans[0] * f.spans[1]) // max(int(f.lengths.min(initial=1)), 1) + 1
    most = min(fits, tasks)
    if people:
        capped = np.minimum(f.limits[:, 0] * day_span.shape[1], f.limits[:, 1] * week_span.shape[1])
        most = min(most, int(capped.max()))
    most += len(normal.pinned) + 1
    widest = max([3, *(len(booking.interviewers) for _, booking in normal.pinned)])
    state = State(
        able=f.able.copy(),
        room_able=f.room_able.copy(),
        start=np.full(tasks, NEVER, dtype=np.int64),
        people=np.full((tasks, widest), -1, dtype=np.int64),
        room=np.full(tasks, -1, dtype=np.int64),
        held=np.zeros((people, most), dtype=np.int64),
        held_count=np.zeros(people, dtype=np.int64),
        per_day=np.zeros((people, day_span.shape[1]), dtype=np.int64),
        per_week=np.zeros((people, week_span.shape[1]), dtype=np.int64),
        load=np.zeros(people, dtype=np.int64),
        room_held=np.zeros((rooms, min(fits, tasks) + len(normal.pinned) + 1), dtype=np.int64),
        room_count=np.zeros(rooms, dtype=np.int64),
        met=f.barred.copy(),
        day_span=day_span,
        week_span=week_span,
    )
    number = {one.id: index for index, one in enumerate(normal.interviewers)}
    room_number = {one.id: index for index, one in enumerate(normal.rooms)}
    for task, booking in normal.pinned:
        panel = np.full(widest, -1, dtype=np.int64)
        distinct = dict.fromkeys(booking.interviewers)
        panel[: len(distinct)] = [number[one] for one in distinct]
        room = -1 if booking.room is None else room_number[booking.room]
        book(f, state, task, round(normal.clock.minutes(booking.start)), panel, room)
    return state


@compiled
def slot_of(f: Frame, start: int) -> int:
    """The slot that holds a minute; what lies outside the grid counts to its nearest end."""
    return int(min(max(start // f.spans[0], 0), f.spans[1] - 1))


@compiled
def book(f: Frame, st: State, task: int, start: int, panel: Integers, room: int) -> None:
    """Enter a booking; `panel` as a row of `people`. Nothing is checked here."""
    st.start[task] = start
    st.room[task] = room
    for seat in range(panel.size):
        if panel[seat] >= 0:
            join(f, st, task, seat, panel[seat])
    if room >= 0:
        st.room_held[room, st.room_count[room]] = task
        st.room_count[room] += 1
        refresh_room(f, st, room, task, start)


@compiled
def unbook(f: Frame, st: State, task: int) -> None:
    """Take a booking out."""
    start, room = st.start[task], st.room[task]
    for seat in range(st.people.shape[1]):
        if st.people[task, seat] >= 0:
            leave(f, st, task, seat)
    st.start[task] = NEVER
    st.room[task] = -1
    if room >= 0:
        _drop(st.room_held, st.room_count, room, task)
        refresh_room(f, st, room, task, start)


@inner
def join(f: Frame, st: State, task: int, seat: int, person: int) -> None:
    """Seat somebody on an empty seat of a booking. Nothing is checked here."""
    st.people[task, seat] = person
    st.held[person, st.held_count[person]] = task
    st.held_count[person] += 1
    st.load[person] += f.minutes[task]
    st.met[f.owner[task], person // 64] |= bit(person)
    _tally(f, st, person, slot_of(f, st.start[task]), 1)
    refresh(f, st, person, task, st.start[task], 0)


@inner
def leave(f: Frame, st: State, task: int, seat: int) -> None:
    """Empty a seat of a booking."""
    person = st.people[task, seat]
    st.people[task, seat] = -1
    _drop(st.held, st.held_count, person, task)
    st.load[person] -= f.minutes[task]
    _tally(f, st, person, slot_of(f, st.start[task]), -1)
    st.met[f.owner[task], person // 64] &= ~bit(person) | f.barred[f.owner[task], person // 64]
    refresh(f, st, person, task, st.start[task], 1)


@inner
def _drop(held: Integers, count: Integers, row: int, task: int) -> None:
    """Take a task out of a list; the last one takes its place."""
    last = count[row] - 1
    for place in range(last + 1):
        if held[row, place] == task:
            held[row, place] = held[row, last]
            break
    count[row] = last


@inner
def _tally(f: Frame, st: State, person: int, slot: int, change: int) -> None:
    calendar = f.person_calendar[person]
    st.per_day[person, f.days[calendar, slot]] += change
    st.per_week[person, f.weeks[calendar, slot]] += change


@inner
def refresh(f: Frame, st: State, person: int, task: int, start: int, removed: int) -> None:
    """Make `able` right for a person after `task` at `start` was entered (`removed` 0) or taken out (1)."""
    step, slots = f.spans[0], f.spans[1]
    slot, calendar = slot_of(f, start), f.person_calendar[person]
    day, week = f.days[calendar, slot], f.weeks[calendar, slot]
    buffer, longest = f.limits[person, 3], f.lengths[f.lengths.size - 1]
    in_a_row = f.limits[person, 2] < UNLIMITED
    begin, end = start, start + f.minutes[task]
    if in_a_row:
        begin, end, _ = row(f, st, person, begin, end, -1)
        buffer = max(buffer, REST_MIN)
    low, high = (begin - longest - buffer) // step, (end + buffer) // step + 1
    # A cap that is now reached, or no longer, closes or opens all of its day or week.
    if st.per_day[person, day] + removed >= f.limits[person, 0]:
        low, high = min(low, st.day_span[calendar, day, 0]), max(high, st.day_span[calendar, day, 1])
    if st.per_week[person, week] + removed >= f.limits[person, 1]:
        low, high = min(low, st.week_span[calendar, week, 0]), max(high, st.week_span[calendar, week, 1])
    _reopen(f, st, person, max(low, 0), min(high, slots))
    if in_a_row:
        _close_rows(f, st, person, max(low, 0), min(high, slots))


@inner
def _reopen(f: Frame, st: State, person: int, low: int, high: int) -> None:
    """Set the bits of a person from slot low to high by their own time, caps and bookings."""
    step, calendar, buffer = f.spans[0], f.person_calendar[person], f.limits[person, 3]
    word, mask = person // 64, bit(person)
    for kind in range(f.lengths.size):
        for at in range(low, high):
            free = st.per_day[person, f.days[calendar, at]] < f.limits[person, 0]
            free = free and st.per_week[person, f.weeks[calendar, at]] < f.limits[person, 1]
            if free:
                st.able[kind, at, word] |= f.able[kind, at, word] & mask
            else:
                st.able[kind, at, word] &= ~mask
        for place in range(st.held_count[person]):
            other = st.held[person, place]
            begin, end = st.start[other], st.start[other] + f.minutes[other]
            first = max((begin - f.lengths[kind] - buffer) // step + 1, low)
            last = min(-((-end - buffer) // step), high)
            for at in range(first, last):
                st.able[kind, at, word] &= ~mask


@inner
def _close_rows(f: Frame, st: State, person: int, low: int, high: int) -> None:
    """Clear the bits of starts from slot low to high that would make a row of bookings too long."""
    word, mask = person // 64, bit(person)
    for kind in range(f.lengths.size):
        for at in range(low, high):
            if st.able[kind, at, word] & mask:
                start = at * f.spans[0]
                _, _, size = row(f, st, person, start, start + f.lengths[kind], -1)
                if size > f.limits[person, 2]:
                    st.able[kind, at, word] &= ~mask


@inner
def row(f: Frame, st: State, person: int, low: int, high: int, without: int) -> tuple[int, int, int]:
    """The row that a booking from minute low to high is part of, were it not for task `without`: its begin, end and
    number of bookings."""
    size, grown = 1, True
    while grown:
        grown = False
        for place in range(st.held_count[person]):
            other = st.held[person, place]
            if other == without:
                continue
            begin, end = st.start[other], st.start[other] + f.minutes[other]
            if end <= low and low - end < REST_MIN:
                low, size, grown = begin, size + 1, True
            elif begin >= high and begin - high < REST_MIN:
                high, size, grown = end, size + 1, True
    return low, high, size


@inner
def refresh_room(f: Frame, st: State, room: int, task: int, start: int) -> None:
    """Make `room_able` right for a room after `task` at `start` was entered or taken out."""
    step, turnover, longest = f.spans[0], f.turnover[room], f.lengths[f.lengths.size - 1]
    low = max((start - longest - turnover) // step, 0)
    high = min((start + f.minutes[task] + turnover) // step + 1, f.spans[1])
    for kind in range(f.lengths.size):
        for at in range(low, high):
            st.room_able[kind, at, room] = f.room_able[kind, at, room]
        for place in range(st.room_count[room]):
            other = st.room_held[room, place]
            begin, end = st.start[other], st.start[other] + f.minutes[other]
            first = max((begin - f.lengths[kind] - turnover) // step + 1, low)
            for at in range(first, min(-((-end - turnover) // step), high)):
                st.room_able[kind, at, room] = 0
