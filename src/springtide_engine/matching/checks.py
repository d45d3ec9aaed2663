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

from springtide_engine.matching.caps import Caps, Group
from springtide_engine.matching.problem import Integers, Market, Options
from springtide_engine.matching.ties import Lottery

Kind = Literal["stable", "weakly stable", "transfers"]
Assignment = npt.NDArray[np.int32]
MOST_OFFENCES = 100


@dataclass(frozen=True)
class Offence:
    """One thing wrong with an answer. `kind`: wrong_shape, no_such_position, not_listed, not_acceptable,
    over_capacity, over_cap (`position` is then the row of the cap), blocking_pair, moved, no_consent,
    not_an_option or passed_over."""

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


def verify(
    market: Market, assignment: npt.ArrayLike, lottery: Lottery | None = None, caps: Caps | None = None
) -> Certificate:
    """Check an assignment (n: position or -1) in one pass over the E choices.

    With the lottery the check is strict: a tie lost against the lots is a blocking pair. Without, only
    a strictly lower score that was preferred is one. Under `caps` no group may hold more than its seats, and a
    choice blocks where the position and every group around it has a seat free or somebody lower in it.
    Never raises for a wrong answer: it says so.
    """
    kind: Kind = "weakly stable" if lottery is None else "stable"
    seat = np.asarray(assignment)
    groups = () if caps is None else caps.groups
    faults = list(_misplaced(market, seat, groups))
    if faults:
        return _certificate(kind, market, seat, 0, faults)
    sits = np.flatnonzero(market.positions == np.repeat(seat, market.offsets[1:] - market.offsets[:-1]))
    faults += _unlisted(market, seat, sits)
    if not faults:
        faults += _blocking(market, sits, lottery, groups)
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


def _misplaced(market: Market, seat: npt.NDArray[np.int32], groups: tuple[Group, ...] = ()) -> Iterator[Offence]:
    """Answers that cannot even be read, positions and groups with more people than seats."""
    if seat.shape != (market.offsets.size - 1,) or seat.dtype.kind not in "iu":
        yield Offence("wrong_shape")
        return
    strange = np.flatnonzero((seat < -1) | (seat >= market.capacities.size))
    yield from (Offence("no_such_position", int(i), int(seat[i])) for i in strange)
    if not strange.size:
        fill = np.bincount(seat[seat >= 0], minlength=market.capacities.size)
        yield from (Offence("over_capacity", None, int(p)) for p in np.flatnonzero(fill > market.capacities))
        yield from (Offence("over_cap", None, row) for row, g in enumerate(groups) if fill[g.members].sum() > g.seats)


def _unlisted(market: Market, seat: Assignment, sits: Integers) -> list[Offence]:
    listed = np.zeros(seat.size, dtype=np.bool_)
    listed[_owners(market, sits)] = True
    faults = [Offence("not_listed", int(i), int(seat[i])) for i in np.flatnonzero((seat >= 0) & ~listed)]
    unwanted = sits[~market.acceptable[sits]]
    people = _owners(market, unwanted)
    return faults + [
        Offence("not_acceptable", int(i), int(market.positions[e])) for i, e in zip(people, unwanted, strict=True)
    ]


def _blocking(market: Market, sits: Integers, lottery: Lottery | None, groups: tuple[Group, ...]) -> list[Offence]:
    """Choices above the seat obtained whose position has a seat free or somebody lower in it."""
    score, lot = _bars(market, sits, lottery, groups)
    # One comparison leaves few: those who could be welcome for their score.
    entries = np.flatnonzero(market.scores >= score[market.positions])
    places, own = market.positions[entries], market.scores[entries]
    beats = market.acceptable[entries] & ((own > score[places]) | (_lots(lottery, entries) < lot[places]))
    entries = entries[beats]
    reached = market.offsets[1:].copy()
    reached[_owners(market, sits)] = sits
    people = _owners(market, entries)
    blocks = entries < reached[people]
    return [
        Offence("blocking_pair", int(i), int(market.positions[e]))
        for i, e in zip(people[blocks], entries[blocks], strict=True)
    ]


def _lots(lottery: Lottery | None, entries: Integers) -> Integers:
    return np.zeros(entries.size, dtype=np.int64) if lottery is None else lottery.of(entries)


def _bars(
    market: Market, sits: Integers, lottery: Lottery | None, groups: tuple[Group, ...]
) -> tuple[Integers, Integers]:
    """(m) score and lot that must be beaten at each position: of the last one held where it, or a group around it,
    is full. Where nothing is full anybody acceptable is welcome, where there are no seats nobody is."""
    lots = _lots(lottery, sits)
    order = np.lexsort((lots, ~market.scores[sits], market.positions[sits]))
    sits, lots = sits[order], lots[order]
    fill = np.bincount(market.positions[sits], minlength=market.capacities.size)
    ends = np.cumsum(fill)
    score, lot = np.full(fill.size, np.iinfo(np.int64).min), np.zeros(fill.size, dtype=np.int64)
    full = np.flatnonzero((fill == market.capacities) & (fill > 0))
    last = ends[full] - 1
    score[full], lot[full] = market.scores[sits[last]], lots[last]
    score[market.capacities == 0] = np.iinfo(np.int64).max
    for group in groups:
        members = group.members[fill[group.members] > 0]
        if not group.seats:
            score[group.members] = np.iinfo(np.int64).max
        elif fill[members].sum() == group.seats:
            worst = ends[members] - 1  # the last one of each position; the last one of all is among them
            worst = worst[np.lexsort((lots[worst], ~market.scores[sits[worst]]))[-1]]
            own, at = market.scores[sits[worst]], lots[worst]
            lower = (score[group.members] < own) | ((score[group.members] == own) & (lot[group.members] > at))
            score[group.members[lower]], lot[group.members[lower]] = own, at
    return score, lot


def _owners(market: Market, entries: Integers) -> Integers:
    """The applicant of each entry."""
    return np.searchsorted(market.offsets, entries, side="right") - 1


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
    rows = np.flatnonzero(granted)
    rows = rows[np.argsort(~scores[rows], kind="stable")]
    lowest[places[rows]] = scores[rows]  # best first: the last one written is the lowest
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
