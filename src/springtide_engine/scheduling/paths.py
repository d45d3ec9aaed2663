"""Seats filled along paths: somebody busy takes a seat, once somebody else sits in for them, and so on.

No time changes on a path, so no candidate notices one. It is an augmenting path (Berge 1957), sought in breadth, so
that the shortest is found: a node is a seat that has lost its person, and leads to the seats of those who could take
it if they gave up that one. Nobody is on a path twice, so each change can be judged alone.
"""

from typing import Final

import numpy as np

from springtide_engine.scheduling.compiled import bit, inner, lowest
from springtide_engine.scheduling.frame import UNLIMITED, Frame
from springtide_engine.scheduling.seating import FAR, room_at, sitters
from springtide_engine.scheduling.state import NEVER, State, row, slot_of
from springtide_engine.scheduling.trail import Paths, enter, put, rewind

ZERO = np.uint64(0)
MOST_NODES: Final = 200  # of one search: the way to a seat that far off would be long


@inner
def _on_path(way: Paths, node: int, person: int) -> bool:
    while node >= 0:
        if way.nodes[node, 3] == person:
            return True
        node = way.nodes[node, 2]
    return False


@inner
def search(f: Frame, st: State, task: int, seat: int, longest: int, way: Paths) -> tuple[int, int]:
    """Seek the shortest path that fills an empty seat of a booked task: the node at its end and who is free there,
    or (-1, -1). `longest`: steps at most."""
    way.tally[1] += 1
    way.tally[0] = 0
    _visit(way, task, seat, -1, -1)
    node = 0
    while node < min(way.tally[0], MOST_NODES):
        person = _free(f, st, node, way)
        if person >= 0:
            return node, person
        if way.nodes[node, 4] < longest:
            _branch(f, st, node, way)
        node += 1
    return -1, -1


@inner
def _visit(way: Paths, task: int, seat: int, before: int, giver: int) -> None:
    at = way.tally[0]
    way.seen[task, seat] = way.tally[1]
    way.nodes[at, 0], way.nodes[at, 1], way.nodes[at, 2], way.nodes[at, 3] = task, seat, before, giver
    way.nodes[at, 4] = way.nodes[before, 4] + 1 if before >= 0 else 0
    way.tally[0] += 1


@inner
def _free(f: Frame, st: State, node: int, way: Paths) -> int:
    """The cheapest of those who are free for a seat, or -1."""
    task, seat = way.nodes[node, 0], way.nodes[node, 1]
    owner, kind, need, slot = f.owner[task], f.length[task], f.needs[task, seat], slot_of(f, st.start[task])
    best, least = -1, FAR
    for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
        free = st.able[kind, slot, word] & f.pools[need, word] & ~st.met[owner, word]
        while free != ZERO:
            person = word * 64 + lowest(free)
            free &= free - np.uint64(1)
            value = way.cost[person] + way.evenness * st.load[person]
            if value < least and not _on_path(way, node, person):
                best, least = person, value
    return best


@inner
def _branch(f: Frame, st: State, node: int, way: Paths) -> None:
    """Visit the seats which somebody would have to give up to take this one."""
    task, seat = way.nodes[node, 0], way.nodes[node, 1]
    owner, kind, need, slot = f.owner[task], f.length[task], f.needs[task, seat], slot_of(f, st.start[task])
    for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
        busy = f.able[kind, slot, word] & f.pools[need, word] & ~st.met[owner, word]
        while busy != ZERO:
            person = word * 64 + lowest(busy)
            busy &= busy - np.uint64(1)
            if not _on_path(way, node, person):
                _give_up(f, st, node, person, way)


