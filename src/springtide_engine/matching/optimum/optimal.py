"""The largest total utility under targets: not stable, not strategy-proof, but nothing better exists."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from springtide_engine import __version__
from springtide_engine.matching.allocation import input_hash
from springtide_engine.matching.optimum.conflict import conflict_of
from springtide_engine.matching.optimum.integer import Search
from springtide_engine.matching.optimum.model import Model, model_of, seated
from springtide_engine.matching.optimum.result import Optimum, Status
from springtide_engine.matching.optimum.sifting import Sifting, Step
from springtide_engine.matching.optimum.utility import checked_utility
from springtide_engine.matching.problem import UNPLACED, Integers, Market
from springtide_engine.matching.target_checks import Pins, verify_bound, verify_targets
from springtide_engine.matching.targets import Target
from springtide_engine.matching.traits import Traits


def optimal_allocation(
    market: Market,
    targets: Sequence[Target],
    *,
    traits: Traits,
    utility: npt.ArrayLike | None = None,
    seed: int,
    gap: int = 0,
    fixed: Pins | None = None,
    step: Step | None = None,
) -> Optimum:
    """Seat people so that the sum of `utility` (E, whole numbers from 0 up) is largest and targets hold.

    Allocations of the same utility are told apart by lots from `seed`, so that the answer is one and does
    not hang on the order of the rows. `utility` None: see `utility_of`. `gap`: by how many units of utility
    the answer may lie below the proven bound; 0: the optimum, proven. `fixed`: people and positions seated
    before. `step(done, most)` is called between rounds and may raise to stop.

    Raises InvalidMarket for an input that cannot be read, ValueError for a negative gap.
    """
    if gap < 0:
        raise ValueError(f"the gap must be 0 or more, not {gap}")
    worth = checked_utility(market, utility)
    model = model_of(market, targets, traits, worth, fixed)
    sifting = Sifting(model, step)
    found = Search(sifting, seed=seed, gap=gap).run() if sifting.settle() else None
    prices, place_prices = sifting.root_prices(nothing=found is None)
    assignment = seated(model, np.zeros(0, dtype=np.int64) if found is None else found.chosen)
    certificate = verify_targets(market, assignment, targets, traits, fixed=fixed)
    proof = verify_bound(
        market, assignment, worth, targets, traits, prices=prices, position_prices=place_prices, fixed=fixed
    )
    status: Status = "infeasible"
    bound = proof.value
    if found is not None:
        bound = found.bound + proof.value - found.value
        status = "optimal" if bound == proof.value else "within gap"
    rank = _ranks(market, assignment)
    fill = np.bincount(assignment[assignment >= 0], minlength=market.capacities.size).astype(np.int64)
    for array in (assignment, rank, fill, place_prices):
        array.setflags(write=False)
    return Optimum(
        status=status,
        assignment=assignment,
        rank=rank,
        fill=fill,
        value=proof.value,
        bound=bound,
        gap=bound - proof.value,
        relaxed=float(proof.bound),
        prices=prices,
        position_prices=place_prices,
        certificate=certificate,
        bound_certificate=proof,
        conflict=conflict_of(model) if found is None else None,
        seed=seed,
        rounds=sifting.rounds,
        columns=sifting.master.columns.size + sifting.master.granted.size,
        engine_version=__version__,
        input_hash=_hash(market, targets, traits, worth, model, seed),
    )


def _ranks(market: Market, assignment: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    owners = np.repeat(np.arange(market.applicants), market.lengths)
    rank = np.full(market.applicants, UNPLACED, dtype=np.int32)
    sits = np.flatnonzero(market.positions == assignment[owners])
    rank[owners[sits]] = sits - market.offsets[owners[sits]]
    return rank


def _hash(market: Market, targets: Sequence[Target], traits: Traits, worth: Integers, model: Model, seed: int) -> str:
    """SHA-256 over the market, its rows of targets, utilities and pins."""
    digest = hashlib.sha256(f"springtide optimum 1; {input_hash(market, rule='single', seed=seed)}".encode())
    digest.update(repr(model.rows.names).encode())
    rows = model.rows
    pins = (model.pinned_people, model.pinned_places)
    for values in (rows.weights, rows.lower, rows.upper, rows.place_class, rows.person_class, *pins, worth):
        digest.update(f"; {values.shape}:".encode())
        digest.update(values.astype("<i8").tobytes())
    return digest.hexdigest()
