"""Which people can sit at a start, how easily, and who should."""

from typing import NamedTuple

import numpy as np

from springtide_engine.scheduling.compiled import allocating, bit, compiled, inner, lowest, popcount
from springtide_engine.scheduling.frame import Bytes, Flags, Frame, Integers, Numbers, Words
from springtide_engine.scheduling.state import State

ZERO = np.uint64(0)
FAR = 1e18


class Panel(NamedTuple):
    """Room to choose a panel in: `people`, -1 padded, as a row of `State.people`; the three cheapest for each seat."""

    people: Integers
    best: Integers
    price: Numbers


def no_panel(state: State) -> Panel:
    """Fresh room."""
    return Panel(np.full(state.people.shape[1], -1, dtype=np.int64), np.zeros((3, 3), dtype=np.int64), np.zeros((3, 3)))


@inner
def ease(f: Frame, able: Words, room_able: Bytes, met: Words, task: int, slot: int) -> float:
    """How replaceable the people of a start are: minus the sum over seats of 1 / (people who could sit there).

    -FAR where no panel or no room is left. `met` (C, W): whom candidates must not meet. Millions of starts are asked,
    so arrays are read in place: a row taken out of one is counted in and out again.
    """
    price, seats, least, before, last = 0.0, 0, 1 << 30, -1, 0
    while seats < 3 and f.needs[task, seats] >= 0:
        need = f.needs[task, seats]
        if need != before:
            last, before = sitters(f, able, met, task, slot, need), need
            if last == 0:
                return -FAR
            least = min(least, last)
        price += 1.0 / last
        seats += 1
    if least < seats and not _hall(f, able, met, task, slot, seats):
        return -FAR
    if f.room_need[task] >= 0 and room_at(f, room_able, task, slot) < 0:
        return -FAR
    return -price


@inner
def sitters(f: Frame, able: Words, met: Words, task: int, slot: int, need: int) -> int:
    """How many of those free at a start of a task could fill a kind of seat."""
    found, kind, candidate = 0, f.length[task], f.owner[task]
    for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
        found += popcount(able[kind, slot, word] & f.pools[need, word] & ~met[candidate, word])
    return found


@inner
def _hall(f: Frame, able: Words, met: Words, task: int, slot: int, seats: int) -> bool:
    """Tell whether each set of two or three seats has as many people as seats (Hall 1935)."""
    n01, n02, n12, n012 = 0, 0, 0, 0
    for word in range(f.pools.shape[1]):
        here = able[f.length[task], slot, word] & ~met[f.owner[task], word]
        a, b = here & f.pools[f.needs[task, 0], word], here & f.pools[f.needs[task, 1], word]
        n01 += popcount(a | b)
        if seats == 3:
            c = here & f.pools[f.needs[task, 2], word]
            n02 += popcount(a | c)
            n12 += popcount(b | c)
            n012 += popcount(a | b | c)
    return n01 >= 2 and (seats < 3 or (n02 >= 2 and n12 >= 2 and n012 >= 3))


@compiled
def room_at(f: Frame, room_able: Bytes, task: int, slot: int) -> int:
    """The free room that suits fewest kinds of need, or -1."""
    best, least = -1, 1 << 30
    for room in range(room_able.shape[2]):
        if f.room_kinds[f.room_need[task], room] and room_able[f.length[task], slot, room]:
            uses = 0
            for kind in range(f.room_kinds.shape[0]):
                uses += f.room_kinds[kind, room]
            if uses < least:
                best, least = room, uses
    return best


@compiled
def choose_panel(  # noqa: C901, PLR0912 - three seats are three loops
    f: Frame, st: State, task: int, slot: int, cost: Numbers, evenness: float, panel: Panel
) -> bool:
    """Fill `panel.people` with the cheapest people, all different; False where there is no such panel.

    A person's price is `cost` (P) and `evenness` for each minute of load.
    The three cheapest for each seat suffice: of at most three seats, two others can take two of them away.
    """
    people, best, price = panel.people, panel.best, panel.price
    for seat in range(people.size):
        people[seat] = -1
    seats = 0
    while seats < 3 and f.needs[task, seats] >= 0:
        cheapest(f, st, task, slot, seats, cost, evenness, panel)
        if best[seats, 0] < 0:
            return False
        seats += 1
    least = FAR
    for i in range(3):
        if best[0, i] < 0 or price[0, i] >= least:
            break
        if seats == 1:
            least = price[0, i]
            people[0] = best[0, i]
            break
        for j in range(3):
            if best[1, j] < 0 or price[0, i] + price[1, j] >= least:
                break
            if best[1, j] == best[0, i]:
                continue
            if seats == 2:
                least = price[0, i] + price[1, j]
                people[0], people[1] = best[0, i], best[1, j]
                continue
            for k in range(3):
                total = price[0, i] + price[1, j] + price[2, k]
                if best[2, k] < 0 or total >= least:
                    break
                if best[2, k] not in (best[0, i], best[1, j]):
                    least = total
                    people[0], people[1], people[2] = best[0, i], best[1, j], best[2, k]
    return least < FAR


@compiled
def cheapest(
    f: Frame, st: State, task: int, slot: int, seat: int, cost: Numbers, evenness: float, panel: Panel
) -> None:
    """The three cheapest people for a seat, cheapest first; equal cost goes to the lower number."""
    kind, candidate, need = f.length[task], f.owner[task], f.needs[task, seat]
    best, price = panel.best, panel.price
    for rank in range(3):
        best[seat, rank], price[seat, rank] = -1, FAR
    for word in range(f.pool_span[need, 0], f.pool_span[need, 1]):
        free = st.able[kind, slot, word] & f.pools[need, word] & ~st.met[candidate, word]
        while free != ZERO:
            person = word * 64 + lowest(free)
            free &= free - np.uint64(1)
            value = cost[person] + evenness * st.load[person]
            if value < price[seat, 2]:
                place = 2
                while place > 0 and value < price[seat, place - 1]:
                    price[seat, place], best[seat, place] = price[seat, place - 1], best[seat, place - 1]
                    place -= 1
                price[seat, place], best[seat, place] = value, person


@allocating
def possible(f: Frame) -> Flags:
    """(starts) whether the task of each start could be there, were there no others."""
    keep = np.zeros(f.starts.size, dtype=np.bool_)
    for task in range(f.minutes.size):
        for place in range(f.first[task], f.first[task + 1]):
            keep[place] = ease(f, f.able, f.room_able, f.barred, task, f.starts[place]) > -FAR
    return keep


@allocating
def fitting(f: Frame, days: int) -> Integers:
    """(P, days) most interviews of the shortest length, with buffers, that fit into each local day of a person."""
    found = np.zeros((f.limits.shape[0], days), dtype=np.int64)
    for person in range(f.limits.shape[0]):
        word, mask, calendar = person // 64, bit(person), f.person_calendar[person]
        pause = f.lengths[0] + f.limits[person, 3]
        last, last_day = -pause, -1
        for slot in range(f.spans[1]):
            day, start = f.days[calendar, slot], slot * f.spans[0]
            if f.able[0, slot, word] & mask and (start >= last + pause or day != last_day):
                found[person, day] += 1
                last, last_day = start, day
    return found
