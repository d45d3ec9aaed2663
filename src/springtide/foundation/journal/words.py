"""How the journal's verbs read to people: each step registers its own in AppConfig.ready."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_words: "dict[str, str | StrPromise]" = {}


def register(step: str, words: "Mapping[str, str | StrPromise]") -> None:
    """`register("screening", {"lock": _("Scores locked")})` names the verb "screening.lock"."""
    _words.update({f"{step}.{verb}": text for verb, text in words.items()})


def named_verb(verb: str) -> str:
    """In the reader's language; a verb that nobody named stays as it is."""
    return str(_words.get(verb, verb))
