"""Words that are in the file but not on the page: white on white, invisible, tiny, off the edge.

They are kept apart, shown to the reviewer, and never count as text. An invisible layer over a scanned page is
the exception: there it is what a reader sees, put in words.
"""

import ctypes
import math
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from springtide_engine.resume.layout import Glyph

TINY = 2.0  # points
PALE = 245  # of 255
LEAST_OPACITY = 10  # of 255
MOSTLY = 0.8
LONGEST_PAGE = 3_000.0  # points; a larger page is not drawn to look at its colours
SEEN, GHOST, FAINT, AWAY = "seen", "ghost", "faint", "away"


class Ink:
    """How each character on a page is drawn. What is written in one go is asked for once."""

    def __init__(self, words: Any, width: float, height: float) -> None:
        self.words, self.width, self.height = words, width, height
        self.colours = [ctypes.c_uint() for _ in range(4)]
        self.matrix = pdfium.FS_MATRIX()
        self.known: dict[int | None, tuple[float, str]] = {}

    def of(self, index: int) -> tuple[float, str]:
        """(size in points, how it is drawn)."""
        drawn = pdfium.FPDFText_GetTextObject(self.words, index)
        place = ctypes.cast(drawn, ctypes.c_void_p).value
        if place is None or place not in self.known:
            self.known[place] = self._size(index), self._look(index, drawn)
        return self.known[place]

    def look(self, glyph: Glyph, drawn: str) -> str:
        """How it is drawn, or that it is where nobody looks."""
        if glyph.char.isspace():
            return SEEN
        inside = -1 <= glyph.base <= self.height + 1 and glyph.right >= 0 and glyph.left <= self.width
        return drawn if inside and glyph.size >= TINY else AWAY

    def _size(self, index: int) -> float:
        # The box of a glyph says little about the size of its font (Arabic fonts least of all).
        pdfium.FPDFText_GetMatrix(self.words, index, self.matrix)
        scale = math.hypot(self.matrix.c, self.matrix.d)
        return max(float(pdfium.FPDFText_GetFontSize(self.words, index)) * scale, 1.0)

    def _look(self, index: int, drawn: Any) -> str:
        if drawn and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            return GHOST
        if not pdfium.FPDFText_GetFillColor(self.words, index, *self.colours):
            return SEEN
        *colour, opacity = (part.value for part in self.colours)
        if opacity < LEAST_OPACITY:
            return GHOST
        return FAINT if min(colour) >= PALE else SEEN


def sift(page: pypdfium2.PdfPage, glyphs: Sequence[Glyph], looks: Sequence[str]) -> tuple[list[Glyph], list[Glyph]]:
    """(what a reader sees, what is hidden)."""
    inked = sum(not glyph.char.isspace() for glyph in glyphs)
    scanned = looks.count(GHOST) >= MOSTLY * inked
    white = _white_places(page, glyphs, looks)
    seen: list[Glyph] = []
    hidden: list[Glyph] = []
    for index, (glyph, look) in enumerate(zip(glyphs, looks, strict=True)):
        out = look == AWAY or (look == GHOST and not scanned) or (look == FAINT and index in white)
        (hidden if out else seen).append(glyph)
    return seen, hidden


def _white_places(page: pypdfium2.PdfPage, glyphs: Sequence[Glyph], looks: Sequence[str]) -> set[int]:
    """Which of the faint characters stand on paper as white as they are. Draws the page only if there are any."""
    faint = [index for index, look in enumerate(looks) if look == FAINT]
    width, height = page.get_size()
    if not faint or pdfium.FPDFPage_GetRotation(page) or max(width, height) > LONGEST_PAGE:
        return set()
    picture = page.render(scale=1, grayscale=True)
    pixels, stride = bytes(picture.buffer), picture.stride

    def is_white(glyph: Glyph) -> bool:
        columns = slice(max(0, int(glyph.left)), min(picture.width, int(glyph.right) + 1))
        rows = range(max(0, int(glyph.top)), min(picture.height, int(glyph.bottom) + 1))
        strips = (pixels[row * stride + columns.start : row * stride + columns.stop] for row in rows)
        return all(min(strip, default=255) >= PALE for strip in strips)

    return {index for index in faint if is_white(glyphs[index])}
