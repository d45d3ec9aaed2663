"""What a candidate could have as the only one: an upper limit that needs no solver."""

import numpy as np

from springtide_engine.scheduling.compiled import allocating, bit, inner
from springtide_engine.scheduling.frame import Flags, Frame, Integers, Numbers, Words
from springtide_engine.scheduling.insertion import Work, chain
from springtide_engine.scheduling.seating import sitters
from springtide_engine.scheduling.state import NEVER, State

ZERO = np.uint64(0)


@allocating
def alone(f: Frame, st: State, taste: Numbers, work: Work, reach: Flags) -> None:
    """Mark in `reach` (N) the first rounds each candidate could have, were there no others; nothing is booked.

    Two limits are met together: starts in order, with the day policy, at which a panel is there; and different people
    for all seats of all rounds.
    """
    for candidate in range(f.tasks.size - 1):
        task, end = f.tasks[candidate], f.tasks[candidate + 1]
        while task < end:
            stop = task
            while stop < end and not f.fixed[stop]:
                stop += 1
            reached = chain(f, st, candidate, task, stop, taste, work)
            reach[task : task + _distinct(f, st, candidate, task, reached)] = True
            task = stop + 1
    for task in range(reach.size):
        reach[task] |= st.start[task] != NEVER


@allocating
def _distinct(f: Frame, st: State, candidate: int, begin: int, end: int) -> int:
    """How many of the rounds begin..end can have different people on all of their seats, whatever the time."""
    words, most = f.pools.shape[1], 3 * (end - begin)
    if _plenty(f, st, begin, end):
        return end - begin
    who = np.zeros((most, words), dtype=np.uint64)
    held = np.full(f.limits.shape[0], -1, dtype=np.int64)
    seats = 0
    for task in range(begin, end):
        for seat in range(3):
            need = f.needs[task, seat]
            if need < 0:
                continue
            for place in range(f.first[task], f.first[task + 1]):
                for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
                    who[seats, word] |= st.able[f.length[task], f.starts[place], word]
            for word in range(words):
                who[seats, word] &= f.pools[need, word] & ~st.met[candidate, word]
            seen = np.zeros(words, dtype=np.uint64)
            if not _seat(who, held, seen, seats):
                return task - begin
            seats += 1
    return end - begin


@inner
def _plenty(f: Frame, st: State, begin: int, end: int) -> bool:
    """Tell whether each seat has, at some one start, as many people as there are seats in all: then none can lack."""
    seats = 0
    for task in range(begin, end):
        for seat in range(3):
            seats += f.needs[task, seat] >= 0
    for task in range(begin, end):
        for seat in range(3):
            need, found = f.needs[task, seat], f.needs[task, seat] < 0
            for place in range(f.first[task], f.first[task + 1]):
                if found:
                    break
                found = sitters(f, st.able, st.met, task, f.starts[place], need) >= seats
            if not found:
                return False
    return True


@inner
def _seat(who: Words, held: Integers, seen: Words, seat: int) -> bool:
    """Find somebody for a seat, moving others on (an augmenting path, Kuhn 1955)."""
    for word in range(who.shape[1]):
        left = who[seat, word] & ~seen[word]
        if left == ZERO:
            continue
        for person in range(word * 64, min(word * 64 + 64, held.size)):
            if left & bit(person) and not seen[word] & bit(person):
                seen[word] |= bit(person)
                if held[person] < 0 or _seat(who, held, seen, held[person]):
                    held[person] = seat
                    return True
    return False
