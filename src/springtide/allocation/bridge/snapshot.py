"""What a run reads, as arrays: from rows, to bytes and back."""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from springtide.allocation.queries import advanced_by, held_seats, in_market
from springtide.applications.models import Preference
from springtide.interviews.queries import interview_scores
from springtide.planning.models import Intake, Opening
from springtide.screening.queries import screening_scores
from springtide_engine.matching import Market

Integers = npt.NDArray[np.int64]
# Parts of the score at an opening. A division that interviews wants both; else screening counts alone.
SCREENING_WEIGHT, INTERVIEW_WEIGHT = 40, 60
NOT_ACCEPTED = -1
CHUNK = 20_000


@dataclass(frozen=True, eq=False)
class Snapshot:
    """n people, m openings, E choices. Ids are ascending; person i's choices are offsets[i]:offsets[i+1].

    `choices` (E) are places in `openings`; `scores` (E) 0 to 10,000, -1 where the opening does not accept the person.
    `seats` (m) that may be given now. `countries` (m): both letters as one number. `consented` (n): 1 for a transfer.
    """

    people: Integers
    consented: Integers
    offsets: Integers
    choices: Integers
    scores: Integers
    openings: Integers
    seats: Integers
    divisions: Integers
    countries: Integers

    def digest(self, *, seed: int, transfer: bool) -> str:
        """SHA-256 over names, lengths and little-endian values: the same on every machine."""
        found = hashlib.sha256(f"springtide allocation 1; seed {seed}; transfer {transfer}".encode())
        for field in fields(self):
            values = getattr(self, field.name).astype("<i8")
            found.update(f"; {field.name} {values.size}:".encode())
            found.update(values.tobytes())
        return found.hexdigest()

    def market(self) -> Market:
        """The engine's problem. Raises InvalidMarket."""
        return Market(
            offsets=self.offsets,
            positions=self.choices,
            scores=np.maximum(self.scores, 0),
            acceptable=self.scores != NOT_ACCEPTED,
            capacities=self.seats,
            tickets=self.people,
        )

    def only(self, people: Integers) -> "Snapshot":
        """The same without everybody else."""
        kept = np.isin(self.people, people)
        lengths = np.diff(self.offsets)
        entries = np.repeat(kept, lengths)
        return replace(
            self,
            people=self.people[kept],
            consented=self.consented[kept],
            offsets=np.concatenate(([0], np.cumsum(lengths[kept]))),
            choices=self.choices[entries],
            scores=self.scores[entries],
        )

    def pack(self) -> bytes:
        out = io.BytesIO()
        np.savez_compressed(out, **{field.name: getattr(self, field.name) for field in fields(self)})
        return out.getvalue()

    @classmethod
    def unpack(cls, content: bytes) -> "Snapshot":
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return cls(**{field.name: arrays[field.name] for field in fields(cls)})


def read_snapshot(intake: Intake) -> Snapshot:
    """Everything that decides who sits where, in six queries for any number of people."""
    people = table(in_market(intake).order_by("pk").values_list("pk", "transfer").iterator(CHUNK), 2)
    ranked = Preference.objects.filter(application__in=in_market(intake)).order_by("application", "rank")
    entries = table(ranked.values_list("application", "opening").iterator(CHUNK), 2)
    # Whoever submitted between two queries is not in it; openings come last, so that all that was ranked is there.
    entries = entries[np.isin(entries[:, 0], people[:, 0])]
    held = held_seats(intake)
    openings = [
        (pk, max(seats - held.get(pk, 0), 0), division, int.from_bytes(country.encode()))
        for pk, seats, division, country in Opening.objects.filter(position__intake=intake)
        .order_by("pk")
        .values_list("pk", "seats", "position__division", "site__country")
    ]
    about = table(openings, 4)
    choices = np.searchsorted(about[:, 0], entries[:, 1])
    given = scores_given(intake)
    divisions = about[choices, 2]
    scores = [given.get(pair, NOT_ACCEPTED) for pair in zip(entries[:, 0].tolist(), divisions.tolist(), strict=True)]
    return Snapshot(
        people=people[:, 0],
        consented=people[:, 1],
        offsets=np.searchsorted(entries[:, 0], np.append(people[:, 0], np.iinfo(np.int64).max)),
        choices=choices,
        scores=np.array(scores, dtype=np.int64),
        openings=about[:, 0],
        seats=about[:, 1],
        divisions=about[:, 2],
        countries=about[:, 3],
    )


def table(rows: Iterable[tuple[int, ...]], width: int) -> Integers:
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width)


def scores_given(intake: Intake) -> dict[tuple[int, int], int]:
    """{(application, division): score}, only of divisions that advanced the person."""
    advanced = advanced_by(intake)
    screened = {(person, division): score for person, division, score in screening_scores(intake)}
    talked = {(person, division): score for person, division, score in interview_scores(intake)}
    interviewing = {division for _person, division in talked}
    return {
        pair: combined(screened.get(pair), talked.get(pair))
        for pair in advanced & (talked.keys() | {pair for pair in screened if pair[1] not in interviewing})
    }


def combined(screening: int | None, interview: int | None) -> int:
    """Whole hundredths of a point, rounded half up. Where one of the two was never given, the other counts alone."""
    if screening is None or interview is None:
        return (screening if interview is None else interview) or 0
    weights = SCREENING_WEIGHT + INTERVIEW_WEIGHT
    return (SCREENING_WEIGHT * screening + INTERVIEW_WEIGHT * interview + weights // 2) // weights
