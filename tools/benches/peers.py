"""Open peers for the same market: preference lists in, the position of each applicant out. For benches only."""

import itertools
import sys
import threading
from collections.abc import Callable
from time import process_time

import numpy as np

from springtide_engine.matching import UNPLACED, Market, Order

STACK = 1 << 30
Answer = tuple[list[int], float, float]


def lists(market: Market, order: Order) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Both sides' preferences by name, best first."""
    owners = np.repeat(np.arange(market.applicants), market.lengths)
    people = {
        f"r{i}": [f"h{place}" for place in market.positions[start:end].tolist()]
        for i, (start, end) in enumerate(itertools.pairwise(market.offsets.tolist()))
    }
    places = {
        f"h{p}": [f"r{i}" for i in owners[order.entry[start:end]].tolist()]
        for p, (start, end) in enumerate(itertools.pairwise(order.first.tolist()))
    }
    return people, places


def with_matching(market: Market, order: Order) -> Answer:
    """`matching`: (answer, CPU seconds to build, to solve). It copies deeply: a large stack is needed."""
    from matching.games import HospitalResident  # noqa: PLC0415 - a part of benches alone

    people, places = lists(market, order)
    seats = {f"h{p}": int(count) for p, count in enumerate(market.capacities)}
    answer = [UNPLACED] * market.applicants

    def run() -> tuple[float, float]:
        start = process_time()
        game = HospitalResident.create_from_dictionaries(people, places, seats)
        built = process_time()
        solved = game.solve(optimal="resident")
        end = process_time()
        for place, admitted in solved.items():
            for person in admitted:
                answer[int(person.name[1:])] = int(place.name[1:])
        return built - start, end - built

    return answer, *_deep(run)


def with_algmatch(market: Market, order: Order) -> Answer:
    """`algmatch`: (answer, CPU seconds to build, to solve)."""
    from algmatch import HospitalResidentsProblem  # noqa: PLC0415 - a part of benches alone

    people, places = lists(market, order)
    table = {
        "residents": {int(name[1:]) + 1: [int(place[1:]) + 1 for place in listed] for name, listed in people.items()},
        "hospitals": {
            int(name[1:]) + 1: {
                "capacity": int(market.capacities[int(name[1:])]),
                "preferences": [int(person[1:]) + 1 for person in listed],
            }
            for name, listed in places.items()
        },
    }
    start = process_time()
    game = HospitalResidentsProblem(dictionary=table, optimised_side="residents")
    built = process_time()
    solved = game.get_stable_matching()
    end = process_time()
    answer = [UNPLACED] * market.applicants
    for person, place in solved["resident_sided"].items():
        if place:
            answer[int(str(person).lstrip("r")) - 1] = int(str(place).lstrip("h")) - 1
    return answer, built - start, end - built


def _deep(run: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    """Run with a deep stack; process_time counts every thread, and only this one works."""
    found: list[tuple[float, float]] = []
    limit, size = sys.getrecursionlimit(), threading.stack_size(STACK)
    sys.setrecursionlimit(1_000_000)
    try:
        thread = threading.Thread(target=lambda: found.append(run()))
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    return found[0]
