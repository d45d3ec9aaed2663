"""One tokenizer for every language and both databases (idea measured in decision 0004).

A row keeps its words as " word word "; a query asks for each of its words as the start of one.
Chinese is cut into pairs of characters, so two characters find their pair anywhere in a text.
"""

import re
import unicodedata

from django.db.models import Q

WORD = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff]+|\w+")
CJK = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff]")
MOST_QUERY_WORDS = 8


def tokens(text: str) -> list[str]:
    """Words of a text: NFKC, casefolded, accents gone, Chinese in pairs."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", "".join(c for c in folded if not unicodedata.combining(c)))
    found: list[str] = []
    for match in WORD.finditer(plain):
        word = match.group()
        if CJK.match(word) and len(word) > 1:
            found += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            found.append(word)
    return found


def search_words(*texts: str) -> str:
    """What a row stores in its `words` column."""
    return " " + " ".join(dict.fromkeys(t for text in texts for t in tokens(text))) + " "


def words_match(query: str, column: str = "words") -> Q:
    """A filter: every word of the query starts a word of the column (one Chinese character: is inside one)."""
    condition = Q()
    for word in tokens(query[:200])[:MOST_QUERY_WORDS]:
        inside = len(word) == 1 and CJK.match(word)
        condition &= Q(**{f"{column}__contains": word if inside else f" {word}"})
    return condition
