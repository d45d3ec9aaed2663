"""One row on its way to a posting: cells as clean text, names as what the intake has or will get."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from springtide.foundation.text.clean import clean_line, clean_text, is_blank
from springtide.planning.imports.families import Guess
from springtide.planning.imports.places import Place, places_of, to_be_agreed
from springtide.planning.imports.reading import FORMULA, Problem, Row

LONGEST_DIVISION = 80


@dataclass(frozen=True)
class Options:
    """Say-so of the person who imports. `known`: {(kind, casefolded slug or name): slug} of what the intake has."""

    zone: str
    known: Mapping[tuple[str, str], str] = field(default_factory=dict)
    division: str = ""  # all postings belong to this one
    site: str = ""  # where a place is missing or unknown
    seats: int = 1  # for each opening of a posting that tells none


@dataclass(frozen=True)
class Posting:
    """One position to be. `division`, `family` and the keys of `seats` are slugs that exist or that `new` tells."""

    line: int
    key: str
    division: str
    family: str
    texts: dict[str, tuple[str, str]]
    required: list[str]
    wished: list[str]
    seats: dict[str, int]
    reason: str  # what made the family
    new: dict[tuple[str, str], Any]  # {("division", slug): name, ("site", slug): Place, ("family", slug): Guess}


class Wrong(Exception):
    """A row that cannot become a posting: column and reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass
class Draft:
    """One row on its way to a posting; notes are told, not refused."""

    row: Row
    options: Options
    notes: list[Problem]
    new: dict[tuple[str, str], Any] = field(default_factory=dict)

    def note(self, column: str, reason: str) -> None:
        self.notes.append(Problem(self.row.line, column, reason))

    def text(self, column: str, *, most: int = 0, lines: bool = False) -> str:
        """A cell, cleaned. Raises Wrong for what is no text; a text that is too long is cut, and that is told."""
        value = self.row.values.get(column)
        if isinstance(value, (dict, list, bool)):
            raise Wrong(column, _("A text is wanted here."))
        raw = "" if value is None else str(value)
        if "\0" in raw:
            raise Wrong(column, _("This holds a NUL character, which no text has. Remove it."))
        text = clean_text(raw) if lines else clean_line(raw)
        if is_blank(text):
            return ""
        if text.startswith(FORMULA) and column.startswith("title"):
            self.note(column, _("It begins like a formula of a spreadsheet; it is kept as text."))
        if most and len(text) > most:
            self.note(column, _("Longer than %(most)d characters: cut.") % {"most": most})
            return text[: most - 1].rstrip() + "…"
        return text

    def division(self, name: str) -> str:
        """Slug of the division: the one that was said, one the intake has, or a new one."""
        name = self.options.division or name
        if not name:
            raise Wrong("division", _("Name a division, or choose one for the whole file."))
        return self.known_or_new("division", name, name[:LONGEST_DIVISION])

    def place(self, column: str, text: str) -> list[str]:
        """Slugs of the sites that the words name."""
        known = self.options.known.get(("site", text.casefold()))
        if known:
            return [known]
        places = places_of(text, self.options.zone) if text else []
        if not places and self.options.site:
            return [self.options.known.get(("site", self.options.site.casefold()), self.options.site)]
        if not places and not text:
            self.note(column, _("No place is told: “place to be agreed”."))
            places = [to_be_agreed(self.options.zone)]
        if not places:
            words = _("“%(place)s” is no place we know. Make it a site first, or choose one for unknown places.")
            raise Wrong(column, words % {"place": text[:80]})
        return [self._site(place) for place in places]

    def _site(self, place: Place) -> str:
        return self.known_or_new("site", place.slug, place, *place.names.values())

    def family(self, guess: Guess) -> tuple[str, str]:
        """(slug, why)"""
        why = _("guessed from “%(word)s”") % {"word": guess.word} if guess.word else _("no word of the title tells")
        return self.known_or_new("family", guess.slug, guess), why

    def known_or_new(self, kind: str, name: str, described: Any, *names: str) -> str:
        for word in (name, *names):
            if slug := self.options.known.get((kind, word.casefold())):
                return slug
        slug = slugify(name)[:50].strip("-") or f"{kind}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        if (kind, slug) not in self.options.known:
            self.new[kind, slug] = described
        return slug
