"""The second stage (调剂): where somebody without a seat could go."""

from collections.abc import Iterator

import numpy as np

from springtide.allocation.bridge.snapshot import NOT_ACCEPTED, Integers, Positions, Snapshot
from springtide_engine.matching import UNPLACED, Options


def transfer_options(snapshot: Snapshot, assignment: Positions, free: Integers) -> Options:
    """Free seats (m) for people who agreed and have none: of a division that advanced them, in a country where they
    ranked an opening. The score is the one that division gave."""
    waits = (assignment == UNPLACED) & (snapshot.consented == 1)
    waits[snapshot.pinned_people] = False
    owner = np.repeat(np.arange(snapshot.people.size), np.diff(snapshot.offsets))
    own = waits[owner]
    people, places, scores = owner[own], snapshot.choices[own], snapshot.scores[own]
    parts = list(_by_division(snapshot, people, places, scores, np.flatnonzero(free > 0)))
    rows = np.concatenate([np.zeros((0, 3), dtype=np.int64), *parts])
    return Options(*rows.T)


def _by_division(
    snapshot: Snapshot, people: Integers, places: Integers, scores: Integers, free: Integers
) -> Iterator[Integers]:
    """(k, 3) person, place, score: one division after the other, its people times its free openings."""
    countries, country = np.unique(snapshot.countries, return_inverse=True)
    wants = np.zeros((snapshot.people.size, countries.size), dtype=np.bool_)
    wants[people, country[places]] = True
    width = snapshot.openings.size
    ranked = np.unique(people * width + places)
    accepted = scores != NOT_ACCEPTED
    for division in np.unique(snapshot.divisions[free]):
        here = free[snapshot.divisions[free] == division]
        theirs = accepted & (snapshot.divisions[places] == division)
        who, first = np.unique(people[theirs], return_index=True)
        pairs_who, pairs_place = np.repeat(np.arange(who.size), here.size), np.tile(here, who.size)
        fits = wants[who[pairs_who], country[pairs_place]]
        fits &= ~np.isin(who[pairs_who] * width + pairs_place, ranked)
        yield np.column_stack((who[pairs_who], pairs_place, scores[theirs][first][pairs_who]))[fits]
