"""Characters made comparable, and whether what came out of a file is text at all."""

import re
import unicodedata
from dataclasses import dataclass

from springtide_engine.resume.values import Line, Outcome

LEAST_TEXT = 50
MARKS = re.compile(
    "[\u0640\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
SPACES = re.compile(r"[^\S\t\n]+")
# Some icon fonts leave the names of their glyphs in the text layer.
ICON_NAMES = re.compile(
    r"\b(?:LINKEDIN-IN|LINKEDIN|GITHUB(?:-ALT)?|MOBILE-ALT|PHONE-ALT|MAP-MARKER(?:-ALT)?|GRADUATION-CAP|ENVELOPE(?:-OPEN)?"
    r"|STACK-OVERFLOW|SUITCASE|FILE-ALT|CALENDAR-ALT|ADDRESS-CARD|CODE-BRANCH|LANGUAGE)(?=\s|$)(?!\s*:)"
)
HANS, ARAB = re.compile("[\u3400-\u9fff]"), re.compile("[\u0600-\u06ff]")
FRENCH = re.compile(
    r"\b(?:et|de|des|du|les|une|en|avec|pour|dans|sur|formation|compétences|langues|expérience)\b", re.I
)
ENGLISH = re.compile(r"\b(?:and|of|the|in|with|for|to|on|education|skills|experience|languages)\b", re.I)


@dataclass(frozen=True)
class Document:
    """What a reader of one format hands over. `links` are addresses behind words, as written in the file."""

    lines: tuple[Line, ...]
    pages: int
    glyphs: int
    links: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    hidden: str = ""


def clean(raw: str) -> str:
    """NFKC without control, direction, zero-width, private or unpaired characters; runs of space are one."""
    kept = PRIVATE.sub(" ", MARKS.sub("", raw.encode("utf-16-le", "ignore").decode("utf-16-le", "ignore")))
    return SPACES.sub(" ", MARKS.sub("", unicodedata.normalize("NFKC", kept)))


def drop_icon_names(line: str) -> str:
    return ICON_NAMES.sub(" ", line) if "-" in line or line.isupper() else line


def guess_language(text: str) -> str:
    """en, zh-hans, fr, ar, or empty where there are no words."""
    letters = sum(map(str.isalpha, text))
    if not letters:
        return ""
    # A Chinese character is worth about three letters, and a résumé is full of English names of tools.
    if len(HANS.findall(text)) * 3 > letters * 0.35:
        return "zh-hans"
    if len(ARAB.findall(text)) > letters * 0.25:
        return "ar"
    return "fr" if len(FRENCH.findall(text)) > len(ENGLISH.findall(text)) else "en"


def health(text: str, glyphs: int) -> Outcome:
    """`glyphs` is how many the file drew, before private and broken ones were dropped.

    Broken fonts show as replacement characters, as unassigned code points, or as nothing at all.
    """
    letters = [char for char in text if not char.isspace()]
    if len(letters) < LEAST_TEXT:
        return Outcome.GARBLED if glyphs >= 4 * LEAST_TEXT else Outcome.IMAGE_ONLY
    broken = sum(char == "\ufffd" or unicodedata.category(char) in {"Cn", "Co"} for char in letters)
    return Outcome.GARBLED if broken > len(letters) * 0.2 or len(letters) < glyphs * 0.5 else Outcome.READ
