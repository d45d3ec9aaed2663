"""Deferred acceptance over arrays (Gale and Shapley 1962), in rounds.

Applicants propose: the outcome is the stable one that every applicant likes best, and nobody gains by
listing choices in another order (Dubins and Freedman 1981, Roth 1982). Positions propose: the stable
outcome every position likes best, for comparison and for counting who has a choice between stable seats.
"""

from typing import Literal

import numpy as np

from springtide_engine.matching.allocation import Allocation, describe
from springtide_engine.matching.problem import Integers, Market
from springtide_engine.matching.ties import Order, TieRule, draw_lots, order_applicants

Side = Literal["applicants", "positions"]


def deferred_acceptance(
    market: Market, *, seed: int, rule: TieRule = "single", proposing: Side = "applicants"
) -> Allocation:
    """Match, ties broken by lots drawn from `seed`. Deterministic; O(E log E) for the order, then rounds.

    Raises ValueError for an unknown rule or side.
    """
    if proposing not in ("applicants", "positions"):
        raise ValueError(f"unknown side {proposing!r}; use 'applicants' or 'positions'")
    lottery = draw_lots(market, rule=rule, seed=seed)
    order = order_applicants(market, lottery)
    propose = _applicants_propose if proposing == "applicants" else _positions_propose
    held, rounds = propose(market, order)
    return describe(market, lottery, held, proposing=proposing, rounds=rounds)


def _applicants_propose(market: Market, order: Order) -> tuple[Integers, int]:
    """Everybody free asks the next position on the list that could still take them, all at once."""
    ends = market.offsets[1:][market.owners]
    # A rank below limit[p] is welcome at p: at first everybody acceptable, later those above the cut-off.
    limit = np.where(market.capacities > 0, order.first[1:], order.first[:-1])
    held = np.zeros(0, dtype=np.int64)
    asking = market.offsets[:-1][market.lengths > 0]
    rounds = 0
    while (asking := _next_welcome(asking, ends, order.rank, limit, market)).size:
        rounds += 1
        held, refused = _keep_best(np.concatenate((held, order.rank[asking])), limit, order, market)
        asking = order.entry[refused] + 1
        asking = asking[asking < ends[asking - 1]]
    return order.entry[held], rounds


def _next_welcome(asking: Integers, ends: Integers, rank: Integers, limit: Integers, market: Market) -> Integers:
    """Move each entry down its owner's list to the first position that would not refuse at sight."""
    found = []
    while asking.size:
        welcome = rank[asking] < limit[market.positions[asking]]
        found.append(asking[welcome])
        refused = asking[~welcome]
        asking = refused[refused + 1 < ends[refused]] + 1
    return np.concatenate(found) if found else asking


def _keep_best(ranks: Integers, limit: Integers, order: Order, market: Market) -> tuple[Integers, Integers]:
    """Split ranks into kept and refused by seats; lower `limit` of the positions that are now full."""
    ranks = np.sort(ranks)
    bounds = np.searchsorted(ranks, order.first)
    seats = np.minimum(np.diff(bounds), market.capacities)
    kept = np.arange(ranks.size) < np.repeat(bounds[:-1] + seats, np.diff(bounds))
    full = np.flatnonzero((seats == market.capacities) & (seats > 0))
    limit[full] = ranks[bounds[full] + seats[full] - 1]
    return ranks[kept], ranks[~kept]


def _positions_propose(market: Market, order: Order) -> tuple[Integers, int]:
    """Every position with a free seat asks the next people of its order, as many as it has seats free."""
    owners = market.owners
    # An entry number grows down its owner's list, so the best offer is the smallest entry.
    nothing = market.positions.size
    best = np.full(market.applicants, nothing, dtype=np.int64)
    reached, ends = order.first[:-1].copy(), order.first[1:]
    free = market.capacities.copy()
    rounds = 0
    while (asking := np.minimum(free, ends - reached)).any():
        rounds += 1
        ranks = np.repeat(reached - np.cumsum(asking) + asking, asking) + np.arange(asking.sum())
        entries = order.entry[ranks]
        np.minimum.at(best, owners[entries], entries)
        reached += asking
        holding = np.bincount(market.positions[best[best < nothing]], minlength=free.size)
        free = market.capacities - holding
    return best[best < nothing], rounds
