"""The linear programme behind bound and shortfall: rounds by day, and who could sit on which seats that day.

Columns: x (a task on a day) and y (an interviewer on a kind of seat on a day). Rows: a task is held once; a later
round only after the one before it, and on its day where they share one; the seats needed on a day are filled by y;
an interviewer's y keep within what fits into their day and their week. What the rows do not say (hours within the
day, rooms, who met whom) can only make the truth smaller than the optimum of these rows.

Days ("blocks") are cut from the grid's origin, the same for all, and people's local days are cut within them: so
one more interviewer, window or cap only adds columns or room, and never lowers the optimum.
"""

from dataclasses import dataclass, field

import numpy as np

from springtide_engine.scheduling.compiled import compiled
from springtide_engine.scheduling.frame import SAME, Flags, Integers, Normal, Numbers, unpack
from springtide_engine.scheduling.seating import fitting
from springtide_engine.scheduling.state import empty
from springtide_engine.scheduling.times import DAY


@dataclass(eq=False)
class Programme:
    """Maximise the x of some tasks under rows `<= limit`, every column within [0, top].

    x columns come first: `x_task`, `x_block`. Then y columns: `y_kind`, `y_person`, `y_block`. `seat_row` (G, blocks):
    the row that says that the seats of a kind are filled on a day, or -1.
    """

    x_task: Integers
    x_block: Integers
    y_kind: Integers
    y_person: Integers
    y_block: Integers
    top: Numbers
    seat_row: Integers
    limit: list[float] = field(default_factory=list)
    row: list[Integers] = field(default_factory=list)
    column: list[Integers] = field(default_factory=list)
    value: list[Numbers] = field(default_factory=list)

    def matrix(self) -> tuple[Integers, Integers, Numbers]:
        """Column, row and value of each entry, one for a place of the matrix, in order of columns."""
        rows = len(self.limit)
        key, where = np.unique(np.concatenate(self.column) * rows + np.concatenate(self.row), return_inverse=True)
        return (
            key // rows,
            key % rows,
            np.bincount(where.reshape(-1), weights=np.concatenate(self.value)).astype(np.float64),
        )

    def add(self, group: Integers, column: Integers, value: Numbers | float, limit: Numbers | float, rows: int) -> None:
        """Add `rows` rows: entry i stands in the row group[i] of them."""
        self.row.append(group + len(self.limit))
        self.column.append(column)
        self.value.append(np.broadcast_to(np.asarray(value, dtype=np.float64), column.shape))
        self.limit.extend(np.broadcast_to(np.asarray(limit, dtype=np.float64), (rows,)).tolist())


