"""The search: small parts of the plan are taken out and put back, until the limit is reached or the budget spent."""

from time import process_time

import numpy as np

from springtide_engine.scheduling.frame import Flags, Integers, Normal, Numbers
from springtide_engine.scheduling.insertion import Work
from springtide_engine.scheduling.problem import Policy, Step
from springtide_engine.scheduling.schedule import Bound
from springtide_engine.scheduling.search import improve
from springtide_engine.scheduling.state import NEVER, State

AT_ONCE = 100  # steps between two looks at clock, weights and progress
PER_ROUND = 2  # steps for each round of the problem, where the policy does not say
HEAT = 0.05  # far below the worth of a round: what is given up for a new arrangement is only waiting
NOISE = 0.2
COMPLETE, DAY = 0.1, 0.001  # worth of having all rounds, and of a day sooner, against one round
MOST_FAVOUR = 2.0


class Search:
    """One search with its budget; `run` goes on from where it stopped."""

    def __init__(self, normal: Normal, state: State, reach: Flags, policy: Policy, work: Work, price: Numbers) -> None:
        self.normal, self.state, self.reach, self.policy = normal, state, reach, policy
        self.work, self.price = work, price
        self.budget = PER_ROUND * reach.size if policy.iterations is None else policy.iterations
        self.done = 0
        self.began = process_time()
        self.inside = normal.member[normal.frame.owner].astype(np.int64)

    def run(self, until: int, enough: int, taste: Numbers, bound: Bound | None, step: Step | None) -> None:
        """Search until so many steps are done in all, or `enough` rounds are booked. `bound`: favour the groups that
        lie furthest below their own."""
        while self.done < min(until, self.budget) and self.placed() < enough and not self.late():
            waiting = self._waiting()
            if not waiting.size:
                return
            worth = np.ones(self.normal.frame.tasks.size + 1)
            worth[-2:] = COMPLETE, DAY
            if bound is not None:
                worth[:-2] += self._favour(bound)
            heat = HEAT * (1 - self.done / self.budget)
            size = min(AT_ONCE, self.budget - self.done)
            improve(self.normal.frame, self.state, size, waiting, worth, self.price, taste, heat, self.work)
            self.done += size
            if step is not None:
                step(self.done, self.budget)

    def placed(self) -> int:
        """Rounds booked."""
        return int((self.state.start != NEVER).sum())

    def late(self) -> bool:
        """Tell whether the time that the policy gives is over."""
        return self.policy.cpu_seconds is not None and process_time() - self.began > self.policy.cpu_seconds

    def _waiting(self) -> Integers:
        """Candidates who lack a round they could have."""
        return np.unique(self.normal.frame.owner[self.reach & (self.state.start == NEVER)])

    def _favour(self, bound: Bound) -> Numbers:
        """(C) what a candidate's rounds are worth beyond one: most in the group that is furthest behind."""
        placed = (self.state.start != NEVER).astype(np.int64) @ self.inside
        limits = np.array([most for _, most in bound.groups])
        behind = (limits - placed) / np.maximum(self.inside.sum(axis=0), 1)
        if not behind.size or behind.max() <= 0:
            return np.zeros(self.normal.member.shape[0])
        favour = MOST_FAVOUR * np.square(np.clip(behind / behind.max(), 0.0, 1.0)) * min(behind.max() / 0.02, 1.0)
        return np.asarray((self.normal.member * favour).max(axis=1, initial=0.0))
