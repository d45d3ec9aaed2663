"""What is known about positions and applicants beside choices and scores: what targets speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Traits:
    """Named columns. `positions`: arrays of length m, `applicants`: arrays of length n, of any comparable kind."""

    positions: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    applicants: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
