"""The optimum under 26 targets: priced with a certified bound, proven for whole people, and HiGHS on its own."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from springtide_engine.matching import (
    Market,
    Optimum,
    Target,
    TargetPrices,
    Traits,
    find_conflict,
    optimal_allocation,
    price_targets,
    utility_of,
)
from tools.benches.figures import Figure, median_of
from tools.benches.markets import market
from tools.benches.whole_programme import solve_whole, whole_programme

SIZES = {"100k": (100_000, 600, 3_000), "1m": (1_000_000, 3_000, 30_000)}
LIMITS = {"100k": (0.15, 0.6), "1m": (2.0, 10.0)}
PEER_SECONDS = 600.0  # of the wall clock; on a free core the whole programme takes about 30 s by interior points
PROMISE = "our promise"


@dataclass(frozen=True, eq=False)
class Season:
    """A market with traits, utilities from 0 to 1,000, and 26 targets."""

    market: Market
    traits: Traits
    targets: list[Target]
    utility: npt.NDArray[np.int64]


def season(applicants: int, positions: int, seats: int, seed: int = 1) -> Season:
    """AI at least half, Cloud at least 80 %, floors on 12 cities, ceilings on 7 divisions, 5 groups' shares."""
    drawn, random = market(applicants, positions, seats, seed=seed), np.random.default_rng(seed + 100)
    cloud = random.random(positions) < 0.55
    division = np.where(cloud, "cloud", random.choice([f"d{k}" for k in range(1, 8)], positions))
    weight = 1 / np.arange(2, 14)
    city = random.choice(12, positions, p=weight / weight.sum())
    ai = random.random(positions) < np.where(cloud, 0.45, 0.35)
    group = random.choice(6, applicants, p=[0.55, 0.15, 0.1, 0.1, 0.05, 0.05])
    targets = [
        Target.share("ai=true", at_least="1/2", name="ai"),
        Target.share("division=cloud", at_least="4/5", name="cloud"),
    ]
    for k in range(12):
        least = int(0.6375 * drawn.capacities[city == k].sum())
        targets.append(Target.floor(f"city={k}", least, name=f"city {k}"))
    for k in range(1, 8):
        most = int(0.6 * drawn.capacities[division == f"d{k}"].sum())
        targets.append(Target.ceiling(f"division=d{k}", most, name=f"division {k}"))
    for k, share in enumerate(("0.155", "0.105", "0.105", "0.052", "0.055"), start=1):
        targets.append(Target.share(f"applicant.group={k}", at_least=share, name=f"group {k}"))
    traits = Traits({"city": city, "division": division, "ai": ai}, {"group": group})
    return Season(drawn, traits, targets, utility_of(drawn))


def impossible(of: Season) -> list[Target]:
    """The same targets and two more that cannot both be met: one city at 90 % at least, at 70 % at most."""
    seats = int(of.market.capacities[np.asarray(of.traits.positions["city"]) == 0].sum())
    return [
        *of.targets,
        Target.floor("city=0", int(0.9 * seats), name="much in city 0"),
        Target.ceiling("city=0", int(0.7 * seats), name="little in city 0"),
    ]


def measure_optimum(*, rounds: int = 5, sizes: tuple[str, ...] = ("100k", "1m"), peer: bool = True) -> Iterator[Figure]:
    """CPU seconds, middle of so many runs after one to warm up: one thread, from arrays to verified answer."""
    for size in sizes:
        of = season(*SIZES[size])
        prices, whole = LIMITS[size]
        priced, found = price(of), decide(of)
        if priced is None or found.status != "optimal" or not found.certificate.passed:
            raise AssertionError(f"no proven optimum at {size}: {found.status}")
        quick = median_of(rounds, partial(_seconds, partial(price, of)))
        yield Figure(f"optimum_{size}_s", quick, "CPU-s", prices, source=PROMISE)
        proof = median_of(rounds, partial(_seconds, partial(decide, of)))
        yield Figure(f"integer_{size}_s", proof, "CPU-s", whole, source=PROMISE)
        yield Figure(f"integer_{size}_gap", found.gap, "utility", 0, source=PROMISE)
        yield Figure(f"optimum_{size}_bound", float(priced.bound), "utility")
        yield Figure(f"integer_{size}_value", found.value, "utility")
        yield Figure(f"optimum_{size}_columns", priced.columns, f"of {of.market.positions.size} choices")
        if size == "100k":
            yield from _conflict(of, rounds)
        if size == "100k" and peer:
            yield from _peer(of, quick, priced.value)


def price(of: Season) -> TargetPrices | None:
    """Prices of all targets and a certified bound."""
    return price_targets(of.market, of.targets, traits=of.traits, utility=of.utility)


def decide(of: Season) -> Optimum:
    """Whole people, proven."""
    return optimal_allocation(of.market, of.targets, traits=of.traits, utility=of.utility, seed=1)


def _conflict(of: Season, rounds: int) -> Iterator[Figure]:
    targets = impossible(of)
    found = find_conflict(of.market, targets, traits=of.traits)
    if found is None or set(found.names) != {"much in city 0", "little in city 0"}:
        raise AssertionError(f"not the conflict that was put in: {found}")
    took = median_of(rounds, lambda: _seconds(lambda: find_conflict(of.market, targets, traits=of.traits)))
    yield Figure("conflict_100k_s", took, "CPU-s", 1.0, source=PROMISE)


def _peer(of: Season, ours: float, value: float) -> Iterator[Figure]:
    """HiGHS on the whole programme, by interior points with crossover (the faster of its ways here), once."""
    programme = whole_programme(of.market, of.targets, of.traits, of.utility)
    reached, took = solve_whole(programme, "ipm", seconds=PEER_SECONDS)
    if reached is not None and abs(reached - value) > 1e-6 * value:
        raise AssertionError(f"HiGHS reaches {reached}, sifting {value}")
    yield Figure("highs_100k_s", took, "CPU-s" if reached is not None else "CPU-s, not finished")
    yield Figure("ratio_highs_100k", took / ours, "times", 100, floor=True, source=PROMISE)


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
