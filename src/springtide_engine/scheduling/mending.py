"""The moving parts of a repair: who is concerned, what may change, and each step on the planner's own state."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import numpy as np

from springtide_engine.scheduling.chains import chain_of, settle
from springtide_engine.scheduling.frame import SAME, Integers, Normal
from springtide_engine.scheduling.frozen import ROOM, SEATS, Flags, Frozen
from springtide_engine.scheduling.insertion import place, workspace
from springtide_engine.scheduling.linear import Numbers
from springtide_engine.scheduling.planning import EARLY, EVEN, prices
from springtide_engine.scheduling.problem import Booking, Policy
from springtide_engine.scheduling.repanel import repanel
from springtide_engine.scheduling.result import schedule_of
from springtide_engine.scheduling.schedule import Schedule
from springtide_engine.scheduling.state import NEVER, State, book, empty, unbook

Key = tuple[str, str]
SWAPS: Final = 1


class Kept(NamedTuple):
    """A booking taken out, to be put back."""

    task: int
    start: int
    panel: Integers
    room: int


class Mending:
    """A plan being mended. By task (N): `at` the minute it stood at or NEVER, `sat` (N, 4) its people and room,
    `hit` cannot stay as it is, `concerned`: of a candidate to whom that happens, `still` not to be touched (pinned, or
    begun by `now`)."""

    def __init__(self, normal: Normal, standing: Sequence[Booking], now: datetime | None, policy: Policy) -> None:
        self.normal, self.f = normal, normal.frame
        tasks = self.f.minutes.size
        self.tasks = {(normal.candidates[c].id, spec.id): task for task, (c, spec) in enumerate(normal.rounds)}
        self.at = np.full(tasks, NEVER, dtype=np.int64)
        self.sat = np.full((tasks, SEATS), -1, dtype=np.int64)
        self._enter(standing)
        fits = self._fits()
        moment = NEVER if now is None else -(-(now.astimezone(UTC) - normal.clock.origin) // timedelta(minutes=1))
        self.hit = (self.at != NEVER) & (self.f.fixed == 0) & ~fits
        self.still = (self.f.fixed > 0) | ((self.at < moment) & (self.at != NEVER) & ~self.hit)
        self.concerned = np.isin(self.f.owner, self.f.owner[self.hit])
        self.state = empty(normal)
        self._book(np.flatnonzero(self.still & (self.f.fixed == 0)), self.sat)
        # What the loops plan on: nothing begins before `now`, and what is booked is fixed until it is taken out.
        late = self.f.starts * self.f.spans[0] >= moment
        self.open = self.f._replace(
            first=np.concatenate([[0], np.cumsum(late)])[self.f.first].astype(np.int64),
            starts=self.f.starts[late],
            fixed=self.f.fixed.copy(),
        )
        self.work = workspace(self.open, self.state, policy.seed)
        self.price = prices(normal)[1]
        self.taste = np.array([EARLY * policy.earliness, 0.0, EVEN])
        self.way = chain_of(self.still.astype(np.uint8), self.price, EVEN)

    @property
    def affected(self) -> list[Key]:
        """Rounds that cannot stay as they are."""
        return self._keys(np.flatnonzero(self.hit))

    def schedule(self) -> Schedule:
        """The plan as it stands now."""
        return schedule_of(self.normal, self.state, None)

    def _keys(self, tasks: Iterable[int]) -> list[Key]:
        rounds = (self.normal.rounds[task] for task in tasks)
        return [(self.normal.candidates[candidate].id, spec.id) for candidate, spec in rounds]

    def _enter(self, standing: Sequence[Booking]) -> None:
        people = {one.id: row for row, one in enumerate(self.normal.interviewers)}
        rooms = {one.id: row for row, one in enumerate(self.normal.rooms)}
        for one in standing:
            task = self.tasks[one.candidate, one.round]
            self.at[task] = round(self.normal.clock.minutes(one.start))
            if not self.f.fixed[task]:
                self.sat[task, : len(one.interviewers)] = [people[name] for name in one.interviewers]
                self.sat[task, ROOM] = -1 if one.room is None else rooms[one.room]

    def _fits(self) -> Flags:
        """(N) whether candidate, panel and room are all there, were there no other interviews."""
        f = self.f
        fits = self._at_own_start(f.first, f.starts)
        slot = np.where(fits, self.at // f.spans[0], 0)
        for seat in range(ROOM):
            person = self.sat[:, seat]
            there = f.able[f.length, slot, person // 64] & f.pools[f.needs[:, seat], person // 64]
            there = there >> (person % 64).astype(np.uint64) & np.uint64(1)
            fits &= (person < 0) | (there > 0)
        room = self.sat[:, ROOM]
        if f.turnover.size:
            fits &= (room < 0) | (f.room_able[f.length, slot, room] > 0)
        return fits

    def _at_own_start(self, first: Integers, starts: Integers) -> Flags:
        """(N) whether a task stands at one of its own starts."""
        there = np.zeros(self.at.size, dtype=np.bool_)
        owner = np.repeat(np.arange(self.at.size), np.diff(first))
        there[owner[starts * self.f.spans[0] == self.at[owner]]] = True
        return there

    def _book(self, tasks: Iterable[int], sits: Integers) -> None:
        for task in tasks:
            panel = np.full(self.state.people.shape[1], -1, dtype=np.int64)
            panel[:ROOM] = sits[task, :ROOM]
            book(self.f, self.state, task, self.at[task], panel, sits[task, ROOM])

    # One: times stay.
    def keep_times(self, price: float, seconds: float) -> int:
        """Put panels together anew; returns how many leave their time or are lost at least, whoever tries, as long as
        no candidate moves who is not concerned."""
        mine = (self.at != NEVER) & ~self.still & self.concerned
        must = (self.at != NEVER) & ~self.still & ~self.concerned
        can = must | (mine & self._at_own_start(self.open.first, self.open.starts))
        slot = np.where(can, self.at // self.f.spans[0], -1)
        frozen = Frozen(slot, self.sat, must, np.array(list(self._tied(mine)), dtype=np.int64).reshape(-1, 3))
        worth = self._worth()
        found = repanel(self.normal, self.state, frozen, worth, price, seconds)
        whole = bool((found.sits[must, 0] >= 0).all())
        self._book(np.flatnonzero(must), found.sits if whole else self.sat)
        self._book(np.flatnonzero(mine & (found.sits[:, 0] >= 0) & whole), found.sits)
        left = np.flatnonzero(can & mine & (self.state.start == NEVER))
        self._settle(left[np.argsort(-worth[left], kind="stable")].tolist(), min(SWAPS, int(price)))
        self._hold()
        return int(mine.sum()) - found.most

    def _worth(self) -> Numbers:
        """(N) what keeping the time of one concerned is worth: 1 where it could move alone, else all that is lost
        with it."""
        kept, self.state = self.state, State._make(array.copy() for array in self.state)
        self._book(np.flatnonzero((self.at != NEVER) & ~self.still & ~self.hit), self.sat)
        self._book(np.flatnonzero(self.hit), np.full_like(self.sat, -1))
        self._hold()
        worth = np.ones(self.at.size)
        for task in np.flatnonzero(self.hit).tolist():
            own = self._own(int(self.f.owner[task]))
            before = self._take_out([task])
            self._place(int(self.f.owner[task]))
            if not self._take_out([task]):
                worth[task] = 2.0 + self._before(range(task + 1, own.stop))
            self._put_back(before)
        self.state = kept
        return worth

    def _tied(self, mine: Flags) -> Iterator[tuple[int, int, int]]:
        """See `Frozen.tied`: starts are sought as if nobody else were interviewed."""
        f = self.f
        for task in np.flatnonzero(mine[:-1] & mine[1:] & (f.owner[:-1] == f.owner[1:])).tolist():
            policy, days = f.day_policy[f.owner[task]], f.days[f.candidate_calendar[f.owner[task]]]
            slots = self.open.starts[self.open.first[task] : self.open.first[task + 1]]
            starts, after = slots * f.spans[0], self.at[task + 1]
            there = (starts != self.at[task]) & (starts + f.minutes[task] + f.gap[task + 1] <= after)
            if policy == SAME:
                there &= days[slots] == days[after // f.spans[0]]
            before = task - 1 if task > 0 and f.owner[task - 1] == f.owner[task] else -1
            if not there.any():
                yield -1, task, task + 1
            elif before >= 0 and self.at[before] != NEVER:
                there &= starts >= self.at[before] + f.minutes[before] + f.gap[task]
                if not there.any():
                    yield before if mine[before] else -1, task, task + 1

    def _settle(self, tasks: Iterable[int], most: int) -> None:
        """Book at their times those for whom a panel is found, without a swap first."""
        for swaps in range(most + 1):
            for task in tasks:
                if self.state.start[task] == NEVER:
                    settle(self.f, self.state, task, self.at[task] // self.f.spans[0], swaps, self.way)

    # What the steps are made of.
    def _own(self, candidate: int) -> range:
        return range(int(self.f.tasks[candidate]), int(self.f.tasks[candidate + 1]))

    def _before(self, own: range) -> int:
        return int((self.at[own.start : own.stop] != NEVER).sum())

    def _booked(self, own: range) -> int:
        """How many rounds are booked before the first that is not."""
        return next((n for n, task in enumerate(own) if self.state.start[task] == NEVER), len(own))

    def _hold(self) -> None:
        """What is booked counts as fixed until it is taken out."""
        self.open.fixed[:] = self.still | (self.state.start != NEVER)

    def _place(self, candidate: int) -> None:
        with np.errstate(over="ignore"):
            place(self.open, self.state, candidate, self.price, self.taste, self.work)

    def _take_out(self, tasks: Iterable[int]) -> list[Kept]:
        found = []
        for task in tasks:
            if self.state.start[task] != NEVER and not self.still[task]:
                panel = self.state.people[task].copy()
                found.append(Kept(task, int(self.state.start[task]), panel, int(self.state.room[task])))
                unbook(self.f, self.state, task)
                self.open.fixed[task] = 0
        return found

    def _put_back(self, found: Iterable[Kept]) -> None:
        for task, start, panel, room in found:
            book(self.f, self.state, task, start, panel, room)
            self.open.fixed[task] = 1
