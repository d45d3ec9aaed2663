"""What a what-if changes, and targets as plain values that outlive the rows they were read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

from springtide.planning.words import named

# Percent that interviews count in a score; screening is the rest.
INTERVIEWS = 60


@dataclass(frozen=True)
class Wish:
    """One target as a run read it, as `planning.models.Target` says. `key`: "12" for the row 12, "+1" for one added."""

    key: str
    names: Mapping[str, str]
    kind: str
    bound: str
    value: Decimal
    of: Mapping[str, object] = field(default_factory=dict)
    within: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return named(dict(self.names))

    @property
    def name(self) -> str:
        return str(self)

    def told(self) -> dict[str, Any]:
        """JSON, as `read` reads it."""
        plain = {"key": self.key, "names": dict(self.names), "kind": self.kind, "bound": self.bound}
        return plain | {"value": str(self.value.normalize()), "of": dict(self.of), "within": dict(self.within)}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        return cls(**{**told, "value": Decimal(told["value"])})


@dataclass(frozen=True)
class Changes:
    """Everything that may differ from the season.

    `seats` {opening: planned seats}. `targets` {target: value in its own unit, None leaves it out}. `longest`: choices
    considered of each list. `interviews`: percent that interviews weigh, 0 to 100.
    """

    seats: Mapping[int, int] = field(default_factory=dict)
    targets: Mapping[int, Decimal | None] = field(default_factory=dict)
    added: tuple[Wish, ...] = ()
    longest: int | None = None
    interviews: int | None = None

    def told(self) -> dict[str, Any]:
        """JSON with only what is changed, in one order; {} where nothing is."""
        parts: dict[str, Any] = {
            "seats": {str(pk): seats for pk, seats in sorted(self.seats.items())},
            "targets": {
                str(pk): None if value is None else str(value.normalize()) for pk, value in sorted(self.targets.items())
            },
            "added": [wish.told() for wish in self.added],
            "longest": self.longest,
            "interviews": self.interviews,
        }
        return {key: part for key, part in parts.items() if part is not None and part not in ({}, [])}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        targets = told.get("targets", {}).items()
        return cls(
            seats={int(pk): seats for pk, seats in told.get("seats", {}).items()},
            targets={int(pk): None if value is None else Decimal(value) for pk, value in targets},
            added=tuple(Wish.read(wish) for wish in told.get("added", [])),
            longest=told.get("longest"),
            interviews=told.get("interviews"),
        )

    def wished(self, targets: list[Wish]) -> list[Wish]:
        """The targets of the season as the what-if has them."""
        kept = [wish for wish in targets if self.targets.get(int(wish.key), wish.value) is not None]
        return [self._changed(wish) for wish in kept] + list(self.added)

    def _changed(self, wish: Wish) -> Wish:
        value = self.targets.get(int(wish.key))
        return wish if value is None else Wish(**{**vars(wish), "value": value})
