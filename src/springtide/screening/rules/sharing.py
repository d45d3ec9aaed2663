"""Who reads what: shares readings out among reviewers."""

import heapq
from collections.abc import Mapping, Sequence
from random import Random

Place = tuple[int, float, int]  # open reviews, drawn tie, reviewer


def share_out(
    applications: Sequence[int],
    reviewers: Mapping[int, int],
    *,
    each: int,
    most: int,
    barred: Mapping[int, frozenset[int]],
    seed: int,
) -> list[tuple[int, int]]:
    """Pairs (application, reviewer): `each` readers for every application in turn, nobody above `most` open reviews.

    `reviewers`: id → open reviews now. `barred`: application → reviewers who may not read it. Whoever comes first is
    served in full; when the reviewers are full, the rest stays without. The least loaded reviewer is next and ties
    fall by `seed`, anew each time: pairs of readers mix, so that their scores can be compared.
    """
    chance = Random(seed)  # noqa: S311 (a lottery that can be repeated, not a secret)
    queue = [(load, chance.random(), reviewer) for reviewer, load in sorted(reviewers.items()) if load < most]
    heapq.heapify(queue)
    pairs: list[tuple[int, int]] = []
    for application in applications:
        taken, passed = _take(queue, each, barred.get(application, frozenset()))
        pairs += [(application, reviewer) for _load, _tie, reviewer in taken]
        again = [(load + 1, chance.random(), reviewer) for load, _tie, reviewer in taken if load + 1 < most]
        for place in passed + again:
            heapq.heappush(queue, place)
    return pairs


def _take(queue: list[Place], each: int, barred: frozenset[int]) -> tuple[list[Place], list[Place]]:
    """The least loaded reviewers who may read this one, and those passed over on the way."""
    taken: list[Place] = []
    passed: list[Place] = []
    while queue and len(taken) < each:
        place = heapq.heappop(queue)
        (passed if place[2] in barred else taken).append(place)
    return taken, passed
