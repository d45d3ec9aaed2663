"""Which openings share most words with a résumé: a plain count that anybody can repeat by hand.

Used only where nobody ranked for themselves, in an import that the lead sends; it scores nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from springtide.foundation.text.search import tokens

REQUIRED, WISHED, TITLE = 3, 2, 1


@dataclass(frozen=True)
class Offer:
    """An opening as words. `titles`: the position's title in each language."""

    opening: int
    required: Sequence[str]
    wished: Sequence[str]
    titles: Sequence[str]


def likest(text: str, offers: Iterable[Offer], *, most: int) -> list[int]:
    """At most `most` openings that share a word, the likest first; ties by number."""
    words = frozenset(tokens(text))
    shared = {offer.opening: _shared(words, offer) for offer in offers}
    found = sorted((opening for opening in shared if shared[opening]), key=lambda pk: (-shared[pk], pk))
    return found[:most]


def _shared(words: frozenset[str], offer: Offer) -> int:
    def named(phrases: Sequence[str]) -> int:
        return sum(bool(parts) and words.issuperset(parts) for parts in (tokens(phrase) for phrase in phrases))

    titles = {word for title in offer.titles for word in tokens(title) if len(word) > 3}
    return REQUIRED * named(offer.required) + WISHED * named(offer.wished) + TITLE * len(words & titles)
