"""From people and windows to minutes and slots: everything in whole minutes of UTC since the grid's origin."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from springtide_engine.scheduling.problem import Problem

Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Normal:
    """The problem as arrays. A row of bits holds one bit a slot, slot k in bit k % 64 of word k // 64."""

    problem: Problem


def normalise(problem: Problem) -> Normal:
    """Turn into arrays. Raises InvalidProblem, which names every fault by kind and id."""
    return Normal(problem)
