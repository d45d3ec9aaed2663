"""The moves of a thing from state to state, as a table that a recruiter can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from springtide.foundation.steps.verdicts import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class State:
    """One state with two wordings: for staff and for the candidate. `tone` colours its badge."""

    name: str
    staff: "str | StrPromise"
    candidate: "str | StrPromise" = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class Move:
    """`verb` takes a thing from one of `sources` to `target`; `who` says in words who may."""

    verb: str
    sources: tuple[str, ...]
    target: str
    who: "str | StrPromise"
    label: "str | StrPromise"


@dataclass(frozen=True)
class Moves:
    """All states and moves of one kind of thing. Plain look-ups, no magic."""

    states: tuple[State, ...]
    moves: tuple[Move, ...]

    def state(self, name: str) -> State:
        return next(state for state in self.states if state.name == name)

    def choices(self) -> list[tuple[str, "str | StrPromise"]]:
        return [(state.name, state.staff) for state in self.states]

    def open_from(self, state: str) -> list[Move]:
        """The moves that can follow `state`."""
        return [move for move in self.moves if state in move.sources]

    def target(self, verb: str, state: str) -> str:
        """Where `verb` leads from `state`. Raises Refused naming what is possible instead."""
        for move in self.moves:
            if move.verb == verb and state in move.sources:
                return move.target
        raise Refused(self._refusal(verb, state))

    def _refusal(self, verb: str, state: str) -> str:
        wanted = next(move.label for move in self.moves if move.verb == verb)
        possible = self._names(move.label for move in self.open_from(state))
        return _("“%(wanted)s” is not possible while this is “%(state)s”. Possible now: %(possible)s.") % {
            "wanted": wanted,
            "state": self.state(state).staff,
            "possible": possible or _("nothing"),
        }

    @staticmethod
    def _names(labels: Iterable["str | StrPromise"]) -> str:
        return ", ".join(f"“{label}”" for label in dict.fromkeys(str(label) for label in labels))
