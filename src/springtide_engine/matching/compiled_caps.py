"""The loop under caps, for numba like those in `compiled`: every level of groups has a sliding cut-off of its own."""

import numpy as np

from springtide_engine.matching.compiled import Bytes, Numbers, Words


def under_caps(  # noqa: C901, PLR0912 - one loop: a call in it would cost more than its work
    offsets: Words, positions: Numbers, of: Numbers, seats: Words, rank: Numbers, entry: Numbers, first: Words
) -> Bytes:
    """Mark the ranks held at level 0, where each position lies in one set of every level (0: itself).

    `of` (levels, m) the set of each position, `seats` and `first` by set, `rank` and `entry` (levels, E): the
    order within the sets of each level. A newcomer where sets are full displaces the worst of the innermost full
    one: what the greedy choice from a laminar matroid keeps.
    """
    levels, people = of.shape[0], offsets.size - 1
    free, edge, limit = seats.copy(), first.copy(), np.empty(seats.size, np.int64)
    held = np.zeros(rank.shape, np.uint8)
    for g in range(seats.size):
        limit[g] = positions.size if seats[g] > 0 else 0
    last = np.zeros(positions.size, np.uint8)
    for i in range(people):
        if offsets[i] < offsets[i + 1]:
            last[offsets[i + 1] - 1] = 1
    for i in range(people):
        e = offsets[i]
        running = e < offsets[i + 1]
        while running:
            p = positions[e]
            welcome, full = True, -1
            for level in range(levels - 1, -1, -1):
                welcome = welcome and rank[level, e] < limit[of[level, p]]
                if free[of[level, p]] == 0:
                    full = level
            if welcome:
                out = np.int64(entry[full, limit[of[full, p]]]) if full >= 0 else np.int64(-1)
                for level in range(levels):
                    g = of[level, p]
                    free[g] -= 1
                    held[level, rank[level, e]] = 1
                    edge[g] = max(edge[g], rank[level, e] + 1)
                if out >= 0:
                    for level in range(levels):
                        free[of[level, positions[out]]] += 1
                        held[level, rank[level, out]] = 0
                for level in range(levels):
                    g = of[level, p]
                    if free[g] == 0:
                        r = edge[g] - 1
                        while held[level, r] == 0:
                            r -= 1
                        edge[g], limit[g] = r + 1, r
                if out < 0:
                    break
                e = out
            running = not last[e]
            e += 1
    outcome: Bytes = held[0]
    return outcome
