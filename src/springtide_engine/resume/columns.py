"""Pieces of a page to blocks in reading order: which of them stand in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from springtide_engine.resume.profile.headings import heading

SAME_ROW = 0.35
LEAST_ROWS = 5  # a column has at least so many rows on its lesser side


@dataclass(frozen=True)
class Piece:
    """Text without a wide gap in it, with its box in points from the page's top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    rtl: bool


def rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one baseline together, from the top down."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: each.base):
        if found and piece.base - found[-1][0].base <= SAME_ROW * min(piece.size, found[-1][0].size):
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def blocks(pieces: Sequence[Piece], rtl: bool) -> list[list[Piece]]:
    """What is above a pair of columns, each column (and what is in it), what is below."""
    lines = rows(pieces)
    best = _best_gutter(lines)
    if best is None:
        return [list(pieces)] if pieces else []
    first, last, at = best
    inside = [piece for row in lines[first:last] for piece in row]
    sides = [[each for each in inside if each.right <= at], [each for each in inside if each.right > at]]
    if rtl:
        sides.reverse()
    above = [piece for row in lines[:first] for piece in row]
    below = [piece for row in lines[last:] for piece in row]
    return [block for part in (above, *sides, below) for block in (blocks(part, rtl) if part is not pieces else [])]


def _best_gutter(lines: list[list[Piece]]) -> tuple[int, int, float] | None:
    """(first row, row after the last, x) of the tallest pair of columns, or None."""
    best: tuple[int, int, float] | None = None
    for at in sorted({round(piece.left, 0) - 0.5 for row in lines for piece in row}):
        for first, last in _runs(lines, at):
            taller = best is None or last - first > best[1] - best[0]
            if taller and _are_columns(lines[first:last], at):
                best = first, last, at
    return best


def _runs(lines: list[list[Piece]], at: float) -> list[tuple[int, int]]:
    """The longest runs of rows that nothing crosses at x = `at`."""
    found, start = [], 0
    for index, row in enumerate(lines):
        if any(piece.left < at - 1 < piece.right - 1 for piece in row):
            found.append((start, index))
            start = index + 1
    found.append((start, len(lines)))
    return [(first, last) for first, last in found if last - first >= LEAST_ROWS]


def _are_columns(lines: list[list[Piece]], at: float) -> bool:
    """Two columns live apart: each has a heading of its own, or their baselines do not meet.

    Dates at the right margin, and labels at the left one, share the baselines of what they belong to.
    """
    left = [row for row in lines if any(piece.right <= at for piece in row)]
    right = [row for row in lines if any(piece.right > at for piece in row)]
    lesser = min(len(left), len(right))
    if lesser < LEAST_ROWS:
        return False
    headed = [
        any(heading(piece.text) for row in lines for piece in row if (piece.right <= at) is side)
        for side in (True, False)
    ]
    shared = sum(any(piece.right <= at for piece in row) and any(piece.right > at for piece in row) for row in lines)
    apart = shared <= 0.5 * lesser
    return all(headed) if not apart else any(headed) or lesser >= 2 * LEAST_ROWS
