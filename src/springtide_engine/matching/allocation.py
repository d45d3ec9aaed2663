"""The answer, with all that is needed to compute it again and to judge it."""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from springtide_engine import __version__
from springtide_engine.matching.caps import Caps
from springtide_engine.matching.problem import UNPLACED, Integers, Market, Positions, owners_of
from springtide_engine.matching.ties import Lottery, TieRule


@dataclass(frozen=True, eq=False)
class Allocation:
    """Who sits where. The same market, caps, rule, seed and version always give the same arrays.

    `assignment` (n): position or -1. `rank` (n): place in the applicant's own list, 0 first, or -1.
    `fill` (m): seats taken. `cutoffs` (m): lowest score admitted where every seat is taken, and 0 where
    one is free (`fill` < capacity: everybody acceptable was welcome) or there are none. `last_lots` (m):
    lottery number of the last one admitted, or -1. Under caps, a position in a full group has the cut-off of
    that group where it is the higher one. `binding` (m) says whose it is: -1 none, 0 the position's own, k the
    k-th group of `caps`. `rounds`: of the numpy path; the compiled one needs a single pass.
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
    binding: Positions
    caps: Caps | None = None

    def to_columns(
        self, applicant_ids: npt.ArrayLike | None = None, position_ids: npt.ArrayLike | None = None
    ) -> dict[str, npt.NDArray[Any]]:
        """A table of the result, one row a person: `applicant`, `position` and `choice`, counted from 1.

        Without a seat `choice` is 0 and `position` is empty (-1 for numbers). Ids default to row numbers.
        """
        people = np.arange(self.assignment.size) if applicant_ids is None else np.asarray(applicant_ids)
        names = np.arange(self.fill.size) if position_ids is None else np.asarray(position_ids)
        nothing = np.array([-1 if names.dtype.kind in "iu" else ""])
        # The last row stands for no seat, and -1 reaches it.
        position = np.concatenate((names, nothing))[self.assignment]
        return {"applicant": people, "position": position, "choice": self.rank + np.int32(1)}


def describe(
    market: Market,
    lottery: Lottery,
    entries: Integers,
    caps: Caps | None,
    *,
    proposing: str,
    rounds: int,
) -> Allocation:
    """Write out an allocation from the entries held: ascending, one an applicant at most."""
    places = market.positions[entries]
    people = owners_of(market.offsets, entries)
    assignment = np.full(market.applicants, UNPLACED, dtype=np.int32)
    rank = assignment.copy()
    assignment[people] = places
    rank[people] = entries - market.offsets[people]
    fill = np.bincount(places, minlength=market.capacities.size).astype(np.int64)
    cutoffs, last_lots, binding = _cutoffs(market, lottery, entries, fill, caps)
    allocation = Allocation(
        assignment=assignment,
        rank=rank,
        fill=fill,
        cutoffs=cutoffs,
        last_lots=last_lots,
        lottery=lottery,
        proposing=proposing,
        rounds=rounds,
        engine_version=__version__,
        input_hash=input_hash(market, rule=lottery.rule, seed=lottery.seed, caps=caps),
        binding=binding,
        caps=caps,
    )
    for array in (assignment, rank, fill, cutoffs, last_lots, binding):
        array.setflags(write=False)
    return allocation


def _cutoffs(
    market: Market, lottery: Lottery, entries: Integers, fill: Integers, caps: Caps | None
) -> tuple[Integers, Integers, Positions]:
    """Score and lot of the last one admitted at every full position, and which limit that is."""
    lowest, latest = _last_admitted(market, lottery, entries)
    full = (fill == market.capacities) & (fill > 0)
    cutoffs, last_lots = np.where(full, lowest, 0), np.where(full, latest, -1)
    binding = np.where(full, 0, -1).astype(np.int32)
    for number, group in enumerate(() if caps is None else caps.groups, start=1):
        members = group.members[fill[group.members] > 0]
        if not 0 < group.seats == fill[members].sum():
            continue
        worst = members[np.lexsort((latest[members], ~lowest[members]))[-1]]
        score, lot = lowest[worst], latest[worst]
        inside = group.members
        lower = (cutoffs[inside] < score) | ((cutoffs[inside] == score) & (last_lots[inside] > lot))
        bound = inside[(binding[inside] < 0) | lower]
        cutoffs[bound], last_lots[bound], binding[bound] = score, lot, number
    return cutoffs, last_lots, binding


def _last_admitted(market: Market, lottery: Lottery, entries: Integers) -> tuple[Integers, Integers]:
    """(m) the lowest score among those held at each position, and the last lot among these."""
    lowest = np.full(market.capacities.size, np.iinfo(np.int64).max)
    np.minimum.at(lowest, market.positions[entries], market.scores[entries])
    last = entries[market.scores[entries] == lowest[market.positions[entries]]]
    latest = np.full(lowest.size, -1, dtype=np.int64)
    np.maximum.at(latest, market.positions[last], lottery.of(last))
    return lowest, latest


def input_hash(market: Market, *, rule: TieRule, seed: int, caps: Caps | None = None) -> str:
    """SHA-256 over names, lengths and little-endian values: the same on every machine."""
    digest = hashlib.sha256(f"springtide matching 1; ties {rule}; seed {seed}".encode())
    for name in ("offsets", "positions", "scores", "acceptable", "capacities", "tickets"):
        _feed(digest, name, getattr(market, name))
    for group in () if caps is None else caps.groups:
        digest.update(f"; cap {group.seats}".encode())
        _feed(digest, group.name, group.members)
    return digest.hexdigest()


def _feed(digest: Any, name: str, values: npt.NDArray[Any]) -> None:
    digest.update(f"; {name} {values.size}:".encode())
    for start in range(0, values.size, 1 << 20):  # in parts: a copy of all of them would be large
        digest.update(values[start : start + (1 << 20)].astype("<i8", copy=False))
