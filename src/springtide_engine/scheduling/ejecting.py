"""A plan mended by ejection chains (Glover 1996): somebody comes home, and who stood in the way looks for a place.

The search keeps what is not worse, so that what is missing wanders about until it comes to where it does little harm.
"""

from typing import Final

import numpy as np

from springtide_engine.scheduling.compiled import allocating, inner, popcount, uniform
from springtide_engine.scheduling.frame import Bytes, Frame, Integers, Numbers
from springtide_engine.scheduling.insertion import Work, forbidden, place
from springtide_engine.scheduling.paths import begin, scarcest, search, settle, take
from springtide_engine.scheduling.search import pick
from springtide_engine.scheduling.smooth import between
from springtide_engine.scheduling.state import NEVER, State
from springtide_engine.scheduling.trail import Paths, adopt, rewind, take_out

MOST_HOME: Final = 4  # rounds of one candidate that are tried at home in all combinations
MOST_EJECTED: Final = 6
AFIELD: Final = 0.1  # share of steps that seek another time than the old one
NEAR: Final = 40  # nodes among which the one to be ejected is drawn


@inner
def find_room(  # noqa: C901 - from the best arrangement to the worst
    f: Frame, st: State, candidate: int, longest: int, steps: int, taste: Numbers, work: Work, way: Paths
) -> None:
    """Book the missing rounds of a candidate: as many of all rounds as can be at home, the others elsewhere; where
    that fails the last ones are lost. `longest`, `steps`: of a path at home and elsewhere."""
    low, end, missing, free = f.tasks[candidate], f.tasks[candidate + 1], 0, 0
    while end > low and way.home[end - 1] == NEVER:
        end -= 1
    for task in range(low, end):
        missing += st.start[task] == NEVER
    if missing == 0:
        return
    for task in range(low, end):
        if not way.locked[task]:
            free += 1
            if st.start[task] != NEVER:
                take_out(f, st, task, way)
    while free > 0:
        most = min(free, MOST_HOME)
        for most_steps in range(0, steps + 1, max(steps, 1)):
            for at_home in range(most, -1, -1):
                for mask in range(1 << most):
                    if popcount(np.uint64(mask)) == at_home and _arrange(
                        f, st, candidate, end, mask, longest, most_steps, taste, work, way
                    ):
                        return
        end -= 1
        if way.locked[end]:
            return
        free -= 1


@inner
def _arrange(  # noqa: C901 - at home, elsewhere, by a path
    f: Frame,
    st: State,
    candidate: int,
    end: int,
    mask: int,
    longest: int,
    steps: int,
    taste: Numbers,
    work: Work,
    way: Paths,
) -> bool:
    """Book all missing rounds before `end`, those of the mask at home (and those beyond it that can be), or none of
    them. `longest`, `steps`: of a path at home and elsewhere."""
    mark, low, number, away = way.tally[2], f.tasks[candidate], 0, 0
    for task in range(low, end):
        if st.start[task] == NEVER:
            wanted = number >= MOST_HOME or mask >> number & 1
            if not wanted or not return_home(f, st, task, longest, way):
                if wanted and number < MOST_HOME:
                    rewind(f, st, mark, way)
                    return False
                away += 1
            number += 1
    if away == 0:
        return True
    there = way.tally[2]
    # Rounds that are given up, or never stood, are none of the candidate's for a moment.
    last, f.tasks[candidate + 1] = f.tasks[candidate + 1], end
    place(f, st, candidate, way.cost, taste, work)
    f.tasks[candidate + 1] = last
    whole = True
    for task in range(low, end):
        if st.start[task] == NEVER:
            whole = False
        elif not f.fixed[task]:
            adopt(f, st, task, way)
    if not whole and steps > 0:
        rewind(f, st, there, way)
        whole = True
        for task in range(low, end):
            if whole and st.start[task] == NEVER:
                whole = seek(f, st, task, steps, way)
    if not whole:
        rewind(f, st, mark, way)
    return whole


@inner
def home_slot(f: Frame, st: State, task: int, way: Paths) -> int:
    """The slot at which a task stood, if it can be there beside the candidate's other rounds, else -1."""
    candidate, slot = f.owner[task], way.home[task] // f.spans[0]
    low, high = f.first[task], f.first[task + 1]
    while low < high:
        middle = (low + high) // 2
        if f.starts[middle] < slot:
            low = middle + 1
        else:
            high = middle
    if low == f.first[task + 1] or f.starts[low] != slot or slot * f.spans[0] != way.home[task]:
        return -1
    if forbidden(f, st, candidate, f.days[f.candidate_calendar[candidate], slot]):
        return -1
    low, high = between(f, st, task)
    return slot if low <= way.home[task] and way.home[task] + f.minutes[task] <= high else -1


@inner
def return_home(f: Frame, st: State, task: int, longest: int, way: Paths) -> bool:
    """Book a task where it stood."""
    slot = home_slot(f, st, task, way)
    return slot >= 0 and settle(f, st, task, slot, longest, way)


