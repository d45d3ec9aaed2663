"""Loops for numba, like those in `compiled`, that need no order of the people: keys are compared as they come.

Sorting all choices costs ten times what matching them does, and most of them are refused at sight. A key holds score
and lot, the lower the better; each position keeps the keys of the people it holds in a heap, the worst on top.
"""

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.compiled import Numbers, Words

NOBODY = 2**62


def applicants_propose_by_key(  # noqa: C901, PLR0912, PLR0915 - one loop: a call in it would cost more than its work
    offsets: Words,
    positions: Numbers,
    scores: Words,
    acceptable: npt.NDArray[np.bool_],
    lots: Words,
    personal: bool,
    capacities: Words,
    first: Words,
    top: int,
    shift: int,
) -> tuple[Numbers, Words]:
    """Give the entries held in the applicant-optimal stable outcome and how many each position holds.

    Those of position p stand from first[p] on, the worst one first; room is left for all it could hold. A key is
    (`top` - score) << `shift` | lot, under 2^62; `lots` has one lot a person if `personal`, else one a choice.
    """
    m, people = capacities.size, offsets.size - 1
    mask = (np.int64(1) << shift) - 1
    keys, held = np.empty(first[m], np.int64), np.empty(first[m], np.int32)
    limit, fill = np.empty(m, np.int64), np.zeros(m, np.int64)
    for place in range(m):
        limit[place] = NOBODY if capacities[place] > 0 else -1
    last = np.zeros((positions.size >> 3) + 1, np.uint8)  # one bit a choice: small enough to stay at hand
    for i in range(people):
        if offsets[i] < offsets[i + 1]:
            e = offsets[i + 1] - 1
            last[e >> 3] |= np.uint8(1 << (e & 7))
    for i in range(people):
        e, end = offsets[i], offsets[i + 1]
        lot = np.int64(lots[i]) if personal else np.int64(0)
        p, key = np.int64(0), np.int64(0)
        while e < end:
            p = np.int64(positions[e])
            key = ((top - scores[e]) << shift) | (lot if personal else lots[e])
            if key < limit[p] and acceptable[e]:
                break
            e += 1
        welcome = e < end
        while welcome:
            low, count = first[p], fill[p]
            if count < capacities[p]:
                fill[p] = count + 1
                at = count
                while at > 0 and keys[low + ((at - 1) >> 1)] < key:
                    up = (at - 1) >> 1
                    keys[low + at], held[low + at] = keys[low + up], held[low + up]
                    at = up
                keys[low + at], held[low + at] = key, e
                if count + 1 == capacities[p]:
                    limit[p] = keys[low]
                break
            out = np.int64(held[low])
            lot = keys[low] & mask
            at = np.int64(0)
            while 2 * at + 1 < count:
                down = 2 * at + 1
                if down + 1 < count and keys[low + down + 1] > keys[low + down]:
                    down += 1
                if keys[low + down] <= key:
                    break
                keys[low + at], held[low + at] = keys[low + down], held[low + down]
                at = down
            keys[low + at], held[low + at] = key, e
            limit[p] = keys[low]
            e, welcome = out, False
            while not (welcome or (last[e >> 3] >> (e & 7)) & 1):
                e += 1
                p = np.int64(positions[e])
                key = ((top - scores[e]) << shift) | (lot if personal else lots[e])
                welcome = key < limit[p] and acceptable[e]
    return held, fill


def order_lots(lots: npt.NDArray[np.uint64], tickets: Words, bits: int) -> Words:
    """Rows by lot, equal lots by ticket, then by row: dealt into 2^`bits` heaps by their first bits, then sorted."""
    shift = np.uint64(64 - bits)
    starts = np.zeros((1 << bits) + 1, np.int64)
    for row in range(lots.size):
        starts[np.int64(lots[row] >> shift) + 1] += 1
    for heap in range(1 << bits):
        starts[heap + 1] += starts[heap]
    order = np.empty(lots.size, np.int64)
    for row in range(lots.size):
        of = np.int64(lots[row] >> shift)
        order[starts[of]] = row
        starts[of] += 1
    # Lots are as good as random: a row is never far from its place.
    for place in range(1, lots.size):
        row = order[place]
        at = place
        while at > 0 and not (
            lots[order[at - 1]] < lots[row]
            or (lots[order[at - 1]] == lots[row] and tickets[order[at - 1]] <= tickets[row])
        ):
            order[at] = order[at - 1]
            at -= 1
        order[at] = row
    return order
