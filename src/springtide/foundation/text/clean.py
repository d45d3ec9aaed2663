"""What people type, made safe to keep and to show without changing what they meant."""

import re
import unicodedata

BIDI_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")
# Looks like nothing, counts as a character: zero width, Hangul fillers, Braille blank.
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u115f\u1160\u3164\uffa0\u2800\u00ad]")
MARKS_KEPT = 4


def clean_line(text: str) -> str:
    """One line: NFC, no controls or bidi overrides, single spaces; joiners inside emoji stay."""
    return re.sub(r"\s+", " ", clean_text(text)).strip()


def clean_text(text: str) -> str:
    """Several lines: NFC, newlines as \\n, no controls, at most 4 marks on one letter."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = INVISIBLE.sub("", BIDI_CONTROLS.sub("", CONTROLS.sub("", text)))
    return _cap_marks(text).strip()


def is_blank(text: str) -> bool:
    """True where nobody would see anything: spaces, joiners, selectors, fillers only."""
    return not any(unicodedata.category(c)[0] in "LNPS" for c in clean_text(text))


def _cap_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= MARKS_KEPT:
            kept.append(char)
    return "".join(kept)


def letters_in(text: str) -> int:
    """Length as a reader counts: CRLF, a letter with its marks, a flag, a family of emoji are one each.

    The counter in the browser (applications/static/applications/apply.js) counts in the same way.
    """
    text = re.sub("\u200d.", "", text.replace("\r\n", "\n").replace("\r", "\n"), flags=re.DOTALL)
    text = re.sub("[\U0001f1e6-\U0001f1ff]{2}", "x", text)
    text = re.sub("[\U0001f3fb-\U0001f3ff]", "", text)
    return sum(unicodedata.category(char) not in ("Mn", "Me") for char in text)
