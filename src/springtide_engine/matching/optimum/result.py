"""What the optimum says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.problem import Integers, Positions
from springtide_engine.matching.target_checks import BoundCertificate, TargetCertificate

Status = Literal["optimal", "within gap", "infeasible"]


@dataclass(frozen=True)
class Conflict:
    """Targets that cannot be met together with the seats and choices there are, and not one too many.

    `names` in the order of the targets given: without any one of them the others can be met.
    `missing`: for each of them, by how many seats it would have to give way at least if the others hold.
    """

    names: tuple[str, ...]
    missing: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Optimum:
    """Who sits where for the largest total utility. The same input, seed and version give the same arrays.

    `assignment` (n): position or -1. `rank` (n): place in the applicant's own list, 0 first, or -1.
    `fill` (m): seats taken. `value`: total utility. `bound`: no allocation that keeps the targets has
    more; `gap` = bound - value, 0 where the optimum is proven. `relaxed`: the bound that the prices alone
    prove (`verify_bound`), before whole people are asked for.

    `prices`: for each target, by how much the total utility rises if it is eased by one seat (a floor one
    seat lower, a ceiling one seat higher, a share one seat short of its part); 0 where it does not bind,
    never negative. `position_prices` (m): the same for one more seat at a position. Both are marginal: where the
    first seat more and the first seat less are worth different amounts, any value between may stand here. All
    in utility, from the relaxed problem. `conflict` where no allocation keeps the targets.
    """

    status: Status
    assignment: Positions
    rank: Positions
    fill: Integers
    value: int
    bound: int
    gap: int
    relaxed: float
    prices: Mapping[str, float]
    position_prices: npt.NDArray[np.float64]
    certificate: TargetCertificate
    bound_certificate: BoundCertificate
    conflict: Conflict | None
    seed: int
    rounds: int
    columns: int
    engine_version: str
    input_hash: str
