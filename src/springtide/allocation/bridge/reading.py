"""From rows to the arrays of a snapshot; never one Python object a person at a time for longer than a moment."""

from collections.abc import Iterable
from itertools import chain

import numpy as np

from springtide.allocation.bridge.snapshot import NOT_ACCEPTED, Integers, Snapshot
from springtide.allocation.changes import INTERVIEWS, Changes, Wish
from springtide.allocation.queries import advanced_by, held_seats, in_market, standing_pins
from springtide.applications.models import Preference
from springtide.interviews.queries import interview_scores
from springtide.planning.models import Intake, Opening
from springtide.screening.queries import screening_scores

# Parts of the score at an opening. A division that interviews wants both; else screening counts alone.
CHUNK = 20_000
ABOUT = (
    "pk",
    "seats",
    "position__division",
    "position__family__is_ai",
    "site__country",
    "position__division__slug",
    "site__slug",
    "position__family__slug",
)


def read_snapshot(intake: Intake, changes: Changes | None = None) -> Snapshot:
    """Everything that decides who sits where, in eight queries for any number of people."""
    changes = changes or Changes()
    people = table(in_market(intake).order_by("pk").values_list("pk", "transfer").iterator(CHUNK), 2)
    ranked = Preference.objects.filter(application__in=in_market(intake)).order_by("application", "rank")
    if changes.longest is not None:
        ranked = ranked.filter(rank__lte=changes.longest)
    entries = table(ranked.values_list("application", "opening").iterator(CHUNK), 2)
    # Whoever submitted between two queries is not in it; openings come last, so that all that was ranked is there.
    entries = entries[np.isin(entries[:, 0], people[:, 0])]
    pins = table(standing_pins(intake).values_list("pk", "application", "opening"), 3)
    pins = pins[np.isin(pins[:, 1], people[:, 0])]
    given = scores_given(intake, changes.interviews)
    targets = [wish_of(target) for target in intake.targets.all()]
    held = held_seats(intake)
    about = list(Opening.objects.filter(position__intake=intake).order_by("pk").values_list(*ABOUT))
    numbers = table((row[:4] for row in about), 4)
    openings = numbers[:, 0]
    seats = [max(changes.seats.get(pk, planned) - held.get(pk, 0), 0) for pk, planned in numbers[:, :2].tolist()]
    choices = np.searchsorted(openings, entries[:, 1])
    return Snapshot(
        people=people[:, 0],
        consented=people[:, 1],
        offsets=np.searchsorted(entries[:, 0], np.append(people[:, 0], np.iinfo(np.int64).max)),
        choices=choices,
        scores=look_up(given, entries[:, 0], numbers[choices, 2]),
        openings=openings,
        seats=np.array(seats, dtype=np.int64),
        divisions=numbers[:, 2],
        countries=np.array([int.from_bytes(row[4].encode()) for row in about], dtype=np.int64),
        ai=numbers[:, 3],
        division=np.array([row[5] for row in about], dtype=np.str_),
        site=np.array([row[6] for row in about], dtype=np.str_),
        family=np.array([row[7] for row in about], dtype=np.str_),
        pins=pins[:, 0],
        pinned=pins[:, 1],
        pinned_at=pins[:, 2],
        targets=tuple(wish.told() for wish in changes.wished(targets)),
        changes=changes.told(),
    )


def wish_of(target: object) -> Wish:
    """A row of planning as a plain value."""
    plain = {name: getattr(target, name) for name in ("names", "kind", "bound", "value", "of", "within")}
    return Wish(key=str(target.pk), **plain)  # type: ignore[attr-defined]


def table(rows: Iterable[tuple[int, ...]], width: int) -> Integers:
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width)


def scores_given(intake: Intake, interviews: int | None = None) -> Integers:
    """(k, 3) application, division, score, sorted; only of divisions that advanced the person."""
    advanced = table(advanced_by(intake), 2)
    screened = by_pair(table(screening_scores(intake), 3))
    talked = by_pair(table(interview_scores(intake), 3))
    by_reading = look_up(screened, *advanced.T)
    by_talking = look_up(talked, *advanced.T)
    interviewing = np.isin(advanced[:, 1], talked[:, 1])
    scores = combined(by_reading, by_talking, INTERVIEWS if interviews is None else interviews)
    scores[interviewing & (by_talking == NOT_ACCEPTED)] = NOT_ACCEPTED
    kept = scores != NOT_ACCEPTED
    return by_pair(np.column_stack((advanced[kept], scores[kept])))


def by_pair(rows: Integers) -> Integers:
    return rows[np.lexsort((rows[:, 1], rows[:, 0]))]


def look_up(given: Integers, people: Integers, divisions: Integers) -> Integers:
    """The scores of pairs among the rows of `by_pair`, or -1."""
    width = 1 + int(max(given[:, 1].max(initial=0), divisions.max(initial=0)))
    keys, wanted = given[:, 0] * width + given[:, 1], people * width + divisions
    at = np.minimum(np.searchsorted(keys, wanted), max(keys.size - 1, 0))
    if not keys.size:
        return np.full(wanted.size, NOT_ACCEPTED, dtype=np.int64)
    return np.where(keys[at] == wanted, given[at, 2], NOT_ACCEPTED)


def combined(screening: Integers, interview: Integers, interviews: int = INTERVIEWS) -> Integers:
    """Whole hundredths of a point, rounded half up. Where one of the two is missing (-1), the other counts alone."""
    both = ((100 - interviews) * screening + interviews * interview + 50) // 100
    alone = np.maximum(screening, interview)
    return np.where((screening == NOT_ACCEPTED) | (interview == NOT_ACCEPTED), alone, both)
