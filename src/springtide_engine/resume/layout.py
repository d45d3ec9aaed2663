"""Characters on a page to lines in reading order: baselines, words, columns, right-to-left runs."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from springtide_engine.resume.columns import Piece, blocks, rows
from springtide_engine.resume.text import clean, drop_icon_names
from springtide_engine.resume.values import Line

SAME_BASELINE = 0.3  # of the size: closer baselines are one line, so that a raised ordinal stays in it
WORD_GAP = 0.14  # of the size: a wider gap between two letters is a space
PIECE_GAP = 1.3  # of the size: a wider gap ends the piece: a column, a cell, a date at the margin
WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
BETWEEN_WIDE = re.compile(f"(?<=[{WIDE}]) (?=[{WIDE}])")


class Glyph(NamedTuple):
    """One drawn character; lengths in points, y from the top of the page; `base` is its baseline."""

    char: str
    left: float
    right: float
    base: float
    top: float
    bottom: float
    size: float


def read_page(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The lines of one page, column after column."""
    pieces = [piece for row in _baselines(glyphs) for piece in _pieces(row)]
    rtl = sum(piece.rtl for piece in pieces) > len(pieces) / 2
    return [_line(row, page) for block in blocks(pieces, rtl) for row in rows(block)]


def _baselines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: each.base):
        if found and glyph.base - found[-1][0].base <= SAME_BASELINE * min(glyph.size, found[-1][0].size):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def _pieces(row: list[Glyph]) -> list[Piece]:
    drawn: list[list[Glyph]] = []
    for glyph in sorted(row, key=lambda each: each.left):
        blank = glyph.char.isspace()
        if drawn and glyph.left - max(each.right for each in drawn[-1][-3:]) <= PIECE_GAP * glyph.size:
            drawn[-1].append(glyph)
        elif not blank:
            drawn.append([glyph])
    return [piece for group in drawn if (piece := _piece(group))]


def _piece(group: list[Glyph]) -> Piece | None:
    inked = [glyph for glyph in group if not glyph.char.isspace()]
    rtl = _is_rtl(inked)
    text = _words(_visual_to_logical(group) if rtl else group)
    text = drop_icon_names(clean(text)).strip()
    if not text:
        return None
    return Piece(
        text=BETWEEN_WIDE.sub("", text) if _is_spread(text) else text,
        left=min(glyph.left for glyph in inked),
        top=min(glyph.top for glyph in inked),
        right=max(glyph.right for glyph in inked),
        bottom=max(glyph.bottom for glyph in inked),
        base=median(glyph.base for glyph in inked),
        size=median(glyph.size for glyph in inked),
        rtl=rtl,
    )


def _is_spread(text: str) -> bool:
    """教 育 背 景: spaces between single characters are decoration."""
    words = text.split(" ")
    return len(words) > 1 and all(len(word) == 1 for word in words)


def _words(group: Sequence[Glyph]) -> str:
    """Letters with a space wherever one was drawn or a gap is as wide as one."""
    gaps = [_gap(one, two) for one, two in pairwise(group)]
    least = _letter_spacing(group, gaps)
    text = ""
    for glyph, gap in zip(group, [0.0, *gaps], strict=True):
        if least == WORD_GAP:
            text += " " if gap > least * glyph.size and not _is_wide(glyph.char) else ""
            text += glyph.char
        elif not glyph.char.isspace():
            text += (" " if gap > least * glyph.size else "") + glyph.char
    return text


def _gap(one: Glyph, two: Glyph) -> float:
    return max(two.left - one.right, one.left - two.right)


def _letter_spacing(group: Sequence[Glyph], gaps: Sequence[float]) -> float:
    """The least gap, of the size, that is a space. More than usual for J O R D A N, spread for looks."""
    inked = [glyph for glyph in group if not glyph.char.isspace()]
    apart = [_gap(one, two) / two.size for one, two in pairwise(inked)]
    if len(apart) < 3 or median(apart) <= WORD_GAP or _is_wide(inked[0].char):
        return WORD_GAP
    return median(apart) * 1.7


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _is_rtl(group: Sequence[Glyph]) -> bool:
    kinds = [unicodedata.bidirectional(glyph.char) for glyph in group]
    return sum(kind in {"R", "AL"} for kind in kinds) > sum(kind == "L" for kind in kinds)


def _visual_to_logical(group: Sequence[Glyph]) -> list[Glyph]:
    """Right to left, but the Latin words and the numbers inside keep running left to right."""
    turned = list(reversed(group))
    start = 0
    while start < len(turned):
        end = start
        while end < len(turned) and not _turns(turned[end]):
            end += 1
        run = turned[start:end]
        while run and unicodedata.bidirectional(run[-1].char) not in {"L", "EN", "AN"}:
            run.pop()
        while run and unicodedata.bidirectional(run[0].char) not in {"L", "EN", "AN"}:
            start += 1
            run.pop(0)
        turned[start : start + len(run)] = reversed(run)
        start = end + 1
    return turned


def _turns(glyph: Glyph) -> bool:
    return unicodedata.bidirectional(glyph.char) in {"R", "AL", "NSM"}


def _line(row: list[Piece], page: int) -> Line:
    rtl = sum(piece.rtl for piece in row) * 2 > len(row)
    ordered = sorted(row, key=lambda piece: -piece.right if rtl else piece.left)
    parts = tuple(piece.text for piece in ordered)
    box = (
        min(piece.left for piece in row),
        min(piece.top for piece in row),
        max(piece.right for piece in row),
        max(piece.bottom for piece in row),
    )
    rounded = (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
    return Line("\t".join(parts), page, parts, rounded, round(max(piece.size for piece in row), 1))
