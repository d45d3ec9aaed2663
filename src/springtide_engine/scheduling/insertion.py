"""A candidate's rounds put into the plan together, at the starts that suit them best."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.compiled import compiled, inner, uniform
from springtide_engine.scheduling.frame import DIFFERENT, SAME, Frame, Integers, Numbers, Words
from springtide_engine.scheduling.seating import FAR, Panel, choose_panel, ease, no_panel, room_at
from springtide_engine.scheduling.state import NEVER, State, book, slot_of


class Work(NamedTuple):
    """Room for the loops: best value of a chain and the start before it, by start; a chain's slots; a panel; the
    state of chance."""

    value: npt.NDArray[np.float64]
    previous: Integers
    picked: Integers
    panel: Panel
    chance: Words


def workspace(frame: Frame, state: State, seed: int) -> Work:
    """Fresh room, with chance drawn from a seed."""
    return Work(
        value=np.zeros(frame.starts.size),
        previous=np.zeros(frame.starts.size, dtype=np.int64),
        picked=np.zeros(int(np.diff(frame.tasks).max(initial=1)), dtype=np.int64),
        panel=no_panel(state),
        chance=np.array([seed % 2**64], dtype=np.uint64),
    )


@compiled
def place(f: Frame, st: State, candidate: int, cost: Numbers, taste: Numbers, work: Work) -> int:
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
        reached = chain(f, st, candidate, task, stop, taste, work)
        more = _book_chain(f, st, task, reached, cost, taste, work)
        booked += more
        task = task + more if more else stop
    return booked


@compiled
def chain(  # noqa: C901 - one pass over the starts, with every rule that one start has to keep
    f: Frame, st: State, candidate: int, begin: int, stop: int, taste: Numbers, work: Work
) -> int:
    """Find the best starts for the free rounds begin..stop, as far as there are any; returns one past the last such
    round. Who sits is left open, and so whether somebody would have to sit twice.

    `work.value` becomes the value of the best chain of rounds begin..task whose last one starts at each start.
    """
    reached = begin
    for task in range(begin, stop):
        floor, ceiling = NEVER, -NEVER
        if task == begin and begin > f.tasks[candidate]:
            floor = st.start[begin - 1] + f.minutes[begin - 1] + f.gap[begin]
        if stop < f.tasks[candidate + 1]:
            ceiling = st.start[stop] - (f.gap[stop] if task == stop - 1 else 0)
        found = False
        queue = f.first[task - 1] if task > begin else f.first[task]
        best, at_best, best_day = 0.0 if task == begin else -FAR, -1, -1
        for place_at in range(f.first[task], f.first[task + 1]):
            slot = f.starts[place_at]
            start, day = slot * f.spans[0], f.days[f.candidate_calendar[candidate], slot]
            work.value[place_at] = -FAR
            if task > begin:
                if f.day_policy[candidate] == SAME and day != best_day:
                    best, at_best, best_day = -FAR, -1, day
                latest = start - f.minutes[task - 1] - f.gap[task]
                queue, best, at_best = _advance(f, candidate, queue, f.first[task], latest, day, best, at_best, work)
            if best <= -FAR or start < floor or start + f.minutes[task] > ceiling:
                continue
            if forbidden(f, st, candidate, day):
                continue
            value = ease(f, st.able, st.room_able, st.met, task, slot)
            if value > -FAR:
                value -= taste[0] * start / 1440
                if taste[1] > 0.0:
                    value += taste[1] * uniform(work.chance)
                work.value[place_at] = best + value
                work.previous[place_at] = at_best
                found = True
        if not found:
            break
        reached = task + 1
    return reached


@inner
def _advance(
    f: Frame, candidate: int, queue: int, end: int, latest: int, day: int, best: float, at_best: int, work: Work
) -> tuple[int, float, int]:
    """Take in the starts of the round before that end early enough (by `latest`) and suit the day policy."""
    policy, calendar = f.day_policy[candidate], f.candidate_calendar[candidate]
    while queue < end and f.starts[queue] * f.spans[0] <= latest:
        its_day = f.days[calendar, f.starts[queue]]
        if policy == DIFFERENT and its_day >= day:
            break
        if (policy != SAME or its_day == day) and work.value[queue] > best:
            best, at_best = work.value[queue], queue
        queue += 1
    return queue, best, at_best


@compiled
def forbidden(f: Frame, st: State, candidate: int, day: int) -> bool:
    """Tell whether a round that is booked already (a pinned one) rules a day out."""
    policy, calendar = f.day_policy[candidate], f.candidate_calendar[candidate]
    if policy in (SAME, DIFFERENT):
        for task in range(f.tasks[candidate], f.tasks[candidate + 1]):
            if st.start[task] != NEVER:
                same = f.days[calendar, slot_of(f, st.start[task])] == day
                if same != (policy == SAME):
                    return True
    return False


@inner
def _book_chain(f: Frame, st: State, begin: int, reached: int, cost: Numbers, taste: Numbers, work: Work) -> int:
    """Book rounds begin..reached at the best chain of starts; returns how many found a panel."""
    if reached == begin:
        return 0
    last = reached - 1
    best, at = -FAR, -1
    for place_at in range(f.first[last], f.first[last + 1]):
        if work.value[place_at] > best:
            best, at = work.value[place_at], place_at
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
        book(f, st, task, slot * f.spans[0], work.panel.people, room)
    return reached - begin
