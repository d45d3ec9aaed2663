"""What a proposal says of itself in plain JSON: figures for the page, and the certificate of other code."""

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import numpy as np

from springtide.allocation.bridge.snapshot import Positions, Snapshot
from springtide.allocation.bridge.solving import OPTIMUM, Infeasible, Problem, Proposal
from springtide_engine.matching import (
    UNPLACED,
    Conflict,
    alternatives,
    tradeoff,
    verify,
    verify_targets,
    verify_transfers,
)


def figures_of(proposal: Proposal) -> dict[str, Any]:
    """See the keys; `cells` are people by division, site, family and AI; `priced` where an optimum was found."""
    problem, seated = proposal.problem, proposal.assignment
    snapshot, optimum = problem.snapshot, proposal.optimum
    placed, pinned = int((seated != UNPLACED).sum()), snapshot.pins.size
    by_rank = np.bincount(proposal.rank[proposal.rank >= 0], minlength=int(problem.market.lengths.max(initial=0)))
    prices: Mapping[str, float] = {} if proposal.conflict else optimum.prices
    return {
        "method": proposal.method,
        "applicants": snapshot.people.size,
        "placed": placed,
        "pinned": pinned,
        "transferred": placed - pinned - int(by_rank.sum()),
        "unplaced": snapshot.people.size - placed,
        "seats": int(snapshot.seats.sum()),
        "by_rank": by_rank.tolist(),
        "utility": utility(problem, seated),
        "wasted": None if proposal.targeted is None else int(proposal.targeted.wasted.sum()),
        "cells": cells(snapshot, seated),
        "priced": proposal.conflict is None and bool(snapshot.targets),
        "conflict": proposal.conflict and conflict(proposal.conflict),
        "targets": targets(snapshot, prices),
        **beside(proposal),
    }


def beside(proposal: Proposal) -> dict[str, Any]:
    """The stable answer and the optimum, whichever was proposed, and what choosing one of them costs."""
    problem, optimum = proposal.problem, proposal.optimum
    stable = problem.pinned.seated(proposal.stable.assignment)
    told = {"placed": int((stable != UNPLACED).sum()), "utility": utility(problem, stable)}
    best = {"placed": int(optimum.fill.sum()), "utility": optimum.value, "bound": optimum.bound, "gap": optimum.gap}
    lottery = proposal.stable.lottery
    against = tradeoff(
        problem.rest, proposal.stable.assignment, problem.without_pins(optimum.assignment), None, lottery
    )
    cost = {
        "blocking": against.blocking_pairs,
        "differ": against.differ,
        "choosers": alternatives(problem.rest, proposal.stable).people,
    }
    return {"stable": told, "optimum": best, "tradeoff": cost}


def failed_figures(fault: Infeasible) -> dict[str, Any]:
    """What a run that could not keep its targets leaves behind: which, and why not."""
    snapshot = fault.problem.snapshot
    found = {"conflict": conflict(fault.conflict), "unreached": list(fault.unreached)}
    return {"applicants": snapshot.people.size, "targets": targets(snapshot, {}), **found}


def targets(snapshot: Snapshot, prices: Mapping[str, float]) -> list[dict[str, Any]]:
    return [{"wish": wish, "price": _short(prices.get(wish["key"]))} for wish in snapshot.targets]


def conflict(found: Conflict | None) -> dict[str, Any]:
    return {"keys": [], "missing": {}} if found is None else {"keys": list(found.names), "missing": dict(found.missing)}


def utility(problem: Problem, seated: Positions) -> int:
    """The sum over everybody who sits where they applied and are accepted; elsewhere a seat has no utility."""
    market = problem.market
    sits = (market.positions == seated[market.owners]) & market.acceptable
    return int(problem.worth[sits].sum())


def cells(snapshot: Snapshot, seated: Positions) -> list[list[Any]]:
    """[division, site, family, ai, people], as `planning.targets.Cell`, in order."""
    fill = np.bincount(seated[seated != UNPLACED], minlength=snapshot.openings.size)
    found: dict[tuple[str, str, str, bool], int] = {}
    for place in np.flatnonzero(fill).tolist():
        cell = (
            str(snapshot.division[place]),
            str(snapshot.site[place]),
            str(snapshot.family[place]),
            bool(snapshot.ai[place]),
        )
        found[cell] = found.get(cell, 0) + int(fill[place])
    return [[*cell, count] for cell, count in sorted(found.items())]


def certificate_of(proposal: Proposal) -> dict[str, dict[str, Any]]:
    """What other code found, by stage."""
    problem, snapshot, optimum = proposal.problem, proposal.problem.snapshot, proposal.optimum
    found: dict[str, Any] = {}
    if proposal.targeted is not None:
        found["stable"] = proposal.targeted.certificate
    elif proposal.method == OPTIMUM:
        found["bound"] = optimum.bound_certificate
    else:
        found["stable"] = verify(problem.rest, proposal.first, proposal.stable.lottery)
    if proposal.second is not None:
        stage, consents = proposal.second, snapshot.consented == 1
        consents[problem.fixed[0]] = False
        found["transfers"] = verify_transfers(
            stage.room, proposal.first, stage.result.assignment, consents, stage.options
        )
    if proposal.method != "stable":
        elsewhere = np.flatnonzero((proposal.assignment != UNPLACED) & (proposal.rank == UNPLACED))
        fixed = (elsewhere, proposal.assignment[elsewhere])
        found["targets"] = verify_targets(
            problem.market, proposal.assignment, problem.targets, problem.traits, fixed=fixed
        )
    return {stage: told(judged) for stage, judged in found.items()}


def told(judged: Any) -> dict[str, Any]:
    """A certificate as JSON; fractions as text, so that nothing is rounded."""
    return asdict(judged, dict_factory=lambda pairs: {key: _plain(value) for key, value in pairs})


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Fraction) else value


def _short(price: float | None) -> float | None:
    return None if price is None else round(price, 2)
