"""Deferred acceptance in rounds of whole arrays, for numpy alone: where nothing can be compiled, and as a check."""

from dataclasses import dataclass

import numpy as np

from springtide_engine.matching.problem import Integers, Market, Positions
from springtide_engine.matching.ties import Order


@dataclass(frozen=True, eq=False)
class Level:
    """Positions in sets that are apart: `of` (m) the set of each, `seats` by set, `order` of people within the sets."""

    of: Positions
    seats: Integers
    order: Order


def applicants_propose(market: Market, levels: list[Level]) -> tuple[Integers, int]:
    """Everybody free asks the next position on the list that could still take them, all at once.

    `levels` go from the positions themselves (each a set of its own) outwards. Returns the entries held, rounds.
    """
    ends = market.offsets[1:][market.owners]
    # A rank below limit[set] is welcome: at first everybody acceptable, later those above the cut-off.
    limits = [np.where(level.seats > 0, level.order.first[1:], level.order.first[:-1]) for level in levels]
    held = np.zeros(0, dtype=np.int64)
    asking = market.offsets[:-1][market.lengths > 0]
    rounds = 0
    while (asking := _next_welcome(asking, ends, levels, limits, market)).size:
        rounds += 1
        held = np.concatenate((held, asking))
        refused = []
        for level, limit in zip(levels, limits, strict=True):
            held, out = _keep_best(held, level, limit)
            refused.append(out)
        asking = np.concatenate(refused) + 1
        asking = asking[asking < ends[asking - 1]]
    return held, rounds


def _next_welcome(
    asking: Integers, ends: Integers, levels: list[Level], limits: list[Integers], market: Market
) -> Integers:
    """Move each entry down its owner's list to the first position that would not refuse at sight."""
    found = []
    while asking.size:
        places = market.positions[asking]
        welcome = np.ones(asking.size, dtype=np.bool_)
        for level, limit in zip(levels, limits, strict=True):
            welcome &= level.order.rank[asking] < limit[level.of[places]]
        found.append(asking[welcome])
        refused = asking[~welcome]
        asking = refused[refused + 1 < ends[refused]] + 1
    return np.concatenate(found) if found else asking


def _keep_best(entries: Integers, level: Level, limit: Integers) -> tuple[Integers, Integers]:
    """Split entries into kept and refused by the seats of each set; lower `limit` of the sets that are now full."""
    ranks = np.sort(level.order.rank[entries])
    bounds = np.searchsorted(ranks, level.order.first)
    seats = np.minimum(np.diff(bounds), level.seats)
    kept = np.arange(ranks.size) < np.repeat(bounds[:-1] + seats, np.diff(bounds))
    full = np.flatnonzero((seats == level.seats) & (seats > 0))
    limit[full] = ranks[bounds[full] + seats[full] - 1]
    found = level.order.entry[ranks].astype(np.int64)
    return found[kept], found[~kept]


def positions_propose(market: Market, order: Order) -> tuple[Integers, int]:
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
