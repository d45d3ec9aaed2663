"""Slow and obvious: deferred acceptance in plain Python, and every assignment of a small market."""

import itertools
from collections.abc import Iterator

from springtide_engine.matching import UNPLACED, Caps, Lottery, Market

Strict = list[dict[int, tuple[int, int]]]


def lists(market: Market) -> list[list[int]]:
    """Give each applicant's choices, those that did not accept them left out."""
    return [
        [int(market.positions[e]) for e in range(start, end) if market.acceptable[e]]
        for start, end in itertools.pairwise(market.offsets.tolist())
    ]


def strict_order(market: Market, lottery: Lottery) -> Strict:
    """Give for each position {applicant: key}, the smaller key first."""
    order: Strict = [{} for _ in market.capacities]
    for applicant, (start, end) in enumerate(itertools.pairwise(market.offsets.tolist())):
        for e in range(start, end):
            if market.acceptable[e]:
                key = (-int(market.scores[e]), int(lottery.numbers[e]))
                order[market.positions[e]][applicant] = key
    return order


def one_by_one(market: Market, lottery: Lottery) -> list[int]:
    """McVitie and Wilson (1971): one applicant proposes at a time."""
    order, wishes = strict_order(market, lottery), [iter(listed) for listed in lists(market)]
    seated: list[list[int]] = [[] for _ in market.capacities]
    free = list(range(market.applicants))
    while free:
        applicant = free.pop()
        place = next(wishes[applicant], None)
        if place is None:
            continue
        seated[place].append(applicant)
        if len(seated[place]) > market.capacities[place]:
            worst = max(seated[place], key=order[place].__getitem__)
            seated[place].remove(worst)
            free.append(worst)
    assignment = [UNPLACED] * market.applicants
    for place, people in enumerate(seated):
        for applicant in people:
            assignment[applicant] = place
    return assignment


def blocks(market: Market, order: Strict, assignment: tuple[int, ...]) -> bool:
    """Is there a pair who would rather have each other?"""
    for applicant, listed in enumerate(lists(market)):
        for place in listed[: listed.index(assignment[applicant])] if assignment[applicant] >= 0 else listed:
            there = [other for other, seat in enumerate(assignment) if seat == place]
            if len(there) < market.capacities[place]:
                return True
            if any(order[place][applicant] < order[place][other] for other in there):
                return True
    return False


def every_stable(market: Market, lottery: Lottery) -> Iterator[tuple[int, ...]]:
    """All assignments within lists and seats, the unstable left out."""
    order = strict_order(market, lottery)
    for assignment in itertools.product(*([*listed, UNPLACED] for listed in lists(market))):
        fits = all(assignment.count(place) <= seats for place, seats in enumerate(market.capacities.tolist()))
        if fits and not blocks(market, order, assignment):
            yield assignment


def chosen(entries: list[int], market: Market, lottery: Lottery, limits: list[tuple[set[int], int]]) -> list[int]:
    """Greedy from a matroid: read by score, then lot, and keep whatever still fits under every limit."""
    kept: list[int] = []
    for e in sorted(entries, key=lambda e: (-int(market.scores[e]), int(lottery.numbers[e]))):
        places = [int(market.positions[other]) for other in [*kept, e]]
        if all(sum(place in members for place in places) <= seats for members, seats in limits):
            kept.append(e)
    return kept


def capped(market: Market, lottery: Lottery, caps: Caps) -> list[int]:
    """Deferred acceptance in naive rounds, all positions and groups choosing together."""
    limits = [({place}, seats) for place, seats in enumerate(market.capacities.tolist())]
    limits += [(set(group.members.tolist()), group.seats) for group in caps.groups]
    waiting = [
        [e for e in range(start, end) if market.acceptable[e]]
        for start, end in itertools.pairwise(market.offsets.tolist())
    ]
    while True:
        asked = [entries[0] for entries in waiting if entries]
        kept = chosen(asked, market, lottery, limits)
        if len(kept) == len(asked):
            return [int(market.positions[entries[0]]) if entries else UNPLACED for entries in waiting]
        waiting = [entries[1:] if entries and entries[0] not in kept else entries for entries in waiting]
