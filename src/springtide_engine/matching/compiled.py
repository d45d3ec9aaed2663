"""The inner loops for numba: flat arrays in, one byte per rank out. Nothing here is imported but used.

A position's people stand in one strict order, its ranks first[p]:first[p+1] of all ranks. Those it holds are
marked in `held`, and its cut-off `limit[p]` slides towards better ranks only: whoever once was refused would be
refused for ever (McVitie and Wilson 1971). So no heap is needed; the worst one held is found by walking on from
the last worst, and all walks together pass each rank once.
"""

import os
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

WIDEST: Final = 2**31 - 1  # entries are 32 bits wide here
RANK: Final = 0xFFFFFFFF
PLACE: Final = 0x7FFFFFFF
LAST: Final = -(2**63)


def available() -> bool:
    """Whether loops can be compiled here. False with SPRINGTIDE_NO_NUMBA set, or where numba cannot be imported."""
    return not os.environ.get("SPRINGTIDE_NO_NUMBA") and _njit() is not None


@cache
def _njit() -> Callable[..., Any] | None:
    try:
        from numba import njit  # noqa: PLC0415 - half a second and 100 MB: only whoever matches many people pays
    except ImportError:
        return None
    found: Callable[..., Any] = njit
    return found


@cache
def compiled(loop: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call; kept on disk where a folder can be written, else for this process alone."""
    njit = _njit()
    if njit is None:
        raise RuntimeError("numba is not installed here; use path='numpy'")
    try:
        made: Callable[..., Any] = njit(cache=True, nogil=True)(loop)
    except RuntimeError:  # no folder for the cache
        made = njit(nogil=True)(loop)
    return made


def sort_entries(
    by_lot: Numbers, places: Numbers, scores: Words, acceptable: npt.NDArray[np.bool_], top: int, low: int, bits: int
) -> Numbers:
    """Order entries by place, then score (from `top` down, `low` bits wide), then lot: a radix sort of `bits` bits.

    `by_lot` has the entries in the order of their lots, which a stable sort keeps.
    """
    keys, words = np.empty(by_lot.size, np.int64), np.empty(by_lot.size, np.int64)
    for e in range(by_lot.size):
        keys[e] = (((np.int64(places[e]) << low) | (top - scores[e])) << 31) | e if acceptable[e] else -1
    count = 0
    for e in by_lot:  # far apart in memory, so one array is read and not three
        words[count] = keys[e]
        count += keys[e] >= 0
    words = words[:count]
    other = keys[:count]
    passes = max(1, (bits + 10) // 11)
    width = (bits + passes - 1) // passes
    mask = (1 << width) - 1
    starts = np.empty(mask + 1, np.int64)
    for turn in range(passes):
        shift = 31 + turn * width
        starts[:] = 0
        for word in words:
            starts[(word >> shift) & mask] += 1
        total = np.int64(0)
        for value in range(mask + 1):
            total += starts[value]
            starts[value] = total - starts[value]
        for word in words:
            digit = (word >> shift) & mask
            other[starts[digit]] = word
            starts[digit] += 1
        words, other = other, words
    entry = np.empty(count, np.int32)
    for r in range(count):
        entry[r] = words[r] & PLACE
    return entry


def pack(offsets: Words, positions: Numbers, entry: Numbers, first: Words) -> Words:
    """(E) one word a choice: rank, position, and the sign on the last of a list. One cache line holds a whole list."""
    entries, people = positions.size, offsets.size - 1
    words = np.empty(entries, np.int64)
    for e in range(entries):
        words[e] = (np.int64(positions[e]) << 32) | entries
    for p in range(first.size - 1):
        for r in range(first[p], first[p + 1]):
            words[entry[r]] = (np.int64(p) << 32) | r
    for i in range(people):
        if offsets[i] < offsets[i + 1]:
            words[offsets[i + 1] - 1] |= LAST
    return words


def applicants_propose(  # noqa: C901, PLR0912, PLR0915 - one loop: a call in it would cost more than its work
    offsets: Words, words: Words, entry: Numbers, first: Words, capacities: Words
) -> Bytes:
    """Mark the ranks held in the applicant-optimal stable outcome."""
    m, people = capacities.size, offsets.size - 1
    limit, edge, free = np.empty(m, np.int32), np.empty(m, np.int32), np.empty(m, np.int32)
    seats = np.int64(0)
    for p in range(m):
        free[p] = capacities[p]
        edge[p] = first[p]
        limit[p] = first[p + 1] if capacities[p] > 0 else first[p]
        seats += min(capacities[p], first[p + 1] - first[p])
    held = np.zeros(words.size, np.uint8)
    asked = np.zeros((words.size >> 3) + 1, np.uint8)
    # Where few are seated, those whom positions want most go first: cut-offs are then nearly final before
    # everybody else asks, and one comparison is all that most choices cost. Any order gives the same outcome.
    early = np.empty(2 * seats if 4 * seats < people else 0, np.int32)
    count, depth = 0, 0
    active = np.arange(m if early.size else 0).astype(np.int32)
    live = active.size
    while live:
        kept = 0
        warm = np.int64(0)
        for j in range(live):  # touched before they are needed: the memory answers many at once
            r = first[active[j]] + depth
            if r < first[active[j] + 1]:
                warm += words[entry[r]] & 1
        for j in range(live):
            p = active[j]
            r = first[p] + depth
            if r >= first[p + 1] or 2 * depth >= 3 * capacities[p]:
                continue
            active[kept] = p
            kept += 1
            e = entry[r]
            while e > 0 and words[e - 1] >= 0:
                e -= 1
            if not (asked[e >> 3] >> (e & 7)) & 1:
                asked[e >> 3] |= np.uint8(1 << (e & 7))
                early[count] = e
                count += 1
        live = kept if warm >= 0 else 0
        depth += 1
    for turn in range(count + people):
        if turn < count:
            e = np.int64(early[turn])
        else:
            start, end = offsets[turn - count], offsets[turn - count + 1]
            e = start
            while e < end and (words[e] & RANK) >= limit[(words[e] >> 32) & PLACE]:
                e += 1
            if e == end or (asked[start >> 3] >> (start & 7)) & 1:
                continue
        word = words[e]
        while True:
            p = (word >> 32) & PLACE
            r = word & RANK
            if r < limit[p]:
                held[r] = 1
                if free[p] > 0:
                    free[p] -= 1
                    edge[p] = max(edge[p], r + 1)
                    if free[p] == 0:
                        limit[p] = edge[p] - 1
                    break
                r = limit[p]
                held[r] = 0
                e = np.int64(entry[r])
                word = words[e]
                r -= 1
                while held[r] == 0:
                    r -= 1
                limit[p] = r
            if word < 0:
                break
            e += 1
            word = words[e]
    return held


def positions_propose(  # noqa: C901, PLR0912, PLR0915 - one loop: a call in it would cost more than its work
    words: Words, entry: Numbers, first: Words, capacities: Words, best: Bytes
) -> Bytes:
    """Mark the ranks held in the position-optimal outcome, given those of the applicant-optimal one.

    Only the core counts: people with a seat, their choices from that seat down, at positions that would not
    rather have all those they hold (the GS-lists of Gusfield and Irving 1989). Every stable outcome is in it.
    """
    m, size = capacities.size, words.size
    free, worst, reached = np.empty(m, np.int64), np.empty(m, np.int64), np.empty(m, np.int64)
    for p in range(m):
        reached[p] = first[p]
        free[p] = capacities[p]
        worst[p] = first[p] - 1
        for r in range(first[p], first[p + 1]):
            if best[r]:
                free[p] -= 1
                worst[p] = r
        if free[p] > 0:
            worst[p] = first[p + 1] - 1
        free[p] = capacities[p]
    # In the core, a person is known by the entry of the applicant-optimal seat; `sits` says where they are now.
    core, person, sits = np.zeros(size, np.uint8), np.empty(size, np.int32), np.empty(size, np.int32)
    for r in range(entry.size):
        if best[r]:
            e = entry[r]
            sits[e] = -1
            at = np.int64(e)
            while True:
                rank = words[at] & RANK
                if rank <= worst[(words[at] >> 32) & PLACE]:
                    core[rank] = 1
                    person[rank] = e
                if words[at] < 0:
                    break
                at += 1
    waiting, listed = np.arange(m), np.ones(m, np.uint8)
    count = m
    while count:
        count -= 1
        p = waiting[count]
        listed[p] = 0
        while free[p] > 0 and reached[p] <= worst[p]:
            r = reached[p]
            reached[p] += 1
            if not core[r]:
                continue
            e, who = entry[r], person[r]
            if sits[who] >= 0 and sits[who] < e:
                continue
            if sits[who] >= 0:
                left = (words[sits[who]] >> 32) & PLACE
                free[left] += 1
                if not listed[left] and left != p:
                    listed[left] = 1
                    waiting[count] = left
                    count += 1
            sits[who] = e
            free[p] -= 1
    held = np.zeros(size, np.uint8)
    for r in range(entry.size):
        if best[r]:
            held[words[sits[entry[r]]] & RANK] = 1
    return held
