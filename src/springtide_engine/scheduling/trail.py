"""What is changed in a plan, written down so that it can be undone, and what it costs."""

from typing import Final, NamedTuple

from springtide_engine.scheduling.compiled import inner
from springtide_engine.scheduling.frame import Bytes, Frame, Integers, Numbers
from springtide_engine.scheduling.state import NEVER, State, book, join, leave, unbook

MOST_CHANGES: Final = 1 << 10  # of one step of the search, for each round that one candidate may have
BOOKED, TAKEN = -1, -2


class Paths(NamedTuple):
    """Room for the search. `locked` (N): 1 where nothing changes. `home` (N): minute a task stood at, or NEVER; `sat`
    (N, 4): its people and room then. `nodes` (Q, 5): task, seat, the node before, who gives up this seat for the one
    before, steps; `seen` (N, 3): the last search that came by. `tally`: [nodes, number of the search, entries of the
    trail]. `trail` (…, 4): what was done, to be undone: task, seat and who sat there; or task, BOOKED; or task, TAKEN,
    start, room. `moved`, `lost` (N): price of a task that is elsewhere, or nowhere; `change`: of a seat at home with
    somebody else than before; `bill`: [their sum, up to a constant]. `cost` (P): price of a person, `evenness` of a
    minute of load. `nobody`: an empty row of `State.people`."""

    locked: Bytes
    home: Integers
    sat: Integers
    nodes: Integers
    seen: Integers
    tally: Integers
    trail: Integers
    moved: Numbers
    lost: Numbers
    change: float
    bill: Numbers
    cost: Numbers
    evenness: float
    nobody: Integers


@inner
def _note(way: Paths, task: int, what: int, a: int, b: int) -> None:
    at = way.tally[2]
    way.trail[at, 0], way.trail[at, 1], way.trail[at, 2], way.trail[at, 3] = task, what, a, b
    way.tally[2] += 1


@inner
def _change(f: Frame, st: State, task: int, seat: int, person: int, way: Paths) -> None:
    """Seat somebody, or nobody (-1), instead of who sits there."""
    old, at_home = st.people[task, seat], st.start[task] == way.home[task]
    if old >= 0:
        if at_home and old != way.sat[task, seat]:
            way.bill[0] -= way.change
        leave(f, st, task, seat)
    if person >= 0:
        if at_home and person != way.sat[task, seat]:
            way.bill[0] += way.change
        join(f, st, task, seat, person)


@inner
def put(f: Frame, st: State, task: int, seat: int, person: int, way: Paths) -> None:
    """As `_change`, and remember it."""
    _note(way, task, seat, st.people[task, seat], 0)
    _change(f, st, task, seat, person, way)


@inner
def enter(f: Frame, st: State, task: int, start: int, panel: Integers, room: int, way: Paths) -> None:
    """Book a task that is not booked."""
    book(f, st, task, start, panel, room)
    adopt(f, st, task, way)


@inner
def adopt(f: Frame, st: State, task: int, way: Paths) -> None:
    """Count in and remember a booking that was just made."""
    f.fixed[task] = 1
    if way.home[task] != NEVER:
        way.bill[0] -= way.lost[task]
        if st.start[task] != way.home[task]:
            way.bill[0] += way.moved[task]
        else:
            for seat in range(3):
                if st.people[task, seat] >= 0 and st.people[task, seat] != way.sat[task, seat]:
                    way.bill[0] += way.change
    _note(way, task, BOOKED, 0, 0)


@inner
def _remove(f: Frame, st: State, task: int, way: Paths) -> None:
    """Unbook a task on whose panel nobody is left."""
    if way.home[task] != NEVER:
        way.bill[0] += way.lost[task]
        if st.start[task] != way.home[task]:
            way.bill[0] -= way.moved[task]
    unbook(f, st, task)
    f.fixed[task] = 0


@inner
def take_out(f: Frame, st: State, task: int, way: Paths) -> None:
    """Take a booking out."""
    for seat in range(3):
        if st.people[task, seat] >= 0:
            put(f, st, task, seat, -1, way)
    _note(way, task, TAKEN, st.start[task], st.room[task])
    _remove(f, st, task, way)


@inner
def rewind(f: Frame, st: State, mark: int, way: Paths) -> None:
    """Undo what was done since the trail was `mark` long."""
    while way.tally[2] > mark:
        way.tally[2] -= 1
        at = way.tally[2]
        task, what = way.trail[at, 0], way.trail[at, 1]
        if what == BOOKED:
            for seat in range(3):
                _change(f, st, task, seat, -1, way)
            _remove(f, st, task, way)
        elif what == TAKEN:
            enter(f, st, task, way.trail[at, 2], way.nobody, way.trail[at, 3], way)
            way.tally[2] -= 1
        else:
            _change(f, st, task, what, way.trail[at, 2], way)
