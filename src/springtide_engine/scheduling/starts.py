"""From free time to slots at which something could start, all people at once."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from springtide_engine.scheduling.frame import Bytes, Integers
from springtide_engine.scheduling.problem import SlotGrid
from springtide_engine.scheduling.times import Interval


class Stretches(NamedTuple):
    """Free times of many, in minutes since the grid's origin: those of n are `of[n] : of[n + 1]`, in order."""

    of: Integers
    start: Integers
    stop: Integers


def stretches(free: Sequence[Sequence[Interval]]) -> Stretches:
    """Lay the free times of many end to end."""
    edges = np.fromiter(chain.from_iterable(chain.from_iterable(free)), dtype=np.int64).reshape(-1, 2)
    of = np.cumsum([0, *map(len, free)]).astype(np.int64)
    return Stretches(of, edges[:, 0], edges[:, 1])


def slots(start: Integers, stop: Integers, minutes: Integers | int, grid: SlotGrid) -> tuple[Integers, Integers]:
    """Ranges [low, high) of slots from which `minutes` fit into each stretch and the grid; empty ones are (0, 0)."""
    low = np.maximum(-(-start // grid.minutes), 0)
    high = (np.minimum(stop, grid.minutes * grid.count) - minutes) // grid.minutes + 1
    fits = low < high
    return np.where(fits, low, 0), np.where(fits, high, 0)


def able(free: Stretches, lengths: Integers, grid: SlotGrid) -> Bytes:
    """(L, T, n) flags: 1 where somebody is free for a length from a slot on."""
    many = free.of.size - 1
    row = np.repeat(np.arange(many), np.diff(free.of))
    found = np.zeros((lengths.size, grid.count, many), dtype=np.uint8)
    for kind, minutes in enumerate(lengths.tolist()):
        low, high = slots(free.start, free.stop, minutes, grid)
        change = np.zeros((grid.count + 1, many), dtype=np.int8)
        np.add.at(change, (low, row), 1)
        np.add.at(change, (high, row), -1)
        found[kind] = np.cumsum(change[:-1], axis=0, dtype=np.int8)
    return found


def listed(free: Stretches, owner: Integers, minutes: Integers, grid: SlotGrid) -> tuple[Integers, Integers]:
    """(N + 1), (starts): where the starts of each task begin, and the slots from which its minutes fit its owner's free
    time; a task of no minutes has none."""
    count = np.where(minutes > 0, np.diff(free.of)[owner], 0)
    task = np.repeat(np.arange(owner.size), count)
    each = _counted(free.of[owner], count)
    low, high = slots(free.start[each], free.stop[each], minutes[task], grid)
    found = _counted(low, high - low)
    sizes = np.bincount(task, weights=high - low, minlength=owner.size).astype(np.int64)
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), found


def _counted(first: Integers, count: Integers) -> Integers:
    """first[0], first[0] + 1, ... (count[0] of them), first[1], ..."""
    before = np.cumsum(count) - count
    return np.asarray(np.arange(count.sum(), dtype=np.int64) + np.repeat(first - before, count))
