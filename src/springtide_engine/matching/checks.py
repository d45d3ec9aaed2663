"""Another pair of eyes: judges an answer from the market alone, with none of the solver's code.

Stable here means: nobody sits where they did not apply or were not accepted, no position is overfull,
and no applicant and position would both rather have each other (Gale and Shapley 1962; with ties,
Irving's weak stability 1994, sharpened by the lottery where one is given).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.problem import Integers, Market, Options
from springtide_engine.matching.ties import Lottery

Kind = Literal["stable", "weakly stable", "transfers"]
Assignment = npt.NDArray[np.int32]
MOST_OFFENCES = 100


@dataclass(frozen=True)
class Offence:
    """One thing wrong with an answer. `kind`: wrong_shape, no_such_position, not_listed, not_acceptable,
    over_capacity, blocking_pair, moved, no_consent, not_an_option or passed_over."""

    kind: str
    applicant: int | None = None
    position: int | None = None


@dataclass(frozen=True)
class Certificate:
    """The verdict with its numbers; `offences` holds the first hundred, `counts` all of them by kind."""

    kind: Kind
    passed: bool
    applicants: int
    placed: int
    seats: int
    pairs_checked: int
    counts: dict[str, int] = field(default_factory=dict)
    offences: tuple[Offence, ...] = ()


def verify(market: Market, assignment: npt.ArrayLike, lottery: Lottery | None = None) -> Certificate:
    """Check an assignment (n: position or -1) in one pass over the E choices.

    With the lottery the check is strict: a tie lost against the lots is a blocking pair. Without, only
    a strictly lower score that was preferred is one. Never raises for a wrong answer: it says so.
    """
    kind: Kind = "weakly stable" if lottery is None else "stable"
    seat = np.asarray(assignment)
    faults = list(_misplaced(market, seat))
    if faults:
        return _certificate(kind, market, seat, 0, faults)
    owner = np.repeat(np.arange(seat.size), market.offsets[1:] - market.offsets[:-1])
    sits = market.positions == seat[owner]
    faults += _unlisted(market, seat, owner, sits)
    if not faults:
        faults += _blocking(market, owner, sits, lottery)
    return _certificate(kind, market, seat, market.positions.size, faults)


def verify_transfers(
    market: Market, before: npt.ArrayLike, after: npt.ArrayLike, consented: npt.ArrayLike, options: Options
) -> Certificate:
    """Check the second stage: nobody moved who had a seat, only consenting people were placed, only where
    it was an option, no position overfull, and nobody was passed over for a free seat or a lower score."""
    old, new, consents = np.asarray(before), np.asarray(after), np.asarray(consented)
    faults = list(_misplaced(market, new))
    if not faults:
        faults += [Offence("moved", int(i), int(old[i])) for i in np.flatnonzero((old >= 0) & (new != old))]
        faults += _ungranted(old, new, consents, options)
    if not faults:
        faults += _passed_over(market, old, new, consents, options)
    return _certificate("transfers", market, new, options.positions.size, faults)


def _misplaced(market: Market, seat: npt.NDArray[np.int32]) -> Iterator[Offence]:
    """Answers that cannot even be read, and positions with more people than seats."""
    if seat.shape != (market.offsets.size - 1,) or seat.dtype.kind not in "iu":
        yield Offence("wrong_shape")
        return
    strange = np.flatnonzero((seat < -1) | (seat >= market.capacities.size))
    yield from (Offence("no_such_position", int(i), int(seat[i])) for i in strange)
    if not strange.size:
        fill = np.bincount(seat[seat >= 0], minlength=market.capacities.size)
        yield from (Offence("over_capacity", None, int(p)) for p in np.flatnonzero(fill > market.capacities))


def _unlisted(market: Market, seat: Assignment, owner: Integers, sits: npt.NDArray[np.bool_]) -> list[Offence]:
    listed = np.zeros(seat.size, dtype=np.bool_)
    listed[owner[sits]] = True
    faults = [Offence("not_listed", int(i), int(seat[i])) for i in np.flatnonzero((seat >= 0) & ~listed)]
    unwanted = np.flatnonzero(sits & ~market.acceptable)
    return faults + [Offence("not_acceptable", int(owner[e]), int(market.positions[e])) for e in unwanted]


def _blocking(market: Market, owner: Integers, sits: npt.NDArray[np.bool_], lottery: Lottery | None) -> list[Offence]:
    """Choices above the seat obtained whose position has a seat free or somebody lower in it."""
    places, entry = market.positions, np.arange(market.positions.size)
    reached = market.offsets[1:].copy()
    reached[owner[sits]] = entry[sits]
    wanted = market.acceptable & (entry < reached[owner])
    free = np.bincount(places[sits], minlength=market.capacities.size) < market.capacities
    worst = np.full(market.capacities.size, np.iinfo(np.int64).max)
    np.minimum.at(worst, places[sits], market.scores[sits])
    blocks = wanted & (free[places] | (market.scores > worst[places]))
    if lottery is not None:
        last = np.full(market.capacities.size, -1)
        lowest = sits & (market.scores == worst[places])
        np.maximum.at(last, places[lowest], lottery.numbers[lowest])
        blocks |= wanted & (market.scores == worst[places]) & (lottery.numbers < last[places])
    return [Offence("blocking_pair", int(owner[e]), int(places[e])) for e in np.flatnonzero(blocks)]


def _ungranted(
    old: Assignment, new: Assignment, consents: npt.NDArray[np.bool_], options: Options
) -> Iterator[Offence]:
    """People placed anew who did not consent, or where it was not an option."""
    fresh = (old < 0) & (new >= 0)
    offered = np.zeros(new.size, dtype=np.bool_)
    offered[options.applicants[new[options.applicants] == options.positions]] = True
    yield from (Offence("no_consent", int(i), int(new[i])) for i in np.flatnonzero(fresh & ~consents))
    yield from (Offence("not_an_option", int(i), int(new[i])) for i in np.flatnonzero(fresh & ~offered))


def _passed_over(
    market: Market, old: Assignment, new: Assignment, consents: npt.NDArray[np.bool_], options: Options
) -> list[Offence]:
    """Options better for the person than what they got, at a position with a free seat or a lower score."""
    people, places, scores = options.applicants, options.positions, options.scores
    took_part = (consents & (old < 0))[people]
    granted = took_part & (new[people] == places)
    got = np.full(new.size, np.iinfo(np.int64).min)
    got[people[granted]] = scores[granted]
    lowest = np.full(market.capacities.size, np.iinfo(np.int64).max)
    np.minimum.at(lowest, places[granted], scores[granted])
    free = np.bincount(new[new >= 0], minlength=lowest.size) < market.capacities
    wronged = took_part & (scores > got[people]) & (free[places] | (scores > lowest[places]))
    return [Offence("passed_over", int(people[row]), int(places[row])) for row in np.flatnonzero(wronged)]


def _certificate(kind: Kind, market: Market, seat: Assignment, pairs: int, faults: list[Offence]) -> Certificate:
    counts: dict[str, int] = {}
    for fault in faults:
        counts[fault.kind] = counts.get(fault.kind, 0) + 1
    placed = int((seat >= 0).sum()) if seat.dtype.kind in "iu" else 0
    return Certificate(
        kind,
        not faults,
        market.offsets.size - 1,
        placed,
        int(market.capacities.sum()),
        pairs,
        counts,
        tuple(faults[:MOST_OFFENCES]),
    )