def programme(normal: Normal, reach: Flags) -> Programme:
    """Build the rows for the tasks in `reach` (N), pinned ones left out: they take their part of the caps."""
    f = normal.frame
    x_task, x_block, x_day = _task_days(normal, reach & (f.fixed == 0))
    y_kind, y_person, y_block, y_day, y_week = _person_days(normal, x_task, x_block)
    blocks = int(f.spans[0] * f.spans[1]) // DAY + 1
    xs, ys = x_task.size, y_kind.size
    fits = _fitting(normal)
    most = np.minimum(f.limits[y_person, 0], fits[y_person, y_day])
    made = Programme(
        x_task,
        x_block,
        y_kind,
        y_person,
        y_block,
        np.concatenate([np.ones(xs), most]),
        np.full((len(normal.seats), blocks), -1),
    )
    # A task is held once.
    tasks, group = np.unique(x_task, return_inverse=True)
    made.add(group, np.arange(xs), 1.0, 1.0, tasks.size)
    _chain_rows(normal, made, x_task, x_day)
    # Seats needed are filled.
    need = f.needs[x_task]
    entry, seat = np.nonzero(need >= 0)
    key_x, key_y = need[entry, seat] * blocks + x_block[entry], y_kind * blocks + y_block
    keys, group = np.unique(np.concatenate([key_x, key_y]), return_inverse=True)
    made.seat_row[keys // blocks, keys % blocks] = len(made.limit) + np.arange(keys.size)
    sign = np.concatenate([np.ones(entry.size), -np.ones(ys)])
    made.add(group, np.concatenate([entry, xs + np.arange(ys)]), sign, 0.0, keys.size)
    # People keep within their days and weeks.
    held_day, held_week = _pinned_load(normal)
    days = int(f.days.max(initial=0)) + 1
    keys, group = np.unique(y_person * days + y_day, return_inverse=True)
    who, when = keys // days, keys % days
    cap = np.minimum(f.limits[who, 0] - held_day[who, when], fits[who, when])
    made.add(group, xs + np.arange(ys), 1.0, np.maximum(cap, 0), keys.size)
    weeks = int(f.weeks.max(initial=0)) + 1
    keys, group = np.unique(y_person * weeks + y_week, return_inverse=True)
    who, when = keys // weeks, keys % weeks
    made.add(group, xs + np.arange(ys), 1.0, np.maximum(f.limits[who, 1] - held_week[who, when], 0), keys.size)
    return made


def _task_days(normal: Normal, wanted: Flags) -> tuple[Integers, ...]:
    """Distinct (task, block, local day of the candidate) at which a task can start."""
    f = normal.frame
    task = np.repeat(np.arange(wanted.size), np.diff(f.first))
    keep = wanted[task]
    task, slot = task[keep], f.starts[keep]
    day = f.days[f.candidate_calendar[f.owner[task]], slot]
    return _distinct(task, slot * f.spans[0] // DAY, day)


def _distinct(*columns: Integers) -> tuple[Integers, ...]:
    """The distinct rows of columns of whole numbers from 0, in order."""
    shape = tuple(int(column.max(initial=0)) + 1 for column in columns)
    key = np.ravel_multi_index(columns, shape)
    changes = np.concatenate([[True], key[1:] != key[:-1]])[: key.size]  # most repeat the one before: less to sort
    return tuple(part.astype(np.int64) for part in np.unravel_index(np.unique(key[changes]), shape))


def _person_days(normal: Normal, x_task: Integers, x_block: Integers) -> tuple[Integers, ...]:
    """Distinct (kind of seat, person, block, local day, week) at which somebody could sit and somebody needs it."""
    f = normal.frame
    size, blocks = f.limits.shape[0], int(f.spans[0] * f.spans[1]) // DAY + 1
    able = unpack(np.bitwise_or.reduce(f.able, axis=0), size).astype(np.bool_)
    slot, person = np.nonzero(able)
    calendar = f.person_calendar[person]
    person, block, day, week = _distinct(
        person, slot * f.spans[0] // DAY, f.days[calendar, slot], f.weeks[calendar, slot]
    )
    asked = np.zeros((len(normal.seats), blocks), dtype=np.bool_)
    for seat in range(3):
        need = f.needs[x_task, seat]
        asked[need[need >= 0], x_block[need >= 0]] = True
    members = unpack(f.pools, size).astype(np.bool_)
    entry, kind = np.nonzero(members[:, person].T & asked[:, block].T)
    return kind, person[entry], block[entry], day[entry], week[entry]


def _fitting(normal: Normal) -> Integers:
    """(P, days) how many of the shortest interviews fit one after another into somebody's local day."""
    return np.asarray(fitting(normal.frame, int(normal.frame.days.max(initial=0)) + 1))


def _chain_rows(normal: Normal, made: Programme, x_task: Integers, x_day: Integers) -> None:
    """A round by a day only if the one before it by that day; on a shared day, where it is one."""
    f = normal.frame
    tasks = np.unique(x_task)
    later = tasks[(tasks > f.tasks[f.owner[tasks]]) & (f.fixed[tasks - 1] == 0)]
    begin = np.stack([np.searchsorted(x_task, later + shift) for shift in (-1, 0, 1)], axis=1)
    shared = f.day_policy[f.owner[later]] == SAME
    entries = np.zeros((int(_chain_entries(begin, shared, x_day, np.zeros((0, 3), dtype=np.int64))[0]), 3), np.int64)
    _, rows = _chain_entries(begin, shared, x_day, entries)
    if rows:
        made.add(entries[:, 0], entries[:, 1], entries[:, 2].astype(np.float64), 0.0, int(rows))


@compiled
def _chain_entries(begin: Integers, shared: Flags, day: Integers, entries: Integers) -> tuple[int, int]:
    """Write (row, column, sign) into `entries` if there is room; returns how many entries and rows there are.

    `begin` (rounds, 3): columns of the round before, of the round, and their end.
    """
    count, row = 0, 0
    for index in range(begin.shape[0]):
        before, here, end = begin[index]
        for last in range(here, end):
            # One row for each distinct day; a round's columns are in order of block and day.
            if last + 1 < end and day[last + 1] == day[last]:
                continue
            for column in range(before, end):
                if day[column] == day[last] or (not shared[index] and day[column] < day[last]):
                    if entries.shape[0]:
                        entries[count, 0], entries[count, 1] = row, column
                        entries[count, 2] = 1 if column >= here else -1
                    count += 1
            row += 1
    return count, row


def _pinned_load(normal: Normal) -> tuple[Integers, Integers]:
    """(P, days) and (P, weeks) of pinned bookings."""
    state = empty(normal)
    return state.per_day, state.per_week
