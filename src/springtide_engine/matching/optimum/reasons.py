"""Why this seat and not another, under the optimum: what each choice is worth, what it costs, what was missing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from springtide_engine.matching.optimum.result import Optimum
from springtide_engine.matching.optimum.utility import checked_utility
from springtide_engine.matching.problem import Market
from springtide_engine.matching.targets import Target, check_targets, masks
from springtide_engine.matching.traits import Traits


@dataclass(frozen=True)
class Bid:
    """One choice, all in utility. `choice` counts from 1.

    `charges`: by target, what one person there costs (above 0) or earns (below 0) at its price; those of 0 are
    left out, the heaviest first: they bind this choice. `price`: of the seat, charges included.
    `surplus` = utility - price. `missing`: how much more utility here would have drawn level with what the
    person's best alternative (another choice or no seat) leaves; 0 where they sit here or were level:
    then whole people or the lots decided. None where the position does not accept them.
    """

    choice: int
    position: int
    seated: bool
    utility: int | None
    price: float
    charges: tuple[tuple[str, float], ...]
    surplus: float | None
    missing: float | None


def explain_optimum(
    market: Market,
    optimum: Optimum,
    applicant: int,
    targets: Sequence[Target],
    *,
    traits: Traits,
    utility: npt.ArrayLike | None = None,
) -> tuple[Bid, ...]:
    """Give one Bid per choice of the applicant, in their order, from the prices of the relaxed optimum.

    Raises IndexError for an unknown person, InvalidMarket for targets or utilities that cannot be read.
    """
    if not 0 <= applicant < market.applicants:
        raise IndexError(f"there is no applicant {applicant}; the market has {market.applicants}")
    check_targets(targets, traits, positions=market.capacities.size, applicants=market.applicants)
    worth = checked_utility(market, utility)
    start, end = market.offsets[applicant : applicant + 2].tolist()
    found = []
    for entry in range(start, end):
        place = int(market.positions[entry])
        charges = _charges(market, optimum, applicant, place, targets, traits)
        price = float(optimum.position_prices[place]) + sum(charge for _, charge in charges)
        own = int(worth[entry]) if market.acceptable[entry] else None
        found.append((place, own, price, charges))
    surplus = [-np.inf if own is None else own - price for _, own, price, _ in found]
    bids = []
    for index, (place, own, price, charges) in enumerate(found):
        others = max([0.0, *surplus[:index], *surplus[index + 1 :]])
        seated = int(optimum.rank[applicant]) == index
        bids.append(
            Bid(
                choice=index + 1,
                position=place,
                seated=seated,
                utility=own,
                price=price,
                charges=charges,
                surplus=None if own is None else surplus[index],
                missing=None if own is None else 0.0 if seated else max(0.0, others - surplus[index]),
            )
        )
    return tuple(bids)


def _charges(
    market: Market, optimum: Optimum, applicant: int, place: int, targets: Sequence[Target], traits: Traits
) -> tuple[tuple[str, float], ...]:
    """What the targets charge for this person at this position."""
    found = []
    for target in targets:
        if not optimum.prices[target.name]:
            continue
        sides = [
            masks(traits, wanted, market.capacities.size, market.applicants) for wanted in (target.of, target.within)
        ]
        of, within = (bool(places[place] and people[applicant]) for places, people in sides)
        weight = float(of and within)
        if target.kind == "share" and target.base == "filled":
            weight -= float(target.value) * within
        sign = -1.0 if target.bound == "floor" else 1.0
        if weight:
            found.append((target.name, sign * weight * optimum.prices[target.name]))
    return tuple(sorted(found, key=lambda charge: (-abs(charge[1]), charge[0])))
