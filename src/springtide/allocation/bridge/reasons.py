"""A reason for every choice of one person, as codes and numbers. Keys that every method writes: opening, verdict,
score, lot (offers order their reserve lists by these two)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from springtide.allocation.bridge.snapshot import NOT_ACCEPTED, Integers, Snapshot
from springtide.allocation.bridge.targets import Floats, surcharges
from springtide_engine.matching import Allocation, Market, explain

TIE = 0.5  # of utility: prices are those of the relaxed problem, and utilities are whole


def stable_reasons(snapshot: Snapshot, market: Market, allocation: Allocation, person: int) -> list[dict[str, Any]]:
    return [
        {
            "opening": int(snapshot.openings[reason.position]),
            "verdict": reason.verdict.name.lower(),
            "score": reason.score,
            "cutoff": reason.cutoff,
            "lot": reason.lot,
            "last_lot": reason.last_lot,
            "target": reason.group,
        }
        for reason in explain(market, allocation, person)
    ]


@dataclass(frozen=True, eq=False)
class Prices:
    """What a seat of each opening costs the whole: `seats` (m) for the seat, `extra` (m) for the targets, `dearest`
    the target that adds most. `worth` (E) is the utility of each choice."""

    worth: Integers
    seats: Floats
    extra: Floats
    dearest: list[tuple[str, float] | None]

    @classmethod
    def of(cls, snapshot: Snapshot, worth: Integers, prices: Mapping[str, float], seats: Floats) -> "Prices":
        return cls(worth, seats, *surcharges(snapshot, prices))


def optimal_reasons(
    snapshot: Snapshot, prices: Prices, lots: Integers, person: int, seat: int | None
) -> list[dict[str, Any]]:
    """By duality: who sits somewhere has there the largest surplus of utility over prices; `missing` is what a choice
    lacks to reach it. `seat`: place of the opening obtained, or None."""
    entries = range(*snapshot.offsets[person : person + 2].tolist())
    places = snapshot.choices[entries.start : entries.stop].tolist()
    surplus = [
        float(prices.worth[entry] - prices.seats[place] - prices.extra[place])
        for entry, place in zip(entries, places, strict=True)
    ]
    scored = [snapshot.scores[entry] != NOT_ACCEPTED for entry in entries]
    own = places.index(seat) if seat in places else None
    best = (
        surplus[own] if own is not None else max([0.0, *(s for s, known in zip(surplus, scored, strict=True) if known)])
    )
    found = []
    for index, (entry, place) in enumerate(zip(entries, places, strict=True)):
        missing = max(best - surplus[index], 0.0)
        score = int(snapshot.scores[entry]) if scored[index] else None
        target = prices.dearest[place]
        found.append(
            {
                "opening": int(snapshot.openings[place]),
                "verdict": _verdict(index == own, score, int(snapshot.seats[place]), missing),
                "score": score,
                "lot": int(lots[entry]),
                "worth": int(prices.worth[entry]),
                "price": round(float(prices.seats[place]), 1),
                "target": None if target is None else target[0],
                "extra": round(float(prices.extra[place]), 1),
                "missing": round(missing, 1),
            }
        )
    return found


def _verdict(obtained: bool, score: int | None, seats: int, missing: float) -> str:
    if obtained:
        return "obtained"
    if not seats:
        return "no_seats"
    if score is None:
        return "not_scored"
    return "outweighed" if missing > TIE else "as_good"
