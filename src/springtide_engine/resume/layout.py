"""Characters on a page to lines in reading order: baselines, words, columns, right-to-left runs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from springtide_engine.resume.columns import Piece, blocks, rows
from springtide_engine.resume.text import clean, drop_icon_names
from springtide_engine.resume.values import Line

SAME_BASELINE = 0.3  # of the size: closer baselines are one line, so that a raised ordinal stays in it
WORD_GAP = 0.14  # of the size: a wider gap between two letters is a space
PIECE_GAP = 1.1  # of the size: a wider gap ends the piece: a column, a cell, a date at the margin
COLUMN_GAP = 0.5  # the same where a column begins
COLUMN_STARTS = 6
WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
HINTED_GAP = 0.05  # where pdfium itself believes in a space
RTL_WORD_GAP = 0.22  # Arabic letters that do not join leave gaps of their own
KINDS = {"L": "L", "EN": "N", "AN": "N", "R": "R", "AL": "R", "CS": ".", "ES": ".", "NSM": "R"}
LEFT_TO_RIGHT = re.compile(r"L(?:[^R]*[LN])?|N+(?:\.N+)*")
DIGITS = re.compile(r"\d+")
BETWEEN_WIDE = re.compile(f"(?<=[{WIDE}]) (?=[{WIDE}])")


class Glyph(NamedTuple):
    """One drawn character; lengths in points, y from the top of the page.

    `base` is its baseline; `spaced` tells that pdfium sees a space before it.
    """

    char: str
    left: float
    right: float
    base: float
    top: float
    bottom: float
    size: float
    spaced: bool = False


def read_page(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The lines of one page, column after column."""
    rtl = _is_rtl(glyphs, otherwise=False)
    lines = [sorted(row, key=lambda each: (each.left, each.right)) for row in _baselines(glyphs)]
    starts = _starts(group[0] for row in lines for group in _groups(row, frozenset()))
    pieces = [piece for row in lines for group in _groups(row, starts) if (piece := _piece(group, rtl)) is not None]
    return [_line(row, page) for block in blocks(pieces, rtl) for row in rows(block)]


def without_running(lines: Sequence[Line]) -> list[Line]:
    """Lines without the headers and footers that return on page after page; the first header stays."""
    edges: dict[str, list[Line]] = {}
    for page in sorted({line.page for line in lines}):
        own = [line for line in lines if line.page == page]
        for line in {min(own, key=_top), max(own, key=_top)}:
            edges.setdefault(DIGITS.sub("#", line.text), []).append(line)
    firsts = {min((line for line in lines if line.page == 1), key=_top, default=None)}
    running = {line for same in edges.values() if len(same) > 1 for line in same} - firsts
    return [line for line in lines if line not in running]


def _top(line: Line) -> float:
    return line.box[1] if line.box else 0.0


def _baselines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: each.base):
        if found and glyph.base - found[-1][0].base <= SAME_BASELINE * min(glyph.size, found[-1][0].size):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def _starts(firsts: Iterable[Glyph]) -> frozenset[int]:
    """Where, in whole points, so many pieces begin that a column must begin there."""
    counted = Counter(round(glyph.left) for glyph in firsts)
    return frozenset(place for place, count in counted.items() if count >= COLUMN_STARTS)


def _groups(row: list[Glyph], starts: frozenset[int]) -> list[list[Glyph]]:
    """A row of characters, from the left, cut at its wide gaps: narrower ones do where a column begins."""
    drawn: list[list[Glyph]] = []
    for glyph in row:
        wide = COLUMN_GAP if round(glyph.left) in starts else PIECE_GAP
        if drawn and glyph.left - max(each.right for each in drawn[-1][-3:]) <= wide * glyph.size:
            drawn[-1].append(glyph)
        elif not glyph.char.isspace():
            drawn.append([glyph])
    return drawn


def _piece(group: list[Glyph], rtl: bool) -> Piece | None:
    inked = [glyph for glyph in group if not glyph.char.isspace()]
    rtl = _is_rtl(inked, otherwise=rtl)
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
            narrow = RTL_WORD_GAP if _kind(glyph.char) == "R" else HINTED_GAP if glyph.spaced else least
            text += " " if gap > narrow * glyph.size and not _is_wide(glyph.char) else ""
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


def _is_rtl(group: Sequence[Glyph], *, otherwise: bool) -> bool:
    """By the letters; a piece without any, such as a date, runs like its page."""
    kinds = [_kind(glyph.char) for glyph in group]
    right, left = kinds.count("R"), kinds.count("L")
    return right > left if right or left else otherwise


def _visual_to_logical(group: Sequence[Glyph]) -> list[Glyph]:
    """Right to left, but Latin words, with what stands between them, and single numbers run left to right."""
    group = _with_spaces(group)
    kinds = "".join(_kind(glyph.char) for glyph in group)
    ordered: list[Glyph] = []
    end = len(group)
    for run in reversed(list(LEFT_TO_RIGHT.finditer(kinds))):
        ordered += [*reversed(group[run.end() : end]), *group[run.start() : run.end()]]
        end = run.start()
    return [*ordered, *reversed(group[:end])]


def _with_spaces(group: Sequence[Glyph]) -> list[Glyph]:
    """Spaces that are only gaps, made real: they decide where a number ends."""
    spaced: list[Glyph] = []
    for glyph in group:
        if spaced and _gap(spaced[-1], glyph) > RTL_WORD_GAP * glyph.size:
            spaced.append(glyph._replace(char=" ", left=spaced[-1].right, right=glyph.left))
        spaced.append(glyph)
    return spaced


def _kind(char: str) -> str:
    kind = unicodedata.bidirectional(char)
    return KINDS.get(kind, "-")


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
