"""How many interviews must leave their time or are lost, whoever repairs: a linear program's bound.

With all others at their times, but free to have other panels, each round of those concerned is at home, somewhere
that matters (`options`), or anywhere else. Panels are made of columns, one for a person on a seat; most never matter,
so they are generated (Dantzig, Wolfe 1960; Gilmore, Gomory 1961): from the plan that was found, whoever would pay off
at the prices is brought in. What people can hold (talks that exclude each other, caps) are the rows that have prices;
for any prices the cheapest panels of all options bound the whole (Lagrange), so it holds whenever the search ends.
Rooms, and rows of talks that are too long, are left out, which makes the bound lower at most.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from springtide_engine.scheduling.frame import UNLIMITED, Flags, Integers, Normal
from springtide_engine.scheduling.linear import INFINITE, Growing, Numbers
from springtide_engine.scheduling.options import Options
from springtide_engine.scheduling.state import State

NOTHING: Final = 1e-6
NEAR: Final = 1.0  # of a round: what is left to gain takes as long as all before
MOST_ROUNDS: Final = 60
MOST_NEW: Final = 3  # options of one round brought in at once


class _Kinds(NamedTuple):
    """Rows by number: instants of a person (P * T), then days, weeks, and meetings with a candidate (C * P)."""

    days: int
    weeks: int
    meetings: int
    end: int


class Least:
    """The bound, found step by step. `fixed`: only what is not to be touched; `found`: a plan to begin from."""

    def __init__(self, normal: Normal, options: Options, fixed: State, found: State) -> None:
        self.f, self.options, self.fixed = normal.frame, options, fixed
        f = self.f
        people, slots = f.limits.shape[0], int(f.spans[1])
        days, weeks = int(f.days.max(initial=0)) + 1, int(f.weeks.max(initial=0)) + 1
        self.shape = people, slots, days, weeks, f.tasks.size - 1
        at = np.cumsum([people * slots, people * days, people * weeks, people * (f.tasks.size - 1)])
        self.kinds = _Kinds(*at.tolist())
        self.needed = f.needs[options.task] >= 0
        self.program = Growing()
        rounds, none = options.rounds.size, np.zeros(0, dtype=np.int64)
        self.one = self.program.add_rows(np.ones(rounds), np.ones(rounds), none, none)
        ties = options.limit.size
        self.tie = self.program.add_rows(np.full(ties, -INFINITE), options.limit, none, none)
        self.away = self._columns(np.ones(rounds), np.arange(rounds), self.one)
        self.seat = np.full((options.task.size, 3), -1, dtype=np.int64)
        self.chosen = np.full(options.task.size, -1, dtype=np.int64)
        self.held = none, none, none, none  # option, seat, person and column of all that are in
        self.key, self.row = none, none  # rows that are in, by number
        self._begin(found)

    def bound(self, tell: Callable[[], None]) -> int:
        """Bring in columns until the bound is as good as the program's value."""
        best = 0.0
        for _round in range(MOST_ROUNDS):
            tell()
            solved = self.program.solve()
            prices = np.zeros(self.kinds.end)
            prices[self.key] = np.maximum(-solved.dual[self.row], 0.0)
            ties = np.maximum(-solved.dual[self.tie], 0.0)
            who, cost = self._cheapest(prices)
            panel = np.where(self.needed, cost[:, :, 0], 0.0).sum(axis=1)
            o = self.options
            worth = panel + o.cost + np.bincount(o.option, weights=o.value * ties[o.row], minlength=o.task.size)
            stays = o.number < 0
            least = np.ones(o.rounds.size)
            np.minimum.at(least, o.number[~stays], worth[~stays])
            known = self._limits(self.key)
            value = panel[stays].sum() + least.sum() - prices[self.key] @ known - ties @ o.limit
            best = max(best, value)
            if best > solved.value - NEAR or not self._bring_in(solved.dual, who, cost, worth):
                break
        return int(np.ceil(best - NOTHING))

    def _begin(self, found: State) -> None:
        """Bring in who sits where in the plan that was found, and begin there."""
        o = self.options
        stays, there = o.number < 0, found.start[o.task] == o.slot * self.f.spans[0]
        self._seats(np.flatnonzero(stays))
        self._choices(np.flatnonzero(~stays & (there | (o.cost == 0))))
        used = np.flatnonzero(stays | there)
        option, seat = np.nonzero(self.needed[used])
        option = used[option]
        self._people(option, seat, found.people[o.task[option], seat])
        chosen = used[~stays[used]]
        away = np.ones(o.rounds.size, dtype=np.bool_)
        away[o.number[chosen]] = False
        basic = np.concatenate([self.away[away], self.chosen[chosen], self.held[3]])
        self.program.begin_at(basic, np.concatenate([self.one, self.seat[option, seat]]))

    def _columns(self, cost: Numbers, column: Integers, row: Integers, value: Numbers | float = 1.0) -> Integers:
        values = np.broadcast_to(np.asarray(value, dtype=np.float64), row.shape)
        return self.program.add_columns(cost, column, row, values)

    def _seats(self, options: Integers) -> None:
        """Rows of the seats of options."""
        option, seat = np.nonzero(self.needed[options])
        full = (self.options.number[options[option]] < 0).astype(np.float64)
        none = np.zeros(0, dtype=np.int64)
        self.seat[options[option], seat] = self.program.add_rows(full, full, none, none)

    def _choices(self, options: Integers) -> None:
        """Columns that choose options, which then have all their seats."""
        o = self.options
        self._seats(options)
        place = np.full(o.task.size, -1, dtype=np.int64)
        place[options] = np.arange(options.size)
        tied = place[o.option] >= 0
        option, seat = np.nonzero(self.needed[options])
        column = np.concatenate([np.arange(options.size), place[o.option[tied]], option])
        row = np.concatenate([self.one[o.number[options]], self.tie[o.row[tied]], self.seat[options[option], seat]])
        value = np.concatenate([np.ones(options.size), o.value[tied], np.full(option.size, -1.0)])
        self.chosen[options] = self._columns(o.cost[options], column, row, value)

    def _people(self, option: Integers, seat: Integers, who: Integers) -> None:
        """Columns of people on seats, with the rows that now may bind."""
        old = self.held[0].size
        option, seat, who = (np.concatenate(pair) for pair in zip(self.held[:3], (option, seat, who), strict=True))
        entry, key, implied = self._entries(option, who)
        keys, place, count = np.unique(key, return_inverse=True, return_counts=True)
        binding = (count > self._limits(keys)) & ~np.isin(keys, implied) & ~np.isin(keys, self.key)
        number = np.full(keys.size, -1, dtype=np.int64)
        number[binding] = np.arange(binding.sum())
        mine = (entry < old) & binding[place]
        limits = self._limits(keys[binding]).astype(np.float64)
        rows = self.program.add_rows(
            np.full(limits.size, -INFINITE), limits, number[place[mine]], self.held[3][entry[mine]]
        )
        self.key, self.row = np.concatenate([self.key, keys[binding]]), np.concatenate([self.row, rows])
        number = np.full(keys.size, -1, dtype=np.int64)
        there = np.searchsorted(keys, self.key)
        known = (there < keys.size) & (keys[np.minimum(there, keys.size - 1)] == self.key)
        number[there[known]] = self.row[known]
        mine = (entry >= old) & (number[place] >= 0)
        new = np.arange(option.size - old)
        columns = self._columns(
            np.zeros(new.size),
            np.concatenate([entry[mine] - old, new]),
            np.concatenate([number[place[mine]], self.seat[option[old:], seat[old:]]]),
        )
        self.held = option, seat, who, np.concatenate([self.held[3], columns])

    def _entries(self, option: Integers, who: Integers) -> tuple[Integers, Integers, Integers]:
        """Which column stands in which row, and instants that say nothing new: all talks of a person that hold one
        hold the next one too, or the one before. Only instants at which some talk begins are looked at."""
        f, kinds, (people, slots, days, weeks, _candidates) = self.f, self.kinds, self.shape
        task, slot = self.options.task[option], self.options.slot[option]
        begin = who * slots + slot
        end = np.minimum(begin - (-(f.minutes[task] + f.limits[who, 3]) // f.spans[0]), (who + 1) * slots)
        instants, first = np.unique(begin, return_inverse=True)
        last = np.searchsorted(instants, end)
        begun = np.cumsum(np.bincount(first, minlength=instants.size) > 0)
        ended = np.unique(last - 1)
        says = ended[np.diff(begun[ended], prepend=0) > 0]
        calendar, all_ = f.person_calendar[who], np.arange(option.size)
        key = np.concatenate(
            [
                instants[_ranges(first, last)],
                kinds.days + who * days + f.days[calendar, slot],
                kinds.weeks + who * weeks + f.weeks[calendar, slot],
                kinds.meetings + f.owner[task] * people + who,
            ]
        )
        return np.concatenate([np.repeat(all_, last - first), all_, all_, all_]), key, np.delete(instants, says)

    def _limits(self, keys: Integers) -> Integers:
        """What the columns of each row may add up to."""
        kinds, (_people, _slots, days, weeks, _candidates) = self.kinds, self.shape
        limit = np.ones(keys.size, dtype=np.int64)
        caps = ((kinds.days, kinds.weeks, days), (kinds.weeks, kinds.meetings, weeks))
        for cap, (low, high, size) in enumerate(caps):
            held = (self.fixed.per_day, self.fixed.per_week)[cap]
            mine = (keys >= low) & (keys < high)
            who, when = np.divmod(keys[mine] - low, size)
            limit[mine] = np.minimum(self.f.limits[who, cap], UNLIMITED) - held[who, when]
        return limit

    def _cheapest(self, prices: Numbers) -> tuple[Integers, Numbers]:
        from springtide_engine.scheduling.pricing import cheapest  # noqa: PLC0415 - loads the compiler

        kinds, (people, slots, days, weeks, candidates) = self.kinds, self.shape
        instant = np.zeros((people, slots + 1))
        np.cumsum(prices[: kinds.days].reshape(people, slots), axis=1, out=instant[:, 1:])
        return cheapest(
            self.f,
            self.fixed.able,
            self.fixed.met,
            self.options.task,
            self.options.slot,
            instant,
            prices[kinds.days : kinds.weeks].reshape(people, days),
            prices[kinds.weeks : kinds.meetings].reshape(people, weeks),
            prices[kinds.meetings :].reshape(candidates, people),
        )

    def _bring_in(self, dual: Numbers, who: Integers, cost: Numbers, worth: Numbers) -> bool:
        """Bring in the people and options that pay off; False where there are none."""
        o = self.options
        offered = np.where(self.seat >= 0, dual[self.seat], -INFINITE)
        option, seat, rank = np.nonzero((who >= 0) & (cost < offered[:, :, None] - NOTHING))
        gain = dual[self.one][o.number] - worth
        gain[(self.chosen >= 0) | (o.number < 0)] = 0.0
        new = np.flatnonzero(gain > NOTHING)
        new = new[np.lexsort((-gain[new], o.number[new]))]
        number = o.number[new]
        new = new[np.arange(new.size) - np.searchsorted(number, number) < MOST_NEW]
        self._choices(new)
        theirs, its = np.nonzero(self.needed[new])
        option, seat, who = (
            np.concatenate(pair)
            for pair in ((option, new[theirs]), (seat, its), (who[option, seat, rank], who[new[theirs], its, 0]))
        )
        people = self.shape[0]
        key = (option * 3 + seat) * people + who
        fresh: Flags = ~np.isin(key, (self.held[0] * 3 + self.held[1]) * people + self.held[2])
        self._people(option[fresh], seat[fresh], who[fresh])
        return bool(fresh.any())


def _ranges(low: Integers, high: Integers) -> Integers:
    """low[0], …, high[0] - 1, low[1], … in one array."""
    lengths = high - low
    return np.asarray(np.arange(lengths.sum()) + np.repeat(low - np.cumsum(lengths) + lengths, lengths))
