"""Everybody's result with its reasons, made a slice at a time: never all of them as objects at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from springtide.allocation.bridge.reasons import Prices, optimal_reasons, stable_reasons
from springtide.allocation.bridge.snapshot import NOT_ACCEPTED, Integers
from springtide.allocation.bridge.solving import OPTIMUM, Proposal
from springtide_engine.matching import UNPLACED, Market, draw_lots


@dataclass(frozen=True)
class Outcome:
    """One person's result. Ids of rows; `rank` counts from 1 and is None outside the list."""

    application: int
    opening: int | None
    pin: int | None
    rank: int | None
    score: int | None
    reasons: list[dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Everybody's result, made when it is asked for, a slice at a time."""

    proposal: Proposal

    def between(self, start: int, end: int) -> Iterator[Outcome]:
        """The results of the people start:end of the snapshot."""
        snapshot, seated = self.proposal.problem.snapshot, self.proposal.assignment
        for person in range(start, min(end, snapshot.people.size)):
            place = None if seated[person] == UNPLACED else int(seated[person])
            entry = self._entry(person, place)
            accepted = entry is not None and snapshot.scores[entry] != NOT_ACCEPTED
            yield Outcome(
                application=int(snapshot.people[person]),
                opening=None if place is None else int(snapshot.openings[place]),
                pin=self._pins.get(person),
                rank=None if entry is None else entry - int(snapshot.offsets[person]) + 1,
                score=int(snapshot.scores[entry]) if accepted else self._granted.get(person),
                reasons=[] if person in self._pins else self._reasons(person),
            )

    def _entry(self, person: int, place: int | None) -> int | None:
        """The entry of the person's list that names this opening."""
        snapshot = self.proposal.problem.snapshot
        start, end = snapshot.offsets[person : person + 2].tolist()
        found = np.flatnonzero(snapshot.choices[start:end] == (UNPLACED if place is None else place))
        return start + int(found[0]) if found.size else None

    def _reasons(self, person: int) -> list[dict[str, Any]]:
        problem = self.proposal.problem
        if self.proposal.targeted is not None:
            return stable_reasons(problem.snapshot, self._pins_first, self.proposal.targeted.allocation, person)
        if self.proposal.method != OPTIMUM:
            return stable_reasons(problem.snapshot, problem.rest, self.proposal.stable, person)
        place = int(self.proposal.first[person])
        return optimal_reasons(problem.snapshot, self._prices, self._lots, person, None if place < 0 else place)

    @cached_property
    def _pins_first(self) -> Market:
        return self.proposal.problem.snapshot.pins_first().market()

    @cached_property
    def _prices(self) -> Prices:
        optimum = self.proposal.optimum
        problem = self.proposal.problem
        return Prices.of(problem.snapshot, problem.worth, optimum.prices, optimum.position_prices)

    @cached_property
    def _lots(self) -> Integers:
        return draw_lots(self.proposal.problem.market, seed=self.proposal.stable.lottery.seed).numbers

    @cached_property
    def _pins(self) -> dict[int, int]:
        snapshot = self.proposal.problem.snapshot
        return dict(zip(snapshot.pinned_people.tolist(), snapshot.pins.tolist(), strict=True))

    @cached_property
    def _granted(self) -> dict[int, int]:
        """{person: score} of those placed by transfer."""
        if self.proposal.second is None:
            return {}
        options, rows = self.proposal.second.options, self.proposal.second.result.granted
        return dict(zip(options.applicants[rows].tolist(), options.scores[rows].tolist(), strict=True))
