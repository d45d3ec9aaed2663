"""Seats filled by a swap: somebody busy takes a seat once somebody else sits in for them elsewhere.

No time changes in a swap, so no candidate notices one. It is an augmenting path (Berge 1957) of two steps for each
seat; longer ones keep a few more and take far longer.
"""

from typing import Final, NamedTuple

import numpy as np

from springtide_engine.scheduling.compiled import allocating, bit, compiled, lowest
from springtide_engine.scheduling.frame import Bytes, Frame, Integers, Numbers
from springtide_engine.scheduling.insertion import forbidden
from springtide_engine.scheduling.seating import FAR, room_at, sitters
from springtide_engine.scheduling.state import NEVER, State, book, join, leave, slot_of, unbook

ZERO = np.uint64(0)
MOST_CHANGES: Final = 9  # three seats, each by a swap of three steps


class Chain(NamedTuple):
    """`locked` (N): 1 where nobody changes seats. `trail` (MOST_CHANGES, 3): task, seat and who sat there, of which
    `size[0]` are valid. `cost` (P): price of a person, `evenness` of a minute of load."""

    locked: Bytes
    trail: Integers
    size: Integers
    cost: Numbers
    evenness: float


def chain_of(locked: Bytes, cost: Numbers, evenness: float) -> Chain:
    """Fresh room."""
    return Chain(
        locked=locked,
        trail=np.zeros((MOST_CHANGES, 3), dtype=np.int64),
        size=np.zeros(1, dtype=np.int64),
        cost=cost,
        evenness=evenness,
    )


@compiled
def _seat(f: Frame, st: State, task: int, seat: int, person: int, way: Chain) -> None:
    """Seat somebody, or nobody (-1), instead of who sits there, and remember that."""
    way.trail[way.size[0], 0], way.trail[way.size[0], 1] = task, seat
    way.trail[way.size[0], 2] = st.people[task, seat]
    way.size[0] += 1
    if st.people[task, seat] >= 0:
        leave(f, st, task, seat)
    if person >= 0:
        join(f, st, task, seat, person)


@compiled
def _rewind(f: Frame, st: State, mark: int, way: Chain) -> None:
    """Undo what was done since the trail was `mark` long."""
    while way.size[0] > mark:
        way.size[0] -= 1
        task, seat, person = way.trail[way.size[0]]
        if st.people[task, seat] >= 0:
            leave(f, st, task, seat)
        if person >= 0:
            join(f, st, task, seat, person)


@compiled
def _free(f: Frame, st: State, task: int, seat: int, way: Chain) -> bool:
    """Seat the cheapest of those who are free."""
    owner, kind, need = f.owner[task], f.length[task], f.needs[task, seat]
    slot = slot_of(f, st.start[task])
    best, least = -1, FAR
    for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
        free = st.able[kind, slot, word] & f.pools[need, word] & ~st.met[owner, word]
        while free != ZERO:
            person = word * 64 + lowest(free)
            free &= free - np.uint64(1)
            value = way.cost[person] + way.evenness * st.load[person]
            if value < least:
                best, least = person, value
    if best >= 0:
        _seat(f, st, task, seat, best, way)
    return best >= 0


@allocating
def fill(  # noqa: C901 - one step of the search, to be read from top to bottom
    f: Frame, st: State, task: int, seat: int, swap: int, way: Chain
) -> bool:
    """Fill an empty seat of a booked task; with `swap` 1 also by somebody for whom another sits in elsewhere."""
    if _free(f, st, task, seat, way):
        return True
    if swap == 0:
        return False
    owner, kind, need = f.owner[task], f.length[task], f.needs[task, seat]
    slot, mark = slot_of(f, st.start[task]), way.size[0]
    for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
        busy = f.able[kind, slot, word] & f.pools[need, word] & ~st.met[owner, word]
        while busy != ZERO:
            person = word * 64 + lowest(busy)
            busy &= busy - np.uint64(1)
            calendar = f.person_calendar[person]
            day, week = f.days[calendar, slot], f.weeks[calendar, slot]
            full = st.per_week[person, week] >= f.limits[person, 1]
            for other in st.held[person, : st.held_count[person]].copy():
                at = slot_of(f, st.start[other])
                near = f.days[calendar, at] == day or (full and f.weeks[calendar, at] == week)
                if way.locked[other] or other == task or not near:
                    continue
                its = 0
                while st.people[other, its] != person:
                    its += 1
                if sitters(f, st.able, st.met, other, at, f.needs[other, its]) == 0:
                    continue
                _seat(f, st, other, its, -1, way)
                if st.able[kind, slot, word] & bit(person):
                    _seat(f, st, task, seat, person, way)
                    if _free(f, st, other, its, way):
                        return True
                _rewind(f, st, mark, way)
    return False


@allocating
def settle(f: Frame, st: State, task: int, slot: int, swap: int, way: Chain) -> bool:
    """Book a task at a slot if a panel is found; `swap` as for `fill`."""
    room = -1
    if f.room_need[task] >= 0:
        room = room_at(f, st.room_able, task, slot)
        if room < 0:
            return False
    book(f, st, task, slot * f.spans[0], np.full(st.people.shape[1], -1, dtype=np.int64), room)
    way.size[0] = 0
    seats = 0
    while seats < 3 and f.needs[task, seats] >= 0:
        seats += 1
    for _ in range(seats):
        # The seat with the fewest who are free comes first.
        seat, fewest = -1, 1 << 30
        for each in range(seats):
            if st.people[task, each] < 0:
                here = sitters(f, st.able, st.met, task, slot, f.needs[task, each])
                if here < fewest:
                    seat, fewest = each, here
        if not fill(f, st, task, seat, swap, way):
            _rewind(f, st, 0, way)
            unbook(f, st, task)
            return False
    return True


@allocating
def seek(f: Frame, st: State, task: int, swap: int, way: Chain) -> bool:
    """Book a task between the rounds before and after it at the first start where a panel is found; `swap` as for
    `fill`."""
    candidate = f.owner[task]
    floor, ceiling = NEVER, -NEVER
    if task > f.tasks[candidate]:
        if st.start[task - 1] == NEVER:
            return False
        floor = st.start[task - 1] + f.minutes[task - 1] + f.gap[task]
    for after in range(task + 1, f.tasks[candidate + 1]):
        if st.start[after] != NEVER:
            ceiling = st.start[after] - (f.gap[after] if after == task + 1 else 0)
            break
    for place in range(f.first[task], f.first[task + 1]):
        slot = f.starts[place]
        start = slot * f.spans[0]
        if start < floor or start + f.minutes[task] > ceiling:
            continue
        if forbidden(f, st, candidate, f.days[f.candidate_calendar[candidate], slot]):
            continue
        if settle(f, st, task, slot, swap, way):
            return True
    return False
