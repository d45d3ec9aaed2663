"""From a snapshot to a proposal, its certificate and a reason for everybody: the only door to the matching engine."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from springtide.allocation.bridge.snapshot import NOT_ACCEPTED, Integers, Snapshot
from springtide_engine.matching import (
    UNPLACED,
    Allocation,
    Certificate,
    InvalidMarket,
    Market,
    Options,
    TransferResult,
    Verdict,
    deferred_acceptance,
    explain,
    least_score,
    place_transfers,
    summarise,
    verify,
    verify_transfers,
)

__all__ = ["InvalidMarket", "Outcome", "Proposal", "enough_for", "solve"]


@dataclass(frozen=True)
class Outcome:
    """One person's result. Ids of rows; `rank` counts from 1 and is None outside the list."""

    application: int
    opening: int | None
    rank: int | None
    score: int | None
    reasons: list[dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Proposal:
    """Both stages together. `transfers` is None where the run has no second stage."""

    snapshot: Snapshot
    market: Market
    allocation: Allocation
    transfers: TransferResult | None
    options: Options | None

    @property
    def assignment(self) -> Any:
        return self.allocation.assignment if self.transfers is None else self.transfers.assignment

    @cached_property
    def certificate(self) -> dict[str, dict[str, Any]]:
        """What other code found, by stage. JSON."""
        first = self.allocation.assignment
        found = {"stable": told(verify(self.market, first, self.allocation.lottery))}
        if self.transfers is not None and self.options is not None:
            consented = self.snapshot.consented == 1
            second = verify_transfers(self.market, first, self.transfers.assignment, consented, self.options)
            found["transfers"] = told(second)
        return found

    @cached_property
    def figures(self) -> dict[str, Any]:
        counts = summarise(self.market, self.allocation, self.assignment)
        return {
            "applicants": counts.applicants,
            "placed": counts.placed,
            "transferred": counts.transferred,
            "unplaced": counts.unplaced,
            "seats": counts.seats,
            "by_rank": counts.by_rank.tolist(),
            "rounds": self.allocation.rounds,
        }

    @property
    def fill(self) -> dict[int, int]:
        """{opening: people placed there}."""
        places = self.assignment[self.assignment != UNPLACED]
        counts = np.bincount(places, minlength=self.snapshot.openings.size)
        return {int(self.snapshot.openings[place]): int(counts[place]) for place in np.flatnonzero(counts)}

    def outcomes(self, start: int, end: int) -> Iterator[Outcome]:
        """The results of the people start:end of the snapshot."""
        snapshot, rank = self.snapshot, self.allocation.rank
        for person in range(start, min(end, snapshot.people.size)):
            place = int(self.assignment[person])
            choice = int(rank[person])
            listed = choice != UNPLACED
            entry = int(snapshot.offsets[person]) + choice
            yield Outcome(
                application=int(snapshot.people[person]),
                opening=None if place == UNPLACED else int(snapshot.openings[place]),
                rank=choice + 1 if listed else None,
                score=int(snapshot.scores[entry]) if listed else self._granted.get(person),
                reasons=self._reasons(person),
            )

    def _reasons(self, person: int) -> list[dict[str, Any]]:
        return [
            {
                "opening": int(self.snapshot.openings[reason.position]),
                "verdict": reason.verdict.name.lower(),
                "score": reason.score,
                "cutoff": reason.cutoff,
                "lot": reason.lot,
                "last_lot": reason.last_lot,
            }
            for reason in explain(self.market, self.allocation, person)
        ]

    @cached_property
    def _granted(self) -> dict[int, int]:
        """{person: score} of those placed by transfer."""
        if self.transfers is None or self.options is None:
            return {}
        rows = self.transfers.granted
        return dict(zip(self.options.applicants[rows].tolist(), self.options.scores[rows].tolist(), strict=True))


def solve(snapshot: Snapshot, *, seed: int, transfer: bool) -> Proposal:
    """The same snapshot, seed and engine give the same proposal. Raises InvalidMarket."""
    market = snapshot.market()
    allocation = deferred_acceptance(market, seed=seed)
    if not transfer:
        return Proposal(snapshot, market, allocation, None, None)
    options = transfer_options(snapshot, allocation)
    transfers = place_transfers(market, allocation, snapshot.consented == 1, options)
    return Proposal(snapshot, market, allocation, transfers, options)


def transfer_options(snapshot: Snapshot, allocation: Allocation) -> Options:
    """Where somebody without a seat could go: a division that advanced them, a country where they ranked an opening.

    The score is the one that division gave.
    """
    waiting = np.flatnonzero((allocation.assignment == UNPLACED) & (snapshot.consented == 1))
    free = np.flatnonzero(allocation.fill < snapshot.seats)
    rows = [row for person in waiting.tolist() for row in _options_of(snapshot, person, free)]
    people, places, scores = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Options(people, places, scores)


def _options_of(snapshot: Snapshot, person: int, free: Integers) -> Iterator[tuple[int, int, int]]:
    entries = slice(*snapshot.offsets[person : person + 2])
    ranked, scores = snapshot.choices[entries], snapshot.scores[entries]
    accepted = scores != NOT_ACCEPTED
    given = dict(zip(snapshot.divisions[ranked[accepted]].tolist(), scores[accepted].tolist(), strict=True))
    fits = np.isin(snapshot.divisions[free], list(given)) & np.isin(
        snapshot.countries[free], snapshot.countries[ranked]
    )
    for place in free[fits & ~np.isin(free, ranked)].tolist():
        yield person, place, given[int(snapshot.divisions[place])]


def enough_for(snapshot: Snapshot, *, seed: int, application: int, choice: int) -> int | None:
    """The least score at a choice (from 1) that would have seated this person there or better; None: no seats.

    Found by matching anew, everybody else as they were. Raises LookupError for somebody who was not in the run.
    """
    person = int(np.searchsorted(snapshot.people, application))
    if person == snapshot.people.size or snapshot.people[person] != application:
        raise LookupError(application)
    market = snapshot.market()
    return least_score(market, deferred_acceptance(market, seed=seed), person, choice)


def told(certificate: Certificate) -> dict[str, Any]:
    return asdict(certificate)


VERDICTS = frozenset(verdict.name.lower() for verdict in Verdict)
