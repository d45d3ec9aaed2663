"""The sample intake as plain values: what `sample/` says, with positions composed and seats laid out."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from springtide.sample.positions import PlannedPosition, compose
from springtide.sample.seats import lay_seats
from springtide.sample.words import Table, Words, table


@dataclass(frozen=True)
class PlannedOpening:
    """Seats of one position at one site."""

    position: PlannedPosition
    site: str
    seats: int

    @property
    def key(self) -> str:
        return f"{self.position.key}@{self.site}"


@dataclass(frozen=True)
class PlannedTarget:
    """A floor or ceiling. `measure`: count, ai_count, ai_share or staff_share.

    `scope`: division, site or family -> key; nothing for the whole intake.
    """

    key: str
    name: Words
    bound: str
    measure: str
    value: float
    public: bool
    scope: dict[str, str]


@dataclass(frozen=True)
class SampleIntake:
    """Everything about the intake that does not depend on the day. The tables are those of `sample/`."""

    key: str
    seed: int
    head: Table
    divisions: Table
    sites: Table
    families: Table
    positions: tuple[PlannedPosition, ...]
    openings: tuple[PlannedOpening, ...]
    targets: tuple[PlannedTarget, ...]

    def seats(self, *, ai: bool | None = None, division: str = "", site: str = "", family: str = "") -> int:
        """Planned seats over a scope; `ai` true or false counts only openings in such families."""
        return sum(
            opening.seats
            for opening in self.openings
            if (ai is None or opening.position.ai is ai)
            and division in ("", opening.position.division)
            and site in ("", opening.site)
            and family in ("", opening.position.family)
        )


def _targets(rows: Table) -> tuple[PlannedTarget, ...]:
    scopes = ("division", "site", "family")
    return tuple(
        PlannedTarget(
            key=key,
            name=row["name"],
            bound=row["bound"],
            measure=row["measure"],
            value=row["value"],
            public=row["public"],
            scope={scope: row[scope] for scope in scopes if scope in row},
        )
        for key, row in rows.items()
    )


@cache
def load_intake() -> SampleIntake:
    """The whole sample intake; the same every time, from the seed in `intake.toml`."""
    head, families = table("intake.toml"), table("families.toml")
    rng = np.random.default_rng(head["seed"])
    positions = compose(head["divisions"], rng)
    openings = tuple(
        PlannedOpening(position, site, seats)
        for position, site, seats in lay_seats(positions, head["divisions"], head["sites"], rng)
    )
    return SampleIntake(
        key=head["key"],
        seed=head["seed"],
        head=head,
        divisions=head["divisions"],
        sites=head["sites"],
        families=families,
        positions=positions,
        openings=openings,
        targets=_targets(table("targets.toml")),
    )


@cache
def earlier_intake() -> SampleIntake:
    """The smaller intake that went before: some of the same openings, with seats of their own."""
    whole, head = load_intake(), table("earlier.toml")
    seats = head["seats"]
    openings = tuple(
        replace(opening, seats=seats[index % len(seats)])
        for index, opening in enumerate(whole.openings[:: head["every"]])
    )
    positions = {opening.position.key: opening.position for opening in openings}
    return replace(
        whole,
        key=head["key"],
        seed=head["seed"],
        head=head,
        positions=tuple(positions.values()),
        openings=openings,
        targets=_targets(head["targets"]),
    )