@inner
def _give_up(f: Frame, st: State, node: int, person: int, way: Paths) -> None:  # noqa: C901 - every rule once
    """Visit each seat of a person without which they could take that of `node`."""
    task = way.nodes[node, 0]
    start, end, pause = st.start[task], st.start[task] + f.minutes[task], f.limits[person, 3]
    only, count = -1, 0
    for place in range(st.held_count[person]):
        other = st.held[person, place]
        if st.start[other] < end + pause and start < st.start[other] + f.minutes[other] + pause:
            only, count = other, count + 1
    if count > 1:
        return
    calendar = f.person_calendar[person]
    slot = slot_of(f, start)
    day, week = f.days[calendar, slot], f.weeks[calendar, slot]
    day_full = st.per_day[person, day] >= f.limits[person, 0]
    week_full = st.per_week[person, week] >= f.limits[person, 1]
    in_a_row = f.limits[person, 2] < UNLIMITED
    for place in range(st.held_count[person]):
        other = st.held[person, place]
        if count == 1 and other != only:
            continue
        at = slot_of(f, st.start[other])
        if (day_full or not week_full) and f.days[calendar, at] != day:
            continue
        if week_full and f.weeks[calendar, at] != week:
            continue
        if way.locked[other] or other == task:
            continue
        its = 0
        while st.people[other, its] != person:
            its += 1
        if way.seen[other, its] == way.tally[1]:
            continue
        if in_a_row:
            _, _, size = row(f, st, person, start, end, other)
            if size > f.limits[person, 2]:
                continue
        _visit(way, other, its, node, person)


@inner
def take(f: Frame, st: State, node: int, person: int, way: Paths) -> bool:
    """Go a path that `search` found: `person` takes the seat at its end; nobody (-1) where that was taken out."""
    mark, at = way.tally[2], node
    while way.nodes[at, 2] >= 0:
        task = way.nodes[at, 0]
        if st.start[task] != NEVER:
            put(f, st, task, way.nodes[at, 1], -1, way)
        elif at != node:
            rewind(f, st, mark, way)
            return False
        at = way.nodes[at, 2]
    at = node
    while at >= 0:
        task = way.nodes[at, 0]
        if person >= 0:
            if not st.able[f.length[task], slot_of(f, st.start[task]), person // 64] & bit(person):
                rewind(f, st, mark, way)
                return False
            put(f, st, task, way.nodes[at, 1], person, way)
        person, at = way.nodes[at, 3], way.nodes[at, 2]
    return True


@inner
def begin(f: Frame, st: State, task: int, slot: int, way: Paths) -> bool:
    """Book a task at a slot with those who sat there before and still can; False where no room is left."""
    room = -1
    if f.room_need[task] >= 0:
        room = way.sat[task, 3]
        if room < 0 or not st.room_able[f.length[task], slot, room]:
            room = room_at(f, st.room_able, task, slot)
        if room < 0:
            return False
    enter(f, st, task, slot * f.spans[0], way.nobody, room, way)
    if st.start[task] == way.home[task]:
        for seat in range(3):
            person = way.sat[task, seat]
            if person >= 0:
                word = person // 64
                free = st.able[f.length[task], slot, word] & f.pools[f.needs[task, seat], word]
                if free & ~st.met[f.owner[task], word] & bit(person):
                    put(f, st, task, seat, person, way)
    return True


@inner
def scarcest(f: Frame, st: State, task: int, way: Paths) -> int:
    """The empty seat of a booked task for which fewest are free; -1 where none is empty."""
    seat, fewest = -1, 1 << 30
    for each in range(3):
        if f.needs[task, each] >= 0 and st.people[task, each] < 0:
            here = sitters(f, st.able, st.met, task, slot_of(f, st.start[task]), f.needs[task, each])
            if here < fewest:
                seat, fewest = each, here
    return seat


@inner
def settle(f: Frame, st: State, task: int, slot: int, longest: int, way: Paths) -> bool:
    """Book a task at a slot if a panel is found, whole. `longest`: steps of a path."""
    mark = way.tally[2]
    if not begin(f, st, task, slot, way):
        return False
    while True:
        seat = scarcest(f, st, task, way)
        if seat < 0:
            return True
        node, person = search(f, st, task, seat, longest, way)
        if node < 0 or not take(f, st, node, person, way):
            rewind(f, st, mark, way)
            return False
