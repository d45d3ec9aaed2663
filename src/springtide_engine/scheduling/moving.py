"""The second half of a repair: other times for those concerned, and for others only where that is allowed."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from springtide_engine.scheduling.chains import seek
from springtide_engine.scheduling.frame import Integers
from springtide_engine.scheduling.frozen import ROOM, Flags
from springtide_engine.scheduling.mending import SWAPS, Key, Mending
from springtide_engine.scheduling.state import NEVER, State

MOST_TRIES: Final = 60  # talks looked at for one lost or displaced interview
PASSES: Final = 3


class Moving(Mending):
    """A plan whose times have been kept as far as they can be, see `Mending.keep_times`."""

    def move(self) -> None:
        """Find other times for what cannot stay, those with the fewest starts first."""
        waiting = np.unique(self.f.owner[self.concerned & (self.at != NEVER) & (self.state.start == NEVER)])
        starts = self.open.first[self.open.tasks[1:]] - self.open.first[self.open.tasks[:-1]]
        for candidate in waiting[np.argsort(starts[waiting], kind="stable")].tolist():
            self._move(candidate)
        for candidate in self._lacking():
            self._rescue(candidate, self.concerned)
        for _again in range(PASSES):
            for candidate in waiting.tolist():
                self._exchange(candidate)

    def _move(self, candidate: int) -> None:
        """Move what is missing; where that is not enough, as few as possible of the rounds beside it too."""
        own = self._own(candidate)
        missing = own.start + self._booked(own)
        before, best, choice = self.state, -1, self.state
        for begin, end in _around(own, missing):
            self._restore(before)
            self._take_out(range(begin, end))
            self._place(candidate)
            self._seek(own)
            if self._booked(own) > best:
                best, choice = self._booked(own), self.state
            if best >= self._before(own):
                break
        # Rounds after one that is lost are lost with it.
        self.state = choice
        self._hold()
        self._take_out(range(own.start + best, own.stop))

    def _seek(self, own: range) -> bool:
        """Place what is still missing alone, by swaps where it must be; tell whether all is booked then."""
        for task in own:
            if self.state.start[task] != NEVER:
                continue
            if self.at[task] == NEVER or not any(
                seek(self.open, self.state, task, swap, self.way) for swap in range(SWAPS + 1)
            ):
                return False
            self.open.fixed[task] = 1
        return True

    def _exchange(self, candidate: int) -> None:
        """Bring home somebody of whom several rounds moved, all but one round if it must be, also where one other
        concerned talk, that can move alone, has to leave its time for that."""
        own, before = self._own(candidate), self.state
        away = [task for task in own if self.at[task] != NEVER and self.state.start[task] != self.at[task]]
        if len(away) < 2:
            return
        self._restore(before)
        self._take_out(away)
        self._settle(away, SWAPS)
        missing = [task for task in away if self.state.start[task] == NEVER]
        self._hold()
        if len(missing) < len(away) and self._seek(own):
            return
        if len(missing) == 1:
            there, near = self.state, self.concerned & (self.state.start == self.at)
            self._restore(there)
            for task in self._in_the_way(missing[0], near, self.at[missing])[:MOST_TRIES]:
                its = self._take_out([task])
                self._settle(missing, SWAPS)
                if self.state.start[missing[0]] == NEVER:
                    self._put_back(its)
                    continue
                self._hold()
                if self._seek(self._own(int(self.f.owner[task]))):
                    return
                self._restore(there)
        self.state = before
        self._hold()

    def _restore(self, state: State) -> None:
        """Go back to a state, which stays as it is."""
        self.state = State._make(array.copy() for array in state)
        self._hold()

    def _lacking(self) -> list[int]:
        """Candidates with fewer rounds than they had."""
        concerned = np.unique(self.f.owner[self.hit]).tolist()
        return [one for one in concerned if self._booked(self._own(one)) < self._before(self._own(one))]

    def _rescue(self, candidate: int, movable: Flags) -> bool:
        """Give a lost round a place by moving one other talk that stands in its way. `movable` (N)."""
        own = self._own(candidate)
        had = self._booked(own)
        lost = own.start + had
        starts = self.open.starts[self.open.first[lost] : self.open.first[lost + 1]] * self.f.spans[0]
        for task in self._in_the_way(lost, movable, starts)[:MOST_TRIES]:
            others = self._own(int(self.f.owner[task]))
            theirs = self._booked(others)
            mine, its = self._take_out(own), self._take_out([task])
            self._put_back(one for one in mine if one.task < own.start + had)
            self._place(candidate)
            better = self._booked(own) > had
            if better:
                self._place(int(self.f.owner[task]))
            if better and self._booked(others) >= theirs:
                self._hold()
                return True
            self._take_out(own)
            self._take_out([task])
            self._put_back([*mine, *its])
        return False

    def _in_the_way(self, task: int, movable: Flags, starts: Integers) -> list[int]:
        """Other talks, of people who could sit for this one, at the `starts` (minutes) at which it could be."""
        f = self.f
        needs = f.needs[task][f.needs[task] >= 0]
        pool = np.bitwise_or.reduce(f.pools[needs], axis=0) & ~f.barred[f.owner[task]]
        people = self.state.people[:, :ROOM]
        able = (pool[people // 64] >> (people % 64).astype(np.uint64) & np.uint64(1)).astype(np.bool_)
        there = ((people >= 0) & able).any(axis=1) & movable & ~self.still & (self.state.start != NEVER)
        there &= f.owner != f.owner[task]
        others = np.flatnonzero(there)
        pause = f.limits[:, 3].max(initial=0)
        first = np.searchsorted(starts, self.state.start[others] - f.minutes[task] - pause, side="right")
        last = np.searchsorted(starts, self.state.start[others] + f.minutes[others] + pause)
        return [int(other) for other in others[last > first]]

    def move_bystanders(self, *, allowed: bool) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
        """Move others for what is still lost. Where that is not allowed nothing changes, and the answer is who would
        have to move, and what could be booked then."""
        state, fixed = self.state, self.open.fixed.copy()
        self.state = State._make(array.copy() for array in state)
        everybody = np.ones(self.at.size, dtype=np.bool_)
        for candidate in self._lacking():
            self._rescue(candidate, everybody)
        if allowed:
            return (), ()
        there, self.state = self.state, state
        self.open.fixed[:] = fixed
        asked = (state.start != NEVER) & (there.start != state.start)
        saved = (state.start == NEVER) & (there.start != NEVER) & (self.at != NEVER)
        return tuple(self._keys(np.flatnonzero(asked))), tuple(self._keys(np.flatnonzero(saved)))


def _around(own: range, task: int) -> Iterator[tuple[int, int]]:
    """Ranges of `own` that hold a task, shortest first."""
    for size in range(1, len(own) + 1):
        for begin in range(max(own.start, task - size + 1), min(task, own.stop - size) + 1):
            yield begin, begin + size
