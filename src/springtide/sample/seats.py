"""Lays the seats of every division out over its positions and sites."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from springtide.sample.positions import PlannedPosition
from springtide.sample.words import Table

SITES_OF_A_POSITION = (1, 2, 3)
HOW_OFTEN = (0.25, 0.44, 0.31)

Ints = npt.NDArray[np.int64]
Place = tuple[PlannedPosition, str]


def apportion(total: int, weights: npt.NDArray[np.float64]) -> Ints:
    """Whole numbers that add up to `total`, at least 1 each and near `weights` (largest remainders).

    Raises ValueError where there are more places than seats.
    """
    if total < len(weights):
        raise ValueError(f"{total} seats for {len(weights)} openings")
    ideal = (total - len(weights)) * weights / weights.sum()
    whole: Ints = np.floor(ideal).astype(np.int64)
    missing = total - len(weights) - int(whole.sum())
    whole[np.argsort(whole - ideal, kind="stable")[:missing]] += 1
    whole += 1
    return whole


def _sites(position: PlannedPosition, division: Table, rng: np.random.Generator) -> list[str]:
    keys = list(division["sites"])
    weights = np.array([division["sites"][key] for key in keys], dtype=float)
    count = min(int(rng.choice(SITES_OF_A_POSITION, p=HOW_OFTEN)), len(keys))
    chosen = set(rng.choice(keys, count, replace=False, p=weights / weights.sum()))
    return [key for key in keys if key in chosen]


def lay_seats(
    positions: Sequence[PlannedPosition], divisions: Table, sites: Table, rng: np.random.Generator
) -> list[tuple[PlannedPosition, str, int]]:
    """(position, site, seats) for every opening, in the positions' order.

    Seats abroad are fixed by site; what is left of a division's seats is laid over its openings in China so
    that the division's AI share holds.
    """
    seats: dict[Place, int] = {}
    abroad: dict[str, list[Place]] = defaultdict(list)
    home: dict[tuple[str, bool], list[Place]] = defaultdict(list)
    for position in positions:
        for site in position.abroad:
            abroad[site].append((position, site))
        for site in _sites(position, divisions[position.division], rng):
            home[position.division, position.ai].append((position, site))
    for site, places in abroad.items():
        weights = np.array([2.0 if position.ai else 1.0 for position, _site in places])
        seats.update(zip(places, apportion(sites[site]["seats"], weights).tolist(), strict=True))
    for (division, ai), places in home.items():
        row = divisions[division]
        of_kind = round(row["seats"] * row["ai_share"])
        total = of_kind if ai else row["seats"] - of_kind
        total -= sum(n for (p, _site), n in seats.items() if p.division == division and p.ai is ai)
        weights = np.array([row["sites"][site] for _p, site in places]) ** 0.5 * rng.lognormal(0, 0.45, len(places))
        seats.update(zip(places, apportion(total, weights).tolist(), strict=True))
    order = {position.key: index for index, position in enumerate(positions)}
    return sorted(((p, site, n) for (p, site), n in seats.items()), key=lambda row: order[row[0].key])
