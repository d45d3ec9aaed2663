"""Who can sit where on a panel, over plain values: needs of seats, limits of people, and the panel that fits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_SEATS = 3


@dataclass(frozen=True, slots=True)
class SeatNeed:
    """What one seat of a panel asks for. "" asks for nothing; `own` means somebody of the round's division."""

    skill: str = ""
    language: str = ""
    own: bool = True

    @classmethod
    def of(cls, row: Mapping[str, object]) -> "SeatNeed":
        return cls(str(row.get("skill", "")), str(row.get("language", "")), bool(row.get("own", True)))

    def row(self) -> dict[str, object]:
        """As it stands in a JSON column."""
        return {"skill": self.skill, "language": self.language, "own": self.own}


@dataclass(frozen=True, slots=True)
class Skilled:
    """What a person brings: lower-case skills, language codes, and whether they belong to the round's division."""

    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    own: bool = True

    def fits(self, need: SeatNeed) -> bool:
        return (
            (self.own or not need.own)
            and (not need.skill or need.skill.casefold() in self.skills)
            and (not need.language or need.language in self.languages)
        )


def form_panel(seats: Sequence[frozenset[int]], order: Iterable[int]) -> tuple[int, ...] | None:
    """One person for each seat, nobody twice, or None where no panel can be formed (Hall's condition fails).

    `seats`: who could take each seat. `order`: the free people, those who should rather be asked first; who comes
    early gets a seat whenever any panel seats them together with those before them (a matroid's greedy choice),
    so the panel is the least loaded one. Augmenting paths, at most three seats: cheap.
    """
    taken: dict[int, int] = {}  # seat → person
    for person in order:
        if len(taken) == len(seats):
            break
        _seat(person, seats, taken, set())
    return tuple(taken[seat] for seat in range(len(seats))) if len(taken) == len(seats) else None


def _seat(person: int, seats: Sequence[frozenset[int]], taken: dict[int, int], seen: set[int]) -> bool:
    """Seat this person, moving those already seated to other seats where that helps."""
    for seat, able in enumerate(seats):
        if person in able and seat not in seen:
            seen.add(seat)
            if seat not in taken or _seat(taken[seat], seats, taken, seen):
                taken[seat] = person
                return True
    return False
