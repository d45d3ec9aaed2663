"""What can be made better without booking more: less waiting, and load spread more evenly at the same times."""

import numpy as np

from springtide_engine.scheduling.compiled import allocating
from springtide_engine.scheduling.frame import Frame, Integers, Numbers
from springtide_engine.scheduling.insertion import Work, place
from springtide_engine.scheduling.seating import choose_panel
from springtide_engine.scheduling.state import NEVER, State, book, unbook


@allocating
def hasten(  # noqa: C901 - out, in again, and back if that was worse
    f: Frame, st: State, order: Integers, cost: Numbers, taste: Numbers, work: Work
) -> int:
    """Place each candidate anew where all rounds stay booked and none of the last ones gets later; returns how many
    moved."""
    moved, most = 0, work.picked.size
    old, old_panel = np.zeros((most, 3), dtype=np.int64), np.zeros((most, st.people.shape[1]), dtype=np.int64)
    for candidate in order:
        count, wait = 0, 0
        for task in range(f.tasks[candidate], f.tasks[candidate + 1]):
            if st.start[task] != NEVER and not f.fixed[task]:
                old[count, 0], old[count, 1], old[count, 2] = task, st.start[task], st.room[task]
                for seat in range(st.people.shape[1]):
                    old_panel[count, seat] = st.people[task, seat]
                wait += st.start[task]
                count += 1
        for index in range(count):
            unbook(f, st, old[index, 0])
        again = place(f, st, candidate, cost, taste, work)
        sooner = 0
        for index in range(count):
            sooner += st.start[old[index, 0]] if st.start[old[index, 0]] != NEVER else -2 * NEVER
        if again >= count and sooner <= wait:
            moved += sooner < wait
            continue
        for task in range(f.tasks[candidate], f.tasks[candidate + 1]):
            if st.start[task] != NEVER and not f.fixed[task]:
                unbook(f, st, task)
        for index in range(count):
            book(f, st, old[index, 0], old[index, 1], old_panel[index], old[index, 2])
    return moved


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
