"""Targets inside the stable method, by ceilings that nobody asked for: fair, and at the price of empty seats.

A floor on some seats is reached by lowering a ceiling on the others, until enough people who would have sat
there sit where they count. This is quota reduction (Barrot, Yahiro, Zhang, Yokoo 2024) with deferred acceptance
under a laminar family. Within the ceilings found the answer is stable. Which ceilings are found
hangs on everybody's lists, so that, unlike with ceilings fixed beforehand, a false list may help its author.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from springtide_engine.matching.allocation import Allocation
from springtide_engine.matching.caps import Caps
from springtide_engine.matching.checks import Certificate, verify
from springtide_engine.matching.deferred_acceptance import deferred_acceptance
from springtide_engine.matching.optimum.rows import Rows, rows_of
from springtide_engine.matching.problem import Flags, Integers, InvalidMarket, Market
from springtide_engine.matching.target_checks import Standing, TargetCertificate, verify_targets
from springtide_engine.matching.targets import APPLICANT, Target, masks
from springtide_engine.matching.ties import TieRule
from springtide_engine.matching.traits import Traits

MOST_PASSES = 8


@dataclass(frozen=True, eq=False)
class TargetedAllocation:
    """`allocation` is stable within `caps` (`certificate`); where the targets stand is in `targets`.

    `status`: "met", or "not met" with the names in `unmet`: caps cannot reach those, be it that they
    conflict, that nobody applies, or that they speak of people and not of positions. `wasted` (m): seats left
    empty although somebody would rather sit there. `runs`: how often the market was matched.
    """

    status: Literal["met", "not met"]
    allocation: Allocation
    caps: Caps
    certificate: Certificate
    targets: TargetCertificate
    unmet: tuple[str, ...]
    wasted: Integers
    runs: int


def meet_targets(
    market: Market, targets: Sequence[Target], *, traits: Traits, seed: int, rule: TieRule = "single"
) -> TargetedAllocation:
    """Match so that targets hold, under as few and as high artificial caps as the order of the targets allows.

    One target after the other: the highest cap on the seats that work against it, found by bisection, with
    which it holds; again from the start where one undid another. Scores must mean the same at all positions.
    Raises InvalidMarket for targets that cannot be read.
    """
    reduction = _Reduction(market, targets, traits, seed, rule)
    reduction.run()
    allocation, caps = reduction.allocation, reduction.caps()
    judged = verify_targets(market, allocation.assignment, targets, traits)
    unmet = tuple(standing.name for standing in judged.standings if not standing.met)
    return TargetedAllocation(
        status="not met" if unmet else "met",
        allocation=allocation,
        caps=caps,
        certificate=verify(market, allocation.assignment, allocation.lottery, caps),
        targets=judged,
        unmet=unmet,
        wasted=wasted_seats(market, allocation),
        runs=reduction.runs,
    )


def wasted_seats(market: Market, allocation: Allocation) -> Integers:
    """(m) empty seats that somebody would rather have than what they got."""
    owners = np.repeat(np.arange(market.applicants), market.lengths)
    place = np.arange(market.positions.size) - market.offsets[owners]
    got = np.where(allocation.rank < 0, market.lengths, allocation.rank)
    wants = market.positions[market.acceptable & (place < got[owners])]
    claims = np.bincount(wants, minlength=market.capacities.size)
    return np.asarray(np.minimum(claims, market.capacities - allocation.fill), dtype=np.int64)


class _Reduction:
    """Caps on sets of positions, lowered one target at a time."""

    def __init__(self, market: Market, targets: Sequence[Target], traits: Traits, seed: int, rule: TieRule) -> None:
        self.market, self.targets, self.traits, self.seed, self.rule = market, targets, traits, seed, rule
        self.rows: Rows = rows_of(market, targets, traits)
        self.against = [_against(target, traits, market.capacities.size, market.applicants) for target in targets]
        self.groups: dict[tuple[int, ...], tuple[int, str]] = {}
        self.runs = 0
        self.allocation = self._match(self.caps())

    def run(self) -> None:
        """Lower caps until every target that caps can meet is met."""
        for _passed in range(MOST_PASSES):
            missed = [row for row in range(len(self.targets)) if self.against[row].any() and not self._met(row)]
            lowered = [self._meet(row) for row in missed]
            if not any(lowered):
                return

    def caps(self) -> Caps:
        """The family as it is."""
        return Caps.of((np.array(members), seats, name) for members, (seats, name) in self.groups.items())

    def _met(self, row: int) -> bool:
        target = self.targets[row]
        standing: Standing = verify_targets(self.market, self.allocation.assignment, [target], self.traits).standings[0]
        return standing.met

    def _meet(self, row: int) -> bool:
        """Find the highest cap that meets this target; False where none does, and nothing is lowered."""
        place = self._capping(row)
        before, kept = self.groups, self.allocation
        low, high = 0, int(self.allocation.fill[self.against[row]].sum())
        if not self._try(row, place(low)):
            self.groups, self.allocation = before, kept
            return False
        best = self.groups, self.allocation
        while high - low > 1:
            middle = (low + high) // 2
            if self._try(row, place(middle)):
                low, best = middle, (self.groups, self.allocation)
            else:
                high = middle
        self.groups, self.allocation = best
        return True

    def _try(self, row: int, groups: dict[tuple[int, ...], tuple[int, str]]) -> bool:
        self.groups = groups
        self.allocation = self._match(self.caps())
        return self._met(row)

    def _match(self, caps: Caps) -> Allocation:
        self.runs += 1
        return deferred_acceptance(self.market, seed=self.seed, rule=self.rule, caps=caps if caps.groups else None)

    def _capping(self, row: int) -> Callable[[int], dict[tuple[int, ...], tuple[int, str]]]:
        """One cap on all that works against the target, or, where that would cross another cap, one on each class
        of positions, in proportion to the people there now."""
        members, name, before = np.flatnonzero(self.against[row]), self.targets[row].name, self.groups
        together = tuple(members.tolist())

        def whole(seats: int) -> dict[tuple[int, ...], tuple[int, str]]:
            return _lowered(before, together, seats, name)

        try:
            self.groups = whole(0)
            self.caps()
        except InvalidMarket:
            classes = self.rows.place_class[members]
            parts = [members[classes == kind] for kind in np.unique(classes)]
            filled = np.array([int(self.allocation.fill[part].sum()) for part in parts])

            def split(seats: int) -> dict[tuple[int, ...], tuple[int, str]]:
                groups = before
                ends = np.cumsum(filled) * seats // max(int(filled.sum()), 1)
                for part, share in zip(parts, np.diff(ends, prepend=0).tolist(), strict=True):
                    groups = _lowered(groups, tuple(part.tolist()), int(share), name)
                return groups

            return split
        finally:
            self.groups = before
        return whole


def _lowered(
    groups: dict[tuple[int, ...], tuple[int, str]], members: tuple[int, ...], seats: int, name: str
) -> dict[tuple[int, ...], tuple[int, str]]:
    """Add a cap, or lower one that is there."""
    known = groups.get(members)
    return groups if known is not None and known[0] <= seats else {**groups, members: (seats, name)}


def _against(target: Target, traits: Traits, positions: int, applicants: int) -> Flags:
    """(m) the positions where people sit at this target's cost; none where it speaks of people."""
    if any(key.startswith(APPLICANT) for key in [*target.of, *target.within]):
        return np.zeros(positions, dtype=np.bool_)
    of, inside = (masks(traits, wanted, positions, applicants)[0] for wanted in (target.of, target.within))
    return inside & of if target.bound == "ceiling" else inside & ~of
