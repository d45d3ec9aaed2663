"""The passes over all choices, compiled. `pricing.py` has the same in numpy."""

import numba
import numpy as np


@numba.njit(cache=True)
def best_surplus(offsets, positions, worth, person_class, charge):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """(n) the largest surplus of each person, 0 for staying away."""
    best = np.zeros(offsets.size - 1)
    for person in range(offsets.size - 1):
        row = charge[person_class[person]]
        top = 0.0
        for entry in range(offsets[person], offsets[person + 1]):
            gain = worth[entry] - row[positions[entry]]
            if gain > top:
                top = gain
        best[person] = top
    return best


@numba.njit(cache=True)
def within(offsets, positions, worth, person_class, charge, floor):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Entries whose surplus is at least `floor` (n) of their person, in order."""
    found = np.empty(positions.size, dtype=np.int64)
    count = 0
    for person in range(offsets.size - 1):
        row = charge[person_class[person]]
        least = floor[person]
        for entry in range(offsets[person], offsets[person + 1]):
            if worth[entry] - row[positions[entry]] >= least:
                found[count] = entry
                count += 1
    return found[:count].copy()
