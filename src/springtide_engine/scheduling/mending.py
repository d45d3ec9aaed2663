"""A plan that something happened to: who is concerned, what may change, and the search for what has to."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import numpy as np

from springtide_engine.scheduling.ejecting import eject
from springtide_engine.scheduling.frame import Flags, Integers, Normal, Numbers
from springtide_engine.scheduling.insertion import workspace
from springtide_engine.scheduling.least import Least
from springtide_engine.scheduling.options import options_of
from springtide_engine.scheduling.planning import EARLY, EVEN, prices
from springtide_engine.scheduling.problem import Booking, Policy
from springtide_engine.scheduling.result import schedule_of
from springtide_engine.scheduling.schedule import Schedule
from springtide_engine.scheduling.state import NEVER, State, book, empty, unbook
from springtide_engine.scheduling.trail import MOST_CHANGES, Paths

Key = tuple[str, str]
Tell = Callable[[int, int], None]
ROOM: Final = 3  # the seat that a room takes
SEATS: Final = 4
LOST: Final = 2.0  # a round lost weighs as much as so many that moved
NEVER_LOST: Final = 1e6
BYSTANDER: Final = 0.5  # a bystander moves only for a round that would be lost
REACH: Final = (8, 4, 2)  # steps of a path: at first, for who comes home, for whom that ejects
STEPS: Final = 6  # of the search, for each round of those concerned
HEAT: Final = 0.6
AT_ONCE: Final = 400


class Mending:
    """A plan being mended. By task (N): `at` the minute it stood at or NEVER, `sat` (N, 4) its people and room,
    `hit` cannot stay as it is, `concerned`: of a candidate to whom that happens, `still` not to be touched (pinned, or
    begun by `now`)."""

    def __init__(self, normal: Normal, standing: Sequence[Booking], now: datetime | None, policy: Policy) -> None:
        self.normal, self.f, self.policy = normal, normal.frame, policy
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
        self._book(np.flatnonzero(self.still & (self.f.fixed == 0)))
        self.fixed = _copy(self.state)
        self._book(np.flatnonzero((self.at != NEVER) & ~self.still & ~self.hit))
        # What the loops plan on: nothing begins before `now`, and what is booked is fixed until it is taken out.
        late = self.f.starts * self.f.spans[0] >= moment
        self.open = self.f._replace(
            first=np.concatenate([[0], np.cumsum(late)])[self.f.first].astype(np.int64),
            starts=self.f.starts[late],
            fixed=(self.still | (self.state.start != NEVER)).astype(self.f.fixed.dtype),
        )
        self.work = workspace(self.open, self.state, policy.seed)
        self.price = prices(normal)[1]

    @property
    def affected(self) -> list[Key]:
        """Rounds that cannot stay as they are."""
        return self._keys(np.flatnonzero(self.hit))

    def schedule(self) -> Schedule:
        """The plan as it stands now."""
        return schedule_of(self.normal, self.state, None)

    def mend(self, tell: Tell) -> None:
        """Bring home whoever can be, by other panels, and find another time for the others; `tell` is called with the
        steps done and to do, and may raise."""
        mine = (self.at != NEVER) & ~self.still & self.concerned
        way = self._way(np.ones(self.at.size), np.full(self.at.size, LOST))
        hurt = np.unique(self.f.owner[self.hit])
        self._eject(way, np.flatnonzero(self.hit), 0, hurt, mine, 0.0)
        steps = STEPS * int(mine.sum())
        for done in range(0, steps, AT_ONCE):
            tell(done, steps)
            hurt = np.unique(self.f.owner[(self.at != NEVER) & (self.state.start != self.at)])
            if not hurt.size:
                break
            heat = HEAT * max(1 - (done + AT_ONCE) / steps, 0.0)
            self._eject(way, hurt[:0], min(AT_ONCE, steps - done), hurt, mine, heat)
        self._settle_back()

    def least(self, tell: Tell) -> int | None:
        """How many leave their time or are lost at least, whoever tries, as long as no candidate moves who is not
        concerned; to be asked before bystanders move. None without highspy."""
        stay = np.flatnonzero((self.at != NEVER) & ~self.still & ~self.concerned)
        concerned = np.unique(self.f.owner[self.hit])
        options = options_of(self.open, self.at, stay, concerned, self.still)
        if not options.rounds.size:
            return 0
        try:
            return Least(self.normal, options, self.fixed, self.state).bound(partial(tell, 1, 1))
        except ImportError:
            return None

    def move_bystanders(self, *, allowed: bool) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
        """Move others for what is still lost. Where that is not allowed nothing changes, and the answer is who would
        have to move, and what could be booked then."""
        lost = (self.at != NEVER) & ~self.still & (self.state.start == NEVER)
        hurt = np.unique(self.f.owner[lost])
        if not hurt.size:
            return (), ()
        before, fixed = _copy(self.state), self.open.fixed.copy()
        movable = (self.at != NEVER) & ~self.still
        price = np.where(self.concerned, 1.0, self.policy.weights.get("bystander", 1.0) + BYSTANDER)
        # Nobody loses an interview so that another has one.
        self._eject(
            self._way(price, np.where(lost, LOST, NEVER_LOST)), hurt[:0], AT_ONCE * hurt.size, hurt, movable, 0.0
        )
        if allowed:
            return (), ()
        there, self.state = self.state, before
        self.open.fixed[:] = fixed
        asked = (before.start != NEVER) & (there.start != before.start)
        saved = (before.start == NEVER) & (there.start != NEVER) & (self.at != NEVER)
        return tuple(self._keys(np.flatnonzero(asked))), tuple(self._keys(np.flatnonzero(saved)))

    def _way(self, moved: Numbers, lost: Numbers) -> Paths:
        tasks = self.at.size
        return Paths(
            locked=self.still.astype(np.uint8),
            home=self.at,
            sat=self.sat,
            nodes=np.zeros((3 * tasks + 1, 5), dtype=np.int64),
            seen=np.zeros((tasks, 3), dtype=np.int64),
            tally=np.zeros(3, dtype=np.int64),
            trail=np.zeros((MOST_CHANGES * int(np.diff(self.f.tasks).max(initial=1)), 4), dtype=np.int64),
            moved=moved,
            lost=lost,
            change=1 / max(self.policy.change_cost, 1 / NEVER_LOST),
            bill=np.zeros(1),
            cost=self.price,
            evenness=EVEN,
            nobody=np.full(self.state.people.shape[1], -1, dtype=np.int64),
        )

    def _eject(self, way: Paths, first: Integers, steps: int, hurt: Integers, movable: Flags, heat: float) -> None:
        taste = np.array([EARLY * self.policy.earliness, 0.0, EVEN])
        may = movable.astype(np.uint8)
        with np.errstate(over="ignore"):
            eject(self.open, self.state, first, steps, hurt, may, np.array(REACH), taste, heat, self.work, way)

    def _settle_back(self) -> None:
        """Give their seats back to those who were there before and are free after all."""
        st, f = self.state, self.f
        away = (st.people[:, :ROOM] != self.sat[:, :ROOM]) & (st.people[:, :ROOM] >= 0) & (self.sat[:, :ROOM] >= 0)
        away &= ((st.start == self.at) & ~self.still)[:, None]
        for task, seat in np.argwhere(away).tolist():
            person = int(self.sat[task, seat])
            word, mask = person // 64, np.uint64(1) << np.uint64(person % 64)
            slot = self.at[task] // f.spans[0]
            free = st.able[f.length[task], slot, word] & f.pools[f.needs[task, seat], word]
            if free & ~st.met[f.owner[task], word] & mask:
                panel, room = st.people[task].copy(), int(st.room[task])
                panel[seat] = person
                unbook(f, st, task)
                book(f, st, task, self.at[task], panel, room)

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
        fits = np.zeros(self.at.size, dtype=np.bool_)
        owner = np.repeat(np.arange(self.at.size), np.diff(f.first))
        fits[owner[f.starts * f.spans[0] == self.at[owner]]] = True
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

    def _book(self, tasks: Iterable[int]) -> None:
        """Book tasks as they stood."""
        for task in tasks:
            panel = np.full(self.state.people.shape[1], -1, dtype=np.int64)
            panel[:ROOM] = self.sat[task, :ROOM]
            book(self.f, self.state, task, self.at[task], panel, self.sat[task, ROOM])


def _copy(state: State) -> State:
    return State._make(array.copy() for array in state)
