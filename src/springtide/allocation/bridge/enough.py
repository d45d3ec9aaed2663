"""What would have been enough, asked months later of the snapshot that was kept."""

import numpy as np

from springtide.allocation.bridge.snapshot import Snapshot
from springtide.allocation.bridge.solving import TARGETS, Problem, within_targets
from springtide_engine.matching import deferred_acceptance, least_score


def enough_for(snapshot: Snapshot, *, seed: int, method: str, application: int, choice: int) -> int | None:
    """The least score at a choice (from 1) that would have seated this person there or better; None: no seats.

    Found by matching anew, everybody else and every ceiling as they were, pinned people in their seats. Raises
    LookupError for somebody who was not in the run, or who was pinned.
    """
    person = int(np.searchsorted(snapshot.people, application))
    if person == snapshot.people.size or snapshot.people[person] != application or application in snapshot.pinned:
        raise LookupError(application)
    problem = Problem.of(snapshot)
    if method == TARGETS:
        return least_score(snapshot.pins_first().market(), within_targets(problem, seed).allocation, person, choice)
    return least_score(problem.rest, deferred_acceptance(problem.rest, seed=seed), person, choice)
