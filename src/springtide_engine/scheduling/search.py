"""Building a plan greedily, then taking small parts out and putting them back better (ruin and recreate).

Schrimpf, Schneider, Stamm-Wilbrandt, Dueck, *Record Breaking Optimization Results Using the Ruin and Recreate
Principle*, 2000. A part is what stands in the way of somebody who has no interview yet.
"""

import numpy as np

from springtide_engine.scheduling.compiled import allocating, compiled, inner, lowest, popcount, uniform
from springtide_engine.scheduling.frame import Frame, Integers, Numbers, Words
from springtide_engine.scheduling.insertion import Work, place
from springtide_engine.scheduling.state import NEVER, State, book, slot_of, unbook

ZERO = np.uint64(0)


@compiled
def construct(f: Frame, st: State, order: Integers, cost: Numbers, taste: Numbers, work: Work) -> None:
    """Place candidates in the given order."""
    for candidate in order:
        place(f, st, candidate, cost, taste, work)


@inner
def pick(chance: Words, size: int) -> int:
    """A whole number below `size`."""
    return min(int(uniform(chance) * size), size - 1)


@inner
def worth_of(f: Frame, st: State, candidate: int, worth: Numbers) -> float:
    """What a candidate's bookings are worth: each round its weight, all of them a little more, late ones a little
    less (`worth`: [C] weights, then completeness, then a day's wait)."""
    booked, last = 0, 0
    for task in range(f.tasks[candidate], f.tasks[candidate + 1]):
        if st.start[task] != NEVER:
            booked += 1
            last = max(last, st.start[task])
    value = booked * worth[candidate]
    if booked == f.tasks[candidate + 1] - f.tasks[candidate]:
        value += worth[worth.size - 2]
    return value - worth[worth.size - 1] * last / 1440 if booked else 0.0


@allocating
def improve(  # noqa: C901, PLR0912 - one step of the search, to be read from top to bottom
    f: Frame,
    st: State,
    rounds: int,
    waiting: Integers,
    worth: Numbers,
    cost: Numbers,
    taste: Numbers,
    heat: float,
    work: Work,
) -> int:
    """Do `rounds` steps. `waiting`: (C) candidates with a possible round, `waiting[-1]` of them are searched.

    `heat`: a step that loses less than heat * Exp(1) is kept. Returns how many steps were kept.
    """
    most = 12
    out = np.zeros(most, dtype=np.int64)
    old = np.zeros((most * work.picked.size, 2), dtype=np.int64)
    old_panel = np.zeros((most * work.picked.size, st.people.shape[1]), dtype=np.int64)
    old_room = np.zeros(most * work.picked.size, dtype=np.int64)
    kept = 0
    for _ in range(rounds):
        if waiting.size == 0:
            break
        candidate = waiting[pick(work.chance, waiting.size)]
        task = f.tasks[candidate]
        while task < f.tasks[candidate + 1] and st.start[task] != NEVER:
            task += 1
        if task == f.tasks[candidate + 1] or f.first[task] == f.first[task + 1]:
            continue
        out[0] = candidate
        size = _obstacles(f, st, task, out, 1 + pick(work.chance, most - 3), work.chance)
        # One more who waits may take what becomes free.
        size = _add(out, size, waiting[pick(work.chance, waiting.size)])
        before, count = 0.0, 0
        for index in range(size):
            before += worth_of(f, st, out[index], worth)
            for each in range(f.tasks[out[index]], f.tasks[out[index] + 1]):
                if st.start[each] != NEVER and not f.fixed[each]:
                    old[count, 0], old[count, 1], old_room[count] = each, st.start[each], st.room[each]
                    for seat in range(st.people.shape[1]):
                        old_panel[count, seat] = st.people[each, seat]
                    count += 1
                    unbook(f, st, each)
        if uniform(work.chance) < 0.5:
            _shuffle(out, 1, size, work.chance)
        else:
            _shuffle(out, 0, size, work.chance)
        after = 0.0
        for index in range(size):
            place(f, st, out[index], cost, taste, work)
            after += worth_of(f, st, out[index], worth)
        if after >= before - 1e-9 or after > before + heat * np.log(uniform(work.chance) + 1e-300):
            kept += 1
            continue
        for index in range(size):
            for each in range(f.tasks[out[index]], f.tasks[out[index] + 1]):
                if st.start[each] != NEVER and not f.fixed[each]:
                    unbook(f, st, each)
        for index in range(count):
            book(f, st, old[index, 0], old[index, 1], old_panel[index], old_room[index])
    return kept


