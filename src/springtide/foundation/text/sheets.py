"""Tables as CSV, line by line, that no spreadsheet runs as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\N{BYTE ORDER MARK}"  # without it Excel reads UTF-8 as something else


def guarded(cell: object) -> object:
    """Text that would be run gets a leading apostrophe (`-Ann` → `'-Ann`); numbers and all else stay."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_FORMULA) else cell


def bare(cell: str) -> str:
    """The text as it was before `guarded`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(STARTS_FORMULA) else cell


class _Line:
    """A file that hands back what is written into it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV in UTF-8 with its mark, made only as they are asked for."""
    writer = csv.writer(_Line())
    yield MARK
    for row in rows:
        yield writer.writerow([guarded(cell) for cell in row])
