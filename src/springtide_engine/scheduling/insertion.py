"""A candidate's rounds put into the plan together, at the starts that suit them best."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.compiled import compiled, uniform
from springtide_engine.scheduling.frame import DIFFERENT, SAME, Frame, Integers, Words
from springtide_engine.scheduling.seating import FAR, choose_panel, ease, room_at
from springtide_engine.scheduling.state import NEVER, State, book, slot_of


class Work(NamedTuple):
    """Room for the loops: best value of a chain and the start before it, by start; a chain's slots; a panel; the
    state of chance."""

    chain: npt.NDArray[np.float64]
    previous: Integers
    picked: Integers
    panel: Integers
    chance: Words


def workspace(frame: Frame, state: State, seed: int) -> Work:
    """Fresh room, with chance drawn from a seed."""
    return Work(
        chain=np.zeros(frame.starts.size),
        previous=np.zeros(frame.starts.size, dtype=np.int64),
        picked=np.zeros(int(np.diff(frame.tasks).max(initial=1)), dtype=np.int64),
        panel=np.full(state.people.shape[1], -1, dtype=np.int64),
        chance=np.array([seed % 2**64], dtype=np.uint64),
    )


@compiled
def place(f, st, candidate, cost, taste, work):  # type: ignore[no-untyped-def]
    """Book as many rounds as can be, each after the one before; returns how many more are booked now.

    Rounds between two pinned ones form a chain of their own. `cost` (P): price of a person. `taste`: [price of a day
    later, noise, price of a minute of load]. `work`: see `Work`.
    """
    booked = 0
    task, end = f.tasks[candidate], f.tasks[candidate + 1]
    while task < end:
        if st.start[task] != NEVER:
            task += 1
            continue
        stop = task
        while stop < end and not f.fixed[stop]:
            stop += 1
        more = _chain(f, st, candidate, task, stop, cost, taste, work)
        booked += more
        task = task + more if more else stop
    return booked


@compiled
def _chain(f, st, candidate, begin, stop, cost, taste, work):  # type: ignore[no-untyped-def]
    """Book a prefix of the free rounds begin..stop, the longest for which starts are found."""
    first, end = f.tasks[candidate], f.tasks[candidate + 1]
    floor, ceiling = NEVER, -NEVER
    if begin > first:
        floor = st.start[begin - 1] + f.minutes[begin - 1]
    if stop < end:
        ceiling = st.start[stop] - f.gap[stop]
    calendar, policy = f.candidate_calendar[candidate], f.day_policy[candidate]
    # Value of the best chain of rounds begin..task whose last one starts at each start; -FAR where there is none.
    chain, previous = work.chain, work.previous
    reached = begin
    for task in range(begin, stop):
        low, high = f.first[task], f.first[task + 1]
        ahead, best, at_best, ahead_day = f.first[task - 1] if task > begin else 0, -FAR, -1, -1
        queue, any_here = ahead, False
        for place_at in range(low, high):
            slot = f.starts[place_at]
            start, day = slot * f.spans[0], f.days[calendar, slot]
            chain[place_at] = -FAR
            if task == begin:
                if start < floor + (f.gap[task] if begin > first else 0) or start + f.minutes[task] > ceiling:
                    continue
                if _forbidden(f, st, candidate, policy, calendar, day):
                    continue
                best, at_best = 0.0, -1
            else:
                if policy == SAME and day != ahead_day:
                    best, at_best, ahead_day = -FAR, -1, day
                while queue < low:
                    earlier = f.starts[queue]
                    early_day = f.days[calendar, earlier]
                    if earlier * f.spans[0] + f.minutes[task - 1] + f.gap[task] > start:
                        break
                    if policy == DIFFERENT and early_day >= day:
                        break
                    if (policy != SAME or early_day == day) and chain[queue] > best:
                        best, at_best = chain[queue], queue
                    queue += 1
                if best <= -FAR or start + f.minutes[task] > ceiling:
                    continue
                if policy == DIFFERENT and _forbidden(f, st, candidate, policy, calendar, day):
                    continue
            value = ease(f, st.able, st.room_able, st.met[candidate], task, slot)
            if value > -FAR:
                value -= taste[0] * slot / (1440 // f.spans[0])
                if taste[1] > 0.0:
                    value += taste[1] * uniform(work.chance)
                chain[place_at] = best + value
                previous[place_at] = at_best
                any_here = True
        if not any_here:
            break
        reached = task + 1
    return _book_chain(f, st, begin, reached, cost, taste, work)


@compiled
def _forbidden(f, st, candidate, policy, calendar, day):  # type: ignore[no-untyped-def]
    """Tell whether a round that is booked already (a pinned one) rules a day out."""
    if policy == SAME or policy == DIFFERENT:
        for task in range(f.tasks[candidate], f.tasks[candidate + 1]):
            if st.start[task] != NEVER:
                same = f.days[calendar, slot_of(f, st.start[task])] == day
                if same != (policy == SAME):
                    return True
    return False


@compiled
def _book_chain(f, st, begin, reached, cost, taste, work):  # type: ignore[no-untyped-def]
    """Book rounds begin..reached at the best chain of starts; returns how many found a panel."""
    if reached == begin:
        return 0
    last = reached - 1
    best, at = -FAR, -1
    for place_at in range(f.first[last], f.first[last + 1]):
        if work.chain[place_at] > best:
            best, at = work.chain[place_at], place_at
    for task in range(last, begin - 1, -1):
        work.picked[task - begin] = f.starts[at]
        at = work.previous[at]
    for task in range(begin, reached):
        slot = work.picked[task - begin]
        # Somebody booked for an earlier round of the chain cannot sit again: then the chain ends here.
        if not choose_panel(f, st, task, slot, cost, taste[2], work.panel):
            return task - begin
        room = room_at(f, st.room_able, task, slot) if f.room_need[task] >= 0 else -1
        if f.room_need[task] >= 0 and room < 0:
            return task - begin
        book(f, st, task, slot * f.spans[0], work.panel, room)
    return reached - begin
