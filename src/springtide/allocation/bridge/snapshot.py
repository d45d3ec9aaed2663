"""What a run read, as arrays: to bytes and back, and the hash over every value."""

import hashlib
import io
import json
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from springtide.allocation.changes import Wish
from springtide_engine.matching import Market

Integers = npt.NDArray[np.int64]
Positions = npt.NDArray[np.int32]
Words = npt.NDArray[np.str_]
NOT_ACCEPTED, BEFORE_ALL = -1, 10_001
SCOPES = ("division", "site", "family")
TOLD = ("targets", "changes")


def _none() -> Integers:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """n people, m openings, E choices. Ids are ascending; person i's choices are offsets[i]:offsets[i+1].

    `choices` (E) are places in `openings`; `scores` (E) 0 to 10,000, -1 where the opening does not accept the person.
    `seats` (m) that may be given now. `countries` (m): both letters as one number. `consented` (n): 1 for a transfer.
    `division`, `site`, `family` (m): short names, what targets speak of. `pins` (p), `pinned` (p) people and
    `pinned_at` (p) openings, by id. `targets` and `changes`: JSON of `Wish` and `Changes`.
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
    ai: Integers
    division: Words
    site: Words
    family: Words
    pins: Integers = field(default_factory=_none)
    pinned: Integers = field(default_factory=_none)
    pinned_at: Integers = field(default_factory=_none)
    targets: tuple[dict[str, Any], ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def wishes(self) -> list[Wish]:
        return [Wish.read(target) for target in self.targets]

    @property
    def pinned_people(self) -> Integers:
        """(p) places of the pinned in `people`."""
        return np.searchsorted(self.people, self.pinned)

    @property
    def pinned_places(self) -> Integers:
        """(p) places of their openings in `openings`."""
        return np.searchsorted(self.openings, self.pinned_at)

    @property
    def overpinned(self) -> list[int]:
        """Ids of openings that more people are pinned to than have a seat there."""
        pinned = np.bincount(self.pinned_places, minlength=self.openings.size)
        found: list[int] = self.openings[pinned > self.seats].tolist()
        return found

    def digest(self, *, seed: int, transfer: bool, method: str) -> str:
        """SHA-256 over names, lengths and little-endian values: the same on every machine.

        What a target is called is no input; what it asks for is.
        """
        found = hashlib.sha256(f"springtide allocation 2; seed {seed}; transfer {transfer}; {method}".encode())
        for name, values in self._arrays().items():
            plain = "\n".join(values.tolist()).encode() if values.dtype.kind == "U" else values.astype("<i8").tobytes()
            found.update(f"; {name} {values.size}:".encode())
            found.update(plain)
        nameless = [{key: part for key, part in target.items() if key != "names"} for target in self.targets]
        found.update(json.dumps([nameless, self.changes], sort_keys=True).encode())
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

    def pins_first(self) -> "Snapshot":
        """The same where pinned people want their opening alone, and are wanted there before anybody else."""
        lengths = np.diff(self.offsets)
        lengths[self.pinned_people] = 1
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        free = np.repeat(~np.isin(self.people, self.pinned), np.diff(self.offsets))
        others = np.ones(int(offsets[-1]), dtype=np.bool_)
        others[offsets[self.pinned_people]] = False
        choices, scores = (np.empty(others.size, dtype=np.int64) for _array in range(2))
        choices[others], scores[others] = self.choices[free], self.scores[free]
        choices[~others] = self.pinned_places[np.argsort(self.pinned_people)]
        scores[~others] = BEFORE_ALL
        return replace(self, offsets=offsets, choices=choices, scores=scores)

    def only(self, people: Integers) -> "Snapshot":
        """The same without everybody else."""
        kept, pinned = np.isin(self.people, people), np.isin(self.pinned, people)
        lengths = np.diff(self.offsets)
        entries = np.repeat(kept, lengths)
        return replace(
            self,
            people=self.people[kept],
            consented=self.consented[kept],
            offsets=np.concatenate(([0], np.cumsum(lengths[kept]))),
            choices=self.choices[entries],
            scores=self.scores[entries],
            pins=self.pins[pinned],
            pinned=self.pinned[pinned],
            pinned_at=self.pinned_at[pinned],
        )

    def pack(self) -> bytes:
        out = io.BytesIO()
        told = json.dumps({name: getattr(self, name) for name in TOLD}).encode()
        np.savez_compressed(out, told=np.frombuffer(told, dtype=np.uint8), **self._arrays())  # type: ignore[arg-type]
        return out.getvalue()

    @classmethod
    def unpack(cls, content: bytes) -> "Snapshot":
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            read = dict(arrays)
        told = json.loads(read.pop("told", np.frombuffer(b"{}", dtype=np.uint8)).tobytes())
        places = read["openings"].size
        # Runs of before there were targets in them know none of these.
        missing = {"ai": np.zeros(places, dtype=np.int64)} | dict.fromkeys(SCOPES, np.full(places, ""))
        return cls(**missing | read, targets=tuple(told.get("targets", ())), changes=told.get("changes", {}))

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {part.name: getattr(self, part.name) for part in fields(self) if part.name not in TOLD}
