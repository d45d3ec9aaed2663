"""The largest total utility under targets: not stable, not strategy-proof, but nothing better exists."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from springtide_engine import __version__
from springtide_engine.matching.allocation import input_hash
from springtide_engine.matching.optimum.conflict import find_conflict
from springtide_engine.matching.optimum.integer import finish
from springtide_engine.matching.optimum.model import Model, model_of, seated
from springtide_engine.matching.optimum.result import Optimum, Status
from springtide_engine.matching.optimum.sifting import Step, relax
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
    relaxed = relax(model, step)
    found = None if relaxed is None else finish(model, relaxed, seed=seed, gap=gap)
    nothing = np.zeros(0, dtype=np.int64)
    assignment = seated(model, nothing if found is None else found.chosen)
    prices = dict.fromkeys(model.rows.names, 0.0)
    place_prices = np.zeros(market.capacities.size)
    if relaxed is not None:
        per_seat = relaxed.answer.row_prices * model.rows.units
        prices = dict(zip(model.rows.names, per_seat.tolist(), strict=True))
        place_prices = relaxed.answer.place_prices
    certificate = verify_targets(market, assignment, targets, traits, fixed=fixed)
    proof = verify_bound(
        market, assignment, worth, targets, traits, prices=prices, position_prices=place_prices, fixed=fixed
    )
    status: Status = "infeasible"
    bound = proof.value
    if found is not None:
        bound = found.bound + proof.value - found.value
        status = "optimal" if bound == proof.value else "within gap"
    rank = _ranks(market, model, assignment)
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
        conflict=find_conflict(market, targets, traits=traits, fixed=fixed) if found is None else None,
        seed=seed,
        rounds=relaxed.rounds if relaxed else 0,
        columns=relaxed.columns.size if relaxed else 0,
        engine_version=__version__,
        input_hash=_hash(market, targets, traits, worth, model, seed),
    )


def _ranks(market: Market, model: Model, assignment: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    rank = np.full(market.applicants, UNPLACED, dtype=np.int32)
    sits = np.flatnonzero(market.positions == assignment[model.owner])
    rank[model.owner[sits]] = sits - market.offsets[model.owner[sits]]
    return rank


def _hash(market: Market, targets: Sequence[Target], traits: Traits, worth: Integers, model: Model, seed: int) -> str:
    """SHA-256 over the market, its rows of targets, utilities and pins."""
    digest = hashlib.sha256(f"springtide optimum 1; {input_hash(market, rule='single', seed=seed)}".encode())
    digest.update(repr(model.rows.names).encode())
    rows = model.rows
    pins = (model.pinned_people, model.pinned_places)
    for values in (rows.weights, rows.limits, rows.place_class, rows.person_class, *pins, worth):
        digest.update(f"; {values.shape}:".encode())
        digest.update(values.astype("<i8").tobytes())
    return digest.hexdigest()
