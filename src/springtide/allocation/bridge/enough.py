"""What would have been enough, asked months later of the snapshot that was kept."""

import numpy as np

from springtide.allocation.bridge.snapshot import Snapshot
from springtide.allocation.bridge.solving import Problem
from springtide_engine.matching import deferred_acceptance, least_score


def enough_for(snapshot: Snapshot, *, seed: int, application: int, choice: int) -> int | None:
    """The least score at a choice (from 1) that would have seated this person there or better; None: no seats.

    Found by matching anew, everybody else as they were, pinned people in their seats. Raises LookupError for somebody
    who was not in the run, or who was pinned.
    """
    person = int(np.searchsorted(snapshot.people, application))
    if person == snapshot.people.size or snapshot.people[person] != application:
        raise LookupError(application)
    market = Problem.of(snapshot).rest
    return least_score(market, deferred_acceptance(market, seed=seed), person, choice)
