"""What can be made better without booking more: load spread evenly, and less waiting."""

import numpy as np

from springtide_engine.scheduling.compiled import allocating, compiled, inner, uniform
from springtide_engine.scheduling.frame import Frame, Integers, Numbers
from springtide_engine.scheduling.insertion import Work, forbidden
from springtide_engine.scheduling.seating import FAR, choose_panel, room_at
from springtide_engine.scheduling.state import NEVER, State, book, unbook

BEFORE = 0.2  # a day's wait for a round that is not the last weighs so much of one for the last
UNHEARD = 30.0  # Exp(1) is never more in a lifetime


@allocating
def settle(f: Frame, st: State, order: Integers, wait: float, heat: float, work: Work) -> int:
    """Choose start, panel and room of each booked round anew, the others in their place; returns how many moved.

    The price is the load that the panel carries already, in minutes: it is what the sum of the squares of all loads
    grows by, but for a constant. Added to it are `wait`, the price of a day, and chance: heat * Exp(1) off each start,
    so that load is also handed on where nobody gains at once. Without heat nothing that counts gets worse.
    """
    moved, nobody = 0, np.zeros(st.load.size)
    before, panel = np.zeros(st.people.shape[1], dtype=np.int64), np.zeros(st.people.shape[1], dtype=np.int64)
    for task in order:
        if st.start[task] == NEVER or f.fixed[task]:
            continue
        start, room = st.start[task], st.room[task]
        for seat in range(before.size):
            before[seat] = st.people[task, seat]
        unbook(f, st, task)
        slot = _cheapest_start(f, st, task, wait / 1440, heat, nobody, panel, work)
        if slot < 0:  # a rule that only pinned bookings break
            book(f, st, task, start, before, room)
            continue
        moved += slot * f.spans[0] != start
        book(f, st, task, slot * f.spans[0], panel, room_at(f, st.room_able, task, slot) if room >= 0 else -1)
    return moved


@inner
def _cheapest_start(  # noqa: C901 - every rule that one start has to keep
    f: Frame, st: State, task: int, wait: float, heat: float, nobody: Numbers, panel: Integers, work: Work
) -> int:
    """The slot whose wait (price of a minute) and panel cost least, or -1; the panel is written down in `panel`."""
    floor, ceiling = between(f, st, task)
    if ceiling != -NEVER:
        wait *= BEFORE
    owner, least, best = f.owner[task], FAR, -1
    for place_at in range(f.first[task], f.first[task + 1]):
        slot = f.starts[place_at]
        start = slot * f.spans[0]
        value = wait * start
        if start + f.minutes[task] > ceiling or value > least + UNHEARD * heat:
            break
        if start < floor or forbidden(f, st, owner, f.days[f.candidate_calendar[owner], slot]):
            continue
        if f.room_need[task] >= 0 and room_at(f, st.room_able, task, slot) < 0:
            continue
        if not choose_panel(f, st, task, slot, nobody, 1.0, work.panel):
            continue
        for person in work.panel.people:
            if person >= 0:
                value += st.load[person]
        if heat > 0.0:
            value += heat * np.log(uniform(work.chance) + 1e-300)
        if value < least:
            least, best = value, slot
            for seat in range(panel.size):
                panel[seat] = work.panel.people[seat]
    return best


@compiled
def between(f: Frame, st: State, task: int) -> tuple[int, int]:
    """First minute at which a task may start and last one at which it may end, by the candidate's other rounds."""
    floor, ceiling, owner = NEVER, -NEVER, f.owner[task]
    if task > f.tasks[owner] and st.start[task - 1] != NEVER:
        floor = st.start[task - 1] + f.minutes[task - 1] + f.gap[task]
    for later in range(task + 1, f.tasks[owner + 1]):
        if st.start[later] != NEVER:
            ceiling = st.start[later] - (f.gap[later] if later == task + 1 else 0)
            break
    return floor, ceiling


@allocating
def spread(f: Frame, st: State, order: Integers, cost: Numbers, work: Work) -> int:
    """Choose each panel anew at its time, the least loaded first; returns how many changed. The room stays."""
    changed = 0
    before = np.zeros(st.people.shape[1], dtype=np.int64)
    for task in order:
        if st.start[task] == NEVER or f.fixed[task]:
            continue
        start, room = st.start[task], st.room[task]
        for seat in range(before.size):
            before[seat] = st.people[task, seat]
        unbook(f, st, task)
        choose_panel(f, st, task, start // f.spans[0], cost, 1.0, work.panel)
        book(f, st, task, start, work.panel.people, room)
        for seat in range(before.size):
            if before[seat] != work.panel.people[seat]:
                changed += 1
                break
    return changed
