"""Whom it would pay to seat at given prices, and what that proves."""

import numpy as np

from springtide_engine.scheduling.compiled import allocating, lowest
from springtide_engine.scheduling.frame import Frame, Integers, Numbers, Words

ZERO = np.uint64(0)
CHEAPEST = 4
FAR = 1e18


@allocating
def cheapest(
    f: Frame,
    able: Words,
    met: Words,
    task: Integers,
    slot: Integers,
    instant: Numbers,
    day: Numbers,
    week: Numbers,
    meeting: Numbers,
) -> tuple[Integers, Numbers]:
    """(O, 3, CHEAPEST) the cheapest people for each seat of each option (`task` at `slot`) and what they cost, -1 and
    FAR where there are no more. Prices of a person: `instant` (P, T + 1; of all slots before), `day`, `week` (P, …),
    `meeting` (C, P)."""
    who = np.full((task.size, 3, CHEAPEST), -1, dtype=np.int64)
    cost = np.full((task.size, 3, CHEAPEST), FAR)
    for option in range(task.size):
        this, begin = task[option], slot[option]
        owner, kind = f.owner[this], f.length[this]
        for seat in range(3):
            need = f.needs[this, seat]
            if need < 0:
                continue
            for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
                free = able[kind, begin, word] & f.pools[need, word] & ~met[owner, word]
                while free != ZERO:
                    person = word * 64 + lowest(free)
                    free &= free - np.uint64(1)
                    end = begin - (-(f.minutes[this] + f.limits[person, 3]) // f.spans[0])
                    calendar = f.person_calendar[person]
                    price = instant[person, min(end, f.spans[1])] - instant[person, begin] + meeting[owner, person]
                    price += day[person, f.days[calendar, begin]] + week[person, f.weeks[calendar, begin]]
                    place = CHEAPEST
                    while place > 0 and price < cost[option, seat, place - 1]:
                        place -= 1
                        if place + 1 < CHEAPEST:
                            cost[option, seat, place + 1] = cost[option, seat, place]
                            who[option, seat, place + 1] = who[option, seat, place]
                    if place < CHEAPEST:
                        cost[option, seat, place], who[option, seat, place] = price, person
    return who, cost
