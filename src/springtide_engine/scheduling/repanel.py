"""The panels of a plan put together anew with all times frozen: how many interviews can stay where they are?

A linear program, nearly integral. Most people never matter, so columns are generated (Dantzig, Wolfe 1960; Gilmore,
Gomory 1961): it begins with who sits now, and brings in who would pay off at the prices found, until nobody would.
Then no column left out could raise the value, so it bounds the whole program; the columns brought in are where the
answer in whole numbers is looked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from springtide_engine.scheduling.frame import Integers, Normal
from springtide_engine.scheduling.frozen import ROOM, SEATS, Columns, Flags, Frozen, columns_of, ranges
from springtide_engine.scheduling.linear import Numbers, maximise
from springtide_engine.scheduling.problem import REST_MIN
from springtide_engine.scheduling.state import State

NOTHING: Final = 1e-6
MOST_ROUNDS: Final = 60
MOST_IDLE: Final = 2
MOST_CUTS: Final = 8


@dataclass(frozen=True)
class Repanelled:
    """`most`: no panels whatever keep more than so many of those that need not stay. `sits` (N, 4): the panels
    found, as in `Frozen`, nobody at all where an interview is not kept."""

    most: int
    sits: Integers


class _Cut(NamedTuple):
    """At most `limit` of these columns: together they would make a row of talks that is too long. Or at most `limit`
    of the interviews `both` may be kept, and one more where `between` is."""

    columns: Integers
    limit: int
    both: Integers = np.zeros(0, dtype=np.int64)
    between: int = -1


def repanel(normal: Normal, state: State, frozen: Frozen, worth: Numbers, price: float, seconds: float) -> Repanelled:
    """Keep what is `worth` (N) most, of which 1 may cost `price` changes of who sits elsewhere.

    `state` holds only what is fixed. The bound is exact; the search for whole numbers may end early (`maximise`).
    """
    columns = columns_of(normal.frame, state, frozen)
    keepable = _keepable(columns, frozen)
    offered = frozen.must[columns.task] | keepable[columns.task]
    seat = columns.task * SEATS + columns.seat
    held = np.bincount(seat[columns.now], minlength=columns.wanted.size) > 0
    active = offered & (columns.now | ~held[seat])
    most, cuts = int(keepable.sum()), list(_ties(frozen.tied, keepable))
    last, idle = -1.0, 0
    for _round in range(MOST_ROUNDS):
        value, x, dual = _solve(columns, active, keepable.astype(np.float64), cuts)
        pays = np.where(offered & ~active, -_sums(dual, columns), 0.0)
        # A seat is taken once, so bringing in all others gains at most the best of each seat.
        best = np.zeros(columns.wanted.size)
        np.maximum.at(best, seat, pays)
        most = min(most, int(value + best.sum() + NOTHING))
        more = list(_too_long(normal, state, columns, np.flatnonzero(x > 0.5)))
        cuts += more
        # Prices may go on changing for long while the value stands; `most` holds whenever it ends.
        last, idle = value, idle + 1 if value <= last + NOTHING else 0
        if idle >= MOST_IDLE or most <= value + NOTHING or not (more or (pays > NOTHING).any()):
            break
        active |= pays > NOTHING
    return Repanelled(most, _whole(normal, state, columns, active, worth * keepable, cuts, 1 / price, seconds))


def _keepable(columns: Columns, frozen: Frozen) -> Flags:
    """(N) those that need not stay and have somebody for each seat."""
    filled = np.zeros(columns.wanted.shape, dtype=np.bool_)
    filled[columns.task, columns.seat] = True
    return np.asarray((frozen.slot >= 0) & ~frozen.must & (filled | ~columns.wanted).all(axis=1))


def _ties(tied: Integers, keepable: Flags) -> Iterator[_Cut]:
    for before, task, after in tied.tolist():
        both = [one for one in (before, after) if one >= 0]
        if keepable[both].all():
            yield _Cut(np.zeros(0, dtype=np.int64), len(both) - 1, np.array(both), task)


def _sums(dual: Numbers, columns: Columns) -> Numbers:
    if not columns.task.size:
        return np.zeros(0)
    return np.asarray(np.add.reduceat(dual[columns.rows], columns.first[:-1]))


def _whole(
    normal: Normal,
    state: State,
    columns: Columns,
    active: Flags,
    worth: Numbers,
    cuts: list[_Cut],
    cost: float,
    seconds: float,
) -> Integers:
    """(N, 4) panels in whole numbers, solved again where a row of talks is too long."""
    people, keepable = normal.frame.limits.shape[0], worth > 0
    vacant = keepable[:, None] & columns.wanted
    vacant[columns.task[columns.now], columns.seat[columns.now]] = False
    costs = np.where(columns.now | vacant[columns.task, columns.seat], 0.0, cost)
    sits = np.full(columns.wanted.shape, -1, dtype=np.int64)
    # Where the linear program is whole already it stays so; the rest is sought for around it.
    _value, x, _dual = _solve(columns, active, worth, cuts, costs)
    settled = np.bincount(columns.task[x > 1 - NOTHING], minlength=keepable.size) == columns.wanted.sum(axis=1)
    for _round in range(MOST_CUTS):
        open_now = active & (~settled[columns.task] | (x > 1 - NOTHING))
        _value, found, _dual = _solve(columns, open_now, worth, cuts, costs, seconds)
        chosen = np.flatnonzero(found > 0.5)
        more = list(_too_long(normal, state, columns, chosen))
        if not more:
            sits[columns.task[chosen], columns.seat[chosen]] = columns.who[chosen]
            sits[:, ROOM] = np.where(sits[:, ROOM] >= 0, sits[:, ROOM] - people, -1)
            break
        cuts = cuts + more
        settled[np.concatenate([columns.task[cut.columns] for cut in more])] = False
    return sits


def _too_long(normal: Normal, state: State, columns: Columns, chosen: Integers) -> Iterator[_Cut]:
    """Cuts against the rows of talks that the chosen columns make, together with what is fixed."""
    f = normal.frame
    chosen = chosen[np.argsort(columns.who[chosen], kind="stable")]
    edges = np.searchsorted(columns.who[chosen], np.arange(f.limits.shape[0] + 1))
    held = np.diff(edges)
    for person in np.flatnonzero((held > 0) & (held + state.held_count > f.limits[:, 2])):
        mine = chosen[edges[person] : edges[person + 1]]
        fixed = state.held[person, : state.held_count[person]]
        tasks = np.concatenate([columns.task[mine], fixed])
        begins = np.concatenate([columns.start[mine], state.start[fixed]])
        row: list[int] = []
        for at in np.argsort(begins).tolist():
            rests = not row or begins[at] - begins[row[-1]] - f.minutes[tasks[row[-1]]] >= REST_MIN
            row = [at] if rests else [*row, at]
            free = [each for each in row if each < mine.size]
            if len(row) > f.limits[person, 2] and free:
                here = np.flatnonzero((columns.who == person) & np.isin(columns.task, tasks[free]))
                yield _Cut(here, int(f.limits[person, 2]) - len(row) + len(free))
                break


def _solve(
    columns: Columns,
    active: Flags,
    worth: Numbers,
    cuts: Sequence[_Cut],
    costs: Numbers | None = None,
    seconds: float | None = None,
) -> tuple[float, Numbers, Numbers]:
    """The value, (columns) the share of each, and (rows) the prices; whole numbers where `seconds` are given.

    Variables are the active columns, and for each interview that is worth something whether it is kept: it then has
    all its seats.
    A seat that must be filled and has one active column is no variable: whoever sits there takes part of the rows.
    """
    keepable = worth > 0
    seat_of = columns.task * SEATS + columns.seat
    choices = np.bincount(seat_of[active], minlength=columns.wanted.size)
    alone = active & ~keepable[columns.task] & (choices[seat_of] == 1)
    used = np.flatnonzero(active & ~alone)
    room = columns.limit - np.bincount(_rows(columns, np.flatnonzero(alone)), minlength=columns.limit.size)
    rows = _rows(columns, used)
    counts = np.bincount(rows, minlength=columns.limit.size)
    kept = np.flatnonzero(keepable)
    seats = np.flatnonzero((columns.wanted & keepable[:, None]).ravel())
    is_seat = np.arange(columns.limit.size) < columns.wanted.size
    needed = np.where(is_seat, counts > 0, (counts > room) & ~_implied(columns, active))
    number = np.cumsum(needed) - 1
    entry = needed[rows]
    upper = room.astype(np.float64)
    upper[seats] = 0.0
    lower = np.where(is_seat, upper, -np.inf)
    place = np.full(active.size, -1)
    place[used] = np.arange(used.size)
    lengths = np.diff(columns.first)[used]
    parts = [
        (np.repeat(place[used], lengths)[entry], number[rows[entry]], np.ones(int(entry.sum()))),
        (used.size + np.searchsorted(kept, seats // SEATS), number[seats], np.full(seats.size, -1.0)),
    ]
    tops = []
    for index, cut in enumerate(cuts):
        own = place[cut.columns]
        own = own[own >= 0]
        terms = [*cut.both.tolist(), *([cut.between] if cut.between >= 0 and keepable[cut.between] else [])]
        sign = np.where(np.array(terms, dtype=np.int64) == cut.between, -1.0, 1.0)
        where = np.concatenate([own, used.size + np.searchsorted(kept, terms)]).astype(np.int64)
        parts.append((where, np.full(where.size, needed.sum() + index), np.append(np.ones(own.size), sign)))
        tops.append(float(cut.limit - alone[cut.columns].sum()))
    found = maximise(
        np.concatenate([np.zeros(used.size) if costs is None else -costs[used], worth[kept]]),
        np.concatenate([np.full(used.size, np.inf if costs is None else 1.0), np.ones(kept.size)]),
        (
            np.concatenate([a for a, _, _ in parts]),
            np.concatenate([b for _, b, _ in parts]),
            np.concatenate([c for _, _, c in parts]),
        ),
        np.concatenate([lower[needed], np.full(len(cuts), -np.inf)]),
        np.concatenate([upper[needed], tops]),
        seconds,
    )
    x, dual = alone.astype(np.float64), np.zeros(columns.limit.size)
    x[used] = found.x[: used.size]
    if found.dual.size:
        dual[needed] = found.dual[: int(needed.sum())]
        dual[seat_of[alone]] = -_sums(dual, columns)[alone]
    return found.value, x, dual


def _implied(columns: Columns, active: Flags) -> Flags:
    """(rows) instants that say nothing new: all talks that hold one hold the next one too, or the one before."""
    begun, ended = (
        np.bincount(each[active], minlength=columns.limit.size) > 0 for each in (columns.begins, columns.ends)
    )
    fresh = np.cumsum(begun)
    ends = np.flatnonzero(ended)
    implied = np.zeros(columns.limit.size, dtype=np.bool_)
    implied[columns.begins.min(initial=0) : columns.ends.max(initial=-1) + 1] = True
    implied[ends[np.diff(fresh[ends], prepend=0) > 0]] = False
    return implied


def _rows(columns: Columns, which: Integers) -> Integers:
    """The rows of these columns, one after another."""
    return columns.rows[ranges(columns.first[which], columns.first[which + 1])]
