"""A reason for every person and every choice, and what would have been enough."""

from dataclasses import dataclass
from enum import StrEnum

from springtide_engine.matching.allocation import Allocation
from springtide_engine.matching.deferred_acceptance import deferred_acceptance
from springtide_engine.matching.problem import UNPLACED, Market


class Verdict(StrEnum):
    """What became of one choice."""

    OBTAINED = "obtained"
    BETTER_OBTAINED = "better obtained"
    BELOW_CUTOFF = "below cut-off"
    LOST_LOT = "tied with the last admitted, lost the lottery"
    NOT_SCORED = "not scored"
    NO_SEATS = "no seats"


@dataclass(frozen=True)
class Reason:
    """One choice. `choice` counts from 1. `score` is None where the position did not score the person.

    `cutoff` is the lowest score admitted there, None where seats stayed free or there were none.
    `margin` = score - cutoff, in score units; negative means that many were missing.
    `lot` and `last_lot` decide at margin 0: the lower number goes first. `group`: whose cut-off it is, where
    the seats of a group of positions under a cap ran out before those of the position.
    """

    choice: int
    position: int
    verdict: Verdict
    score: int | None
    cutoff: int | None
    margin: int | None
    lot: int
    last_lot: int | None
    group: str | None = None


def explain(market: Market, allocation: Allocation, applicant: int) -> tuple[Reason, ...]:
    """Give one Reason per choice of the applicant, in their order. O(length of the list)."""
    _known(market, applicant)
    start, end = market.offsets[applicant : applicant + 2].tolist()
    return tuple(_reason(market, allocation, applicant, entry, entry - start) for entry in range(start, end))


def _reason(market: Market, allocation: Allocation, applicant: int, entry: int, index: int) -> Reason:
    place = int(market.positions[entry])
    bound = int(allocation.binding[place])
    full = bound >= 0
    score = int(market.scores[entry]) if market.acceptable[entry] else None
    cutoff = int(allocation.cutoffs[place]) if full else None
    margin = None if score is None or cutoff is None else score - cutoff
    return Reason(
        choice=index + 1,
        position=place,
        verdict=_verdict(int(allocation.rank[applicant]), index, score, margin, _seats(market, allocation, place)),
        score=score,
        cutoff=cutoff,
        margin=margin,
        lot=int(allocation.lottery.numbers[entry]),
        last_lot=int(allocation.last_lots[place]) if full else None,
        group=allocation.caps.groups[bound - 1].name if bound > 0 and allocation.caps is not None else None,
    )


def _seats(market: Market, allocation: Allocation, place: int) -> int:
    """How many could sit at a position, the groups around it considered."""
    groups = () if allocation.caps is None else allocation.caps.groups
    return min([int(market.capacities[place]), *(group.seats for group in groups if place in group.members)])


def _verdict(rank: int, index: int, score: int | None, margin: int | None, seats: int) -> Verdict:
    if rank == index:
        return Verdict.OBTAINED
    if rank != UNPLACED and rank < index:
        return Verdict.BETTER_OBTAINED
    if not seats:
        return Verdict.NO_SEATS
    if score is None:
        return Verdict.NOT_SCORED
    return Verdict.LOST_LOT if margin == 0 else Verdict.BELOW_CUTOFF


def least_score(market: Market, allocation: Allocation, applicant: int, choice: int) -> int | None:
    """Find the least score at their `choice` (from 1) that seats the applicant there or better.

    Everything else stays as it was; scores from 0 (or the lowest given there) up are considered. Reaching
    the cut-off is not always enough, since whoever is pushed out may set off a chain that comes back: so
    each score is tried by matching anew, applicants proposing. A better score never harms (Balinski and
    Sönmez 1999), hence bisection, about log2(score range) runs. None where the position has no seats.
    Raises IndexError for an unknown person or choice.
    """
    _known(market, applicant)
    start, end = market.offsets[applicant : applicant + 2].tolist()
    if not 1 <= choice <= end - start:
        raise IndexError(f"applicant {applicant} made {end - start} choices; there is no choice {choice}")
    entry = start + choice - 1
    place = market.positions[entry]
    if not _seats(market, allocation, int(place)):
        return None
    # Under caps anybody may be a rival, wherever they ask.
    rivals = market.scores[market.acceptable & ((market.positions == place) | (allocation.caps is not None))]
    low, high = int(rivals.min(initial=0)), int(rivals.max(initial=0)) + 1
    while low < high:
        middle = (low + high) // 2
        if _seated(_with_score(market, entry, middle), allocation, applicant, choice):
            high = middle
        else:
            low = middle + 1
    return low


def _seated(market: Market, allocation: Allocation, applicant: int, choice: int) -> bool:
    lottery = allocation.lottery
    again = deferred_acceptance(market, seed=lottery.seed, rule=lottery.rule, caps=allocation.caps)
    return UNPLACED < int(again.rank[applicant]) < choice


def _with_score(market: Market, entry: int, score: int) -> Market:
    scores, acceptable = market.scores.copy(), market.acceptable.copy()
    scores[entry], acceptable[entry] = score, True
    return Market(
        offsets=market.offsets,
        positions=market.positions,
        scores=scores,
        acceptable=acceptable,
        capacities=market.capacities,
        tickets=market.tickets,
    )


def _known(market: Market, applicant: int) -> None:
    if not 0 <= applicant < market.applicants:
        raise IndexError(f"there is no applicant {applicant}; the market has {market.applicants}")
