"""What still waits put into a plan with seats left empty, as few of them as can be: these are to be bought."""

import numpy as np

from springtide_engine.scheduling.compiled import allocating, inner
from springtide_engine.scheduling.frame import Frame, Integers, Numbers
from springtide_engine.scheduling.insertion import Work, forbidden
from springtide_engine.scheduling.seating import cheapest, room_at
from springtide_engine.scheduling.smooth import between
from springtide_engine.scheduling.state import NEVER, State, book


@allocating
def buy(f: Frame, st: State, tasks: Integers, bought: Integers, work: Work) -> int:
    """Book tasks, in order of candidate and round, at the first start with the fewest seats that nobody free can
    fill; write those into `bought` (n, 2) as kind and slot; returns how many there are."""
    count, nobody = 0, np.zeros(st.load.size)
    panel = np.zeros(st.people.shape[1], dtype=np.int64)
    for task in tasks:
        slot = _fullest(f, st, task, nobody, panel, work)
        if slot < 0:
            continue
        for seat in range(3):
            if f.needs[task, seat] >= 0 and panel[seat] < 0:
                bought[count, 0], bought[count, 1] = f.needs[task, seat], slot
                count += 1
        book(
            f,
            st,
            task,
            slot * f.spans[0],
            panel,
            room_at(f, st.room_able, task, slot) if f.room_need[task] >= 0 else -1,
        )
    return count


@inner
def _fullest(f: Frame, st: State, task: int, nobody: Numbers, panel: Integers, work: Work) -> int:
    """The first slot at which the fewest seats stay empty, or -1; who sits on the others is written into `panel`."""
    owner, least, best = f.owner[task], 4, -1
    if task > f.tasks[owner] and st.start[task - 1] == NEVER:
        return -1
    floor, ceiling = between(f, st, task)
    for place_at in range(f.first[task], f.first[task + 1]):
        slot = f.starts[place_at]
        start = slot * f.spans[0]
        if start < floor or start + f.minutes[task] > ceiling:
            continue
        if forbidden(f, st, owner, f.days[f.candidate_calendar[owner], slot]):
            continue
        if f.room_need[task] >= 0 and room_at(f, st.room_able, task, slot) < 0:
            continue
        empty = _seated(f, st, task, slot, nobody, work)
        if empty < least:
            least, best = empty, slot
            for seat in range(panel.size):
                panel[seat] = work.panel.people[seat]
    return best


@inner
def _seated(f: Frame, st: State, task: int, slot: int, nobody: Numbers, work: Work) -> int:
    """Seat who is free, seat by seat, the least loaded first; returns how many seats stay empty."""
    people, best, empty = work.panel.people, work.panel.best, 0
    for seat in range(people.size):
        people[seat] = -1
    for seat in range(3):
        if f.needs[task, seat] < 0:
            break
        cheapest(f, st, task, slot, seat, nobody, 1.0, work.panel)
        for rank in range(3):
            person = best[seat, rank]
            if person >= 0 and person != people[0] and person != people[1]:
                people[seat] = person
                break
        empty += people[seat] < 0
    return empty
