"""Where the rounds of those concerned by an event could be, as far as it says how many must leave their time.

A round that leaves its time has moved, wherever it goes; so only those starts matter that let a later round of the
same candidate stay at home. At all others nobody is asked who would sit there, which makes the bound lower at most.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from springtide_engine.scheduling.frame import SAME, Flags, Frame, Integers, Numbers
from springtide_engine.scheduling.state import NEVER

AT_HOME, ELSEWHERE = 0.0, 1.0
NOBODY: Final = -1


class Options(NamedTuple):
    """O options: `task` at `slot`, which costs `cost`; `number` (O) of the round among the R that may leave, -1 for
    those that stay. `rounds` (R): their tasks. Ties, rows that options of one candidate keep: the `value` of each
    `option` of a `row` adds up to at most `limit` (K)."""

    task: Integers
    slot: Integers
    cost: Numbers
    number: Integers
    rounds: Integers
    option: Integers
    row: Integers
    value: Numbers
    limit: Numbers


class _Round(NamedTuple):
    """A round's `starts` (minutes) and the option of each, -1 for those that are none; `early[q]`: the starts from
    which the later round q can still be reached at home."""

    starts: Integers
    option: Integers
    early: dict[int, Flags]


def options_of(f: Frame, home: Integers, stay: Integers, concerned: Integers, still: Flags) -> Options:
    """`home` (N): where each stood, or NEVER; `stay`: tasks that must; `concerned`: candidates whose rounds may leave,
    unless they are `still` (N). `f.starts`: all starts there are."""
    made = _Making(f, home, still)
    for candidate in concerned.tolist():
        made.add(candidate)
    task = np.concatenate([stay, np.array(made.task, dtype=np.int64)])
    rounds = np.array(made.rounds, dtype=np.int64)
    number = np.full(home.size, -1, dtype=np.int64)
    number[rounds] = np.arange(rounds.size)
    own = number[task]
    own[: stay.size] = -1
    slot = np.concatenate([home[stay] // f.spans[0], np.array(made.slot, dtype=np.int64)])
    cost = np.where(home[task] == slot * f.spans[0], AT_HOME, ELSEWHERE)
    option = np.array(made.option, dtype=np.int64) + stay.size
    row, value = np.array(made.row, dtype=np.int64), np.array(made.value)
    return Options(task, slot, cost, own, rounds, option, row, value, np.array(made.limit))


class _Making:
    """Options and ties as they are found."""

    def __init__(self, f: Frame, home: Integers, still: Flags) -> None:
        self.f, self.home, self.still = f, home, still
        self.task: list[int] = []
        self.slot: list[int] = []
        self.rounds: list[int] = []
        self.option: list[int] = []
        self.row: list[int] = []
        self.value: list[float] = []
        self.limit: list[float] = []

    def add(self, candidate: int) -> None:
        """All rounds of a candidate that stood."""
        low, end = int(self.f.tasks[candidate]), int(self.f.tasks[candidate + 1])
        while end > low and self.home[end - 1] == NEVER:
            end -= 1
        made = {task: self._round(task, end) for task in range(low, end)}
        self.rounds += [task for task in made if not self.still[task]]
        for task, one in made.items():
            if self.still[task]:
                continue
            for later, early in one.early.items():
                # Where a later round stays, this one is early enough for it.
                self._tie([later], one.option[early & (one.option >= 0)], made)
            before, after = task - 1, task + 1
            if before in made and after in made:
                ends = self.home[before] + self.f.minutes[before] + self.f.gap[task]
                between = one.early[after] & (one.starts >= ends)
                # Where both neighbours stay, this one is between them.
                self._tie([before, after], one.option[between & (one.option >= 0)], made)

    def _round(self, task: int, end: int) -> _Round:
        f, candidate = self.f, self.f.owner[task]
        slots = f.starts[f.first[task] : f.first[task + 1]]
        starts, days = slots * f.spans[0], f.days[f.candidate_calendar[candidate]]
        early, needed = {}, 0
        for later in range(task + 1, end):
            needed += int(f.minutes[later - 1] + f.gap[later])
            early[later] = starts + needed <= self.home[later]
            if f.day_policy[candidate] == SAME:
                early[later] &= days[slots] == days[self.home[later] // f.spans[0]]
        offered = starts == self.home[task]
        for each in early.values():
            offered = offered | each
        option = np.full(starts.size, NOBODY, dtype=np.int64)
        if not self.still[task]:
            option[offered] = len(self.task) + np.arange(offered.sum())
            self.task += [task] * int(offered.sum())
            self.slot += slots[offered].tolist()
        return _Round(starts, option, early)

    def _tie(self, stay: list[int], options: Integers, made: dict[int, _Round]) -> None:
        """Where all of `stay` are at home, one of `options` is chosen."""
        terms = list(self._at_home(stay, made))
        if NOBODY in terms:  # it cannot be at home, so nothing follows
            return
        free = [term for term in terms if term is not None]
        self.row += [len(self.limit)] * (len(free) + options.size)
        self.limit.append(len(free) - 1.0)
        self.option += [*free, *options.tolist()]
        self.value += [1.0] * len(free) + [-1.0] * options.size

    def _at_home(self, stay: list[int], made: dict[int, _Round]) -> Iterator[int | None]:
        """The option of each at home; None for those that stay in any case, NOBODY for those that cannot."""
        for task in stay:
            if self.still[task]:
                yield None
            else:
                there = made[task].option[made[task].starts == self.home[task]]
                yield int(there[0]) if there.size else NOBODY