@inner
def seek(f: Frame, st: State, task: int, longest: int, way: Paths) -> bool:
    """Book a task between the rounds beside it at the first start where a panel is found, without a path first."""
    candidate = f.owner[task]
    if task > f.tasks[candidate] and st.start[task - 1] == NEVER:
        return False
    floor, ceiling = between(f, st, task)
    for steps in range(0, longest + 1, max(longest, 1)):
        for at in range(f.first[task], f.first[task + 1]):
            slot = f.starts[at]
            start = slot * f.spans[0]
            if start < floor or start + f.minutes[task] > ceiling:
                continue
            if forbidden(f, st, candidate, f.days[f.candidate_calendar[candidate], slot]):
                continue
            if settle(f, st, task, slot, steps, way):
                return True
    return False


@inner
def _force(f: Frame, st: State, task: int, movable: Bytes, longest: int, out: Integers, work: Work, way: Paths) -> int:
    """Book a task where it stood, or now and then elsewhere, ejecting what it must; returns how many tasks that were
    (in `out`), or -1."""
    slot, size = home_slot(f, st, task, way), 0
    if slot < 0 or uniform(work.chance) < AFIELD:
        slot = _some_slot(f, st, task, work)
    if slot < 0 or not begin(f, st, task, slot, way):
        return -1
    while True:
        seat = scarcest(f, st, task, way)
        if seat < 0:
            return size
        node, person = search(f, st, task, seat, longest, way)
        if node < 0:
            if size == out.size:
                return -1
            node = _drawn(f, st, task, movable, work, way)
            if node < 0:
                return -1
            out[size] = way.nodes[node, 0]
            size += 1
            take_out(f, st, way.nodes[node, 0], way)
        if not take(f, st, node, person, way):
            return -1


@inner
def _some_slot(f: Frame, st: State, task: int, work: Work) -> int:
    """A slot drawn at random, if the task can be there beside the candidate's other rounds, else -1."""
    candidate, size = f.owner[task], f.first[task + 1] - f.first[task]
    if size == 0 or (task > f.tasks[candidate] and st.start[task - 1] == NEVER):
        return -1
    slot = f.starts[f.first[task] + pick(work.chance, size)]
    floor, ceiling = between(f, st, task)
    if slot * f.spans[0] < floor or slot * f.spans[0] + f.minutes[task] > ceiling:
        return -1
    return -1 if forbidden(f, st, candidate, f.days[f.candidate_calendar[candidate], slot]) else slot


@inner
def _drawn(f: Frame, st: State, task: int, movable: Bytes, work: Work, way: Paths) -> int:
    """One of the nearest nodes whose task may be ejected, or -1."""
    found, chosen = 0, -1
    for node in range(1, way.tally[0]):
        other = way.nodes[node, 0]
        if movable[other] and not way.locked[other] and f.owner[other] != f.owner[task]:
            found += 1
            if uniform(work.chance) * found < 1.0:
                chosen = node
            if found == NEAR:
                break
    return chosen


@allocating
def eject(
    f: Frame,
    st: State,
    first: Integers,
    steps: int,
    hurt: Integers,
    movable: Bytes,
    reach: Integers,
    taste: Numbers,
    heat: float,
    work: Work,
    way: Paths,
) -> int:
    """Bring home the tasks `first` and find room for the candidates `hurt` as well as it goes at once; then do so many
    steps, each for one of `hurt`. Returns how many were kept. `movable` (N): 1 for tasks that may be ejected. `reach`:
    steps of a path [for `first`, for who comes home, for whom it ejects]. `heat`: a step that loses less than
    heat * Exp(1) is kept."""
    for round_ in range(3 if first.size else 0):
        for task in first:
            if st.start[task] == NEVER:
                way.tally[2] = 0
                return_home(f, st, task, reach[0] * round_ // 2, way)
    out = np.zeros(MOST_EJECTED, dtype=np.int64)
    kept = 0
    for step in range(-hurt.size if first.size else 0, steps):
        begun = step < 0
        candidate = hurt[step if begun else pick(work.chance, hurt.size)]
        way.tally[2] = 0
        before, size = way.bill[0], 0
        if not begun:
            size = _come_home(f, st, candidate, movable, reach[1], out, work, way)
        for index in range(-1, size):
            who = candidate if index < 0 else f.owner[out[index]]
            find_room(f, st, who, reach[0] if begun else reach[2], reach[0] if begun else 0, taste, work, way)
        after = way.bill[0]
        if begun or (size >= 0 and after < before - heat * np.log(uniform(work.chance) + 1e-300) + 1e-9):
            kept += 1
        else:
            rewind(f, st, 0, way)
            way.bill[0] = before
    return kept


@inner
def _come_home(
    f: Frame, st: State, candidate: int, movable: Bytes, longest: int, out: Integers, work: Work, way: Paths
) -> int:
    """Take out what of a candidate is not at home and book one of it there; `_force` tells what that returns."""
    target, away = -1, 0
    for task in range(f.tasks[candidate], f.tasks[candidate + 1]):
        if way.home[task] != NEVER and st.start[task] != way.home[task] and not way.locked[task]:
            away += 1
            if uniform(work.chance) * away < 1.0:
                target = task
            if st.start[task] != NEVER:
                take_out(f, st, task, way)
    return _force(f, st, target, movable, longest, out, work, way) if away else -1
