"""The answer, with all that is needed to compute it again and to judge it."""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from springtide_engine import __version__
from springtide_engine.matching.problem import UNPLACED, Integers, Market, Positions
from springtide_engine.matching.ties import Lottery, TieRule


@dataclass(frozen=True, eq=False)
class Allocation:
    """Who sits where. The same market, rule, seed and version always give the same arrays.

    `assignment` (n): position or -1. `rank` (n): place in the applicant's own list, 0 first, or -1.
    `fill` (m): seats taken. `cutoffs` (m): lowest score admitted where every seat is taken, and 0 where
    one is free (`fill` < capacity: everybody acceptable was welcome) or there are none. `last_lots` (m):
    lottery number of the last one admitted, or -1.
    """

    assignment: Positions
    rank: Positions
    fill: Integers
    cutoffs: Integers
    last_lots: Integers
    lottery: Lottery
    proposing: str
    rounds: int
    engine_version: str
    input_hash: str


def describe(market: Market, lottery: Lottery, held: Integers, *, proposing: str, rounds: int) -> Allocation:
    """Write out an allocation from `held`, the entries (one an applicant at most) that were accepted."""
    assignment = np.full(market.applicants, UNPLACED, dtype=np.int32)
    rank = assignment.copy()
    people = market.owners[held]
    assignment[people] = market.positions[held]
    rank[people] = held - market.offsets[people]
    fill = np.bincount(market.positions[held], minlength=market.capacities.size).astype(np.int64)
    cutoffs, last_lots = _cutoffs(market, lottery, held, full=fill == market.capacities)
    allocation = Allocation(
        assignment,
        rank,
        fill,
        cutoffs,
        last_lots,
        lottery,
        proposing,
        rounds,
        __version__,
        input_hash(market, rule=lottery.rule, seed=lottery.seed),
    )
    for array in (assignment, rank, fill, cutoffs, last_lots, lottery.numbers):
        array.setflags(write=False)
    return allocation


def _cutoffs(
    market: Market, lottery: Lottery, held: Integers, full: npt.NDArray[np.bool_]
) -> tuple[Integers, Integers]:
    """Score and lot of the last one admitted at every full position."""
    cutoffs = np.zeros(market.capacities.size, dtype=np.int64)
    last_lots = np.full(market.capacities.size, -1, dtype=np.int64)
    held = held[full[market.positions[held]]]
    # Best to worst within a position: writing in this order leaves the worst standing.
    order = held[np.lexsort((lottery.numbers[held], ~market.scores[held], market.positions[held]))]
    places = market.positions[order]
    last = np.flatnonzero(np.diff(places, append=-1))
    cutoffs[places[last]] = market.scores[order[last]]
    last_lots[places[last]] = lottery.numbers[order[last]]
    return cutoffs, last_lots


def input_hash(market: Market, *, rule: TieRule, seed: int) -> str:
    """SHA-256 over names, lengths and little-endian values: the same on every machine."""
    digest = hashlib.sha256(f"springtide matching 1; ties {rule}; seed {seed}".encode())
    for name in ("offsets", "positions", "scores", "acceptable", "capacities", "tickets"):
        values = getattr(market, name).astype("<i8")
        digest.update(f"; {name} {values.size}:".encode())
        digest.update(values.tobytes())
    return digest.hexdigest()