@inner
def _shuffle(values: Integers, low: int, high: int, chance: Words) -> None:
    for index in range(high - 1, low, -1):
        other = low + pick(chance, index - low + 1)
        values[index], values[other] = values[other], values[index]


@inner
def _add(out: Integers, size: int, candidate: int) -> int:
    """Add somebody to a list without repetition, while there is room; returns its size."""
    for index in range(size):
        if out[index] == candidate:
            return size
    if size < out.size:
        out[size] = candidate
        return size + 1
    return size


@inner
def _obstacles(f: Frame, st: State, task: int, out: Integers, most: int, chance: Words) -> int:
    """Add to `out` the candidates whose bookings keep people from sitting for `task` at some start; at most `most`
    more. Returns the size."""
    size, tries = 1, 0
    slot = f.starts[f.first[task] + pick(chance, f.first[task + 1] - f.first[task])]
    while size <= most and tries < 2 * most:
        tries += 1
        if tries % 4 == 0:
            slot = f.starts[f.first[task] + pick(chance, f.first[task + 1] - f.first[task])]
        seats = 0
        while seats < 3 and f.needs[task, seats] >= 0:
            seats += 1
        need = f.needs[task, pick(chance, seats)]
        person = _somebody(f, task, slot, need, chance)
        if person < 0:
            continue
        size = _blockers(f, st, task, person, slot, out, size, chance)
        if f.room_need[task] >= 0 and st.room_held.shape[0]:
            room = pick(chance, st.room_held.shape[0])
            if f.room_kinds[f.room_need[task], room]:
                for place_at in range(st.room_count[room]):
                    other = st.room_held[room, place_at]
                    if _near(f, st, other, slot, task, f.turnover[room]) and not f.fixed[other]:
                        size = _add(out, size, f.owner[other])
    return size


@inner
def _somebody(f: Frame, task: int, slot: int, need: int, chance: Words) -> int:
    """Somebody at random who could sit there, were there no other interview, or -1."""
    kind, candidate = f.length[task], f.owner[task]
    total = 0
    for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
        total += popcount(f.able[kind, slot, word] & f.pools[need, word] & ~f.barred[candidate, word])
    if total == 0:
        return -1
    left = pick(chance, total)
    for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
        free = f.able[kind, slot, word] & f.pools[need, word] & ~f.barred[candidate, word]
        here = popcount(free)
        if left >= here:
            left -= here
            continue
        while left > 0:
            free &= free - np.uint64(1)
            left -= 1
        return word * 64 + lowest(free)
    return -1


@inner
def _near(f: Frame, st: State, other: int, slot: int, task: int, pause: int) -> bool:
    """Tell whether another booking leaves no room for the task at a slot."""
    start = slot * f.spans[0]
    ends = st.start[other] + f.minutes[other]
    return bool(st.start[other] < start + f.minutes[task] + pause and start < ends + pause)


@inner
def _blockers(f: Frame, st: State, task: int, person: int, slot: int, out: Integers, size: int, chance: Words) -> int:
    """Add whom a person meets at that time, or somebody of the day or week where a cap stands in the way."""
    calendar = f.person_calendar[person]
    day, week = f.days[calendar, slot], f.weeks[calendar, slot]
    of_day = st.per_day[person, day] >= f.limits[person, 0]
    of_week = st.per_week[person, week] >= f.limits[person, 1]
    seen, chosen = 0, -1
    for place_at in range(st.held_count[person]):
        other = st.held[person, place_at]
        if f.fixed[other]:
            continue
        if _near(f, st, other, slot, task, f.limits[person, 3]):
            size = _add(out, size, f.owner[other])
            of_day, of_week = False, False
        at = slot_of(f, st.start[other])
        if (of_day and f.days[calendar, at] == day) or (of_week and not of_day and f.weeks[calendar, at] == week):
            seen += 1
            if uniform(chance) * seen < 1.0:
                chosen = f.owner[other]
    if (of_day or of_week) and chosen >= 0:
        size = _add(out, size, chosen)
    return size
