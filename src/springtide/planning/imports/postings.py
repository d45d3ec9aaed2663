"""What a file of postings comes to: rows that are right, problems with their lines, and what is worth knowing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from springtide.planning.imports.drafts import Draft, Options, Posting, Wrong
from springtide.planning.imports.reading import Problem, Row, Table
from springtide.planning.imports.shapes import SHAPES, Shape


@dataclass
class Reading:
    """What a table came to mean."""

    shape: str = ""
    postings: list[Posting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def read_postings(table: Table, options: Options) -> Reading:
    """Every row that is right, and every problem of the others. Rows of one key become one posting."""
    reading = Reading(problems=list(table.problems))
    columns: set[str] = set().union(*(row.values.keys() for row in table.rows[:1])) if table.rows else set()
    shape = next((shape for shape in SHAPES if shape.columns <= columns), None)
    if shape is None and reading.problems:
        return reading
    if shape is None:
        words = _("These columns are none of the three shapes we read: %(columns)s. docs/imports.md lists them.")
        names = ", ".join(sorted(str(column)[:40] for column in columns)[:12]) or "–"
        reading.problems.append(Problem(1, "", words % {"columns": names}))
        return reading
    reading.shape = shape.name
    reading.postings = list(_merged(_read_rows(table.rows, shape, options, reading), reading.problems))
    return reading


def _read_rows(rows: Iterable[Row], shape: Shape, options: Options, reading: Reading) -> Iterable[Posting]:
    for row in rows:
        draft = Draft(row, options, reading.notes)
        try:
            posting = shape.read(draft)
        except Wrong as wrong:
            reading.problems.append(Problem(row.line, wrong.column, wrong.reason))
        else:
            yield replace(posting, key=hashlib.sha256(f"{shape.name}:{posting.key}".encode()).hexdigest())


def _merged(postings: Iterable[Posting], problems: list[Problem]) -> Iterable[Posting]:
    found: dict[str, Posting] = {}
    for posting in postings:
        first = found.setdefault(posting.key, posting)
        if first is posting:
            continue
        twice = first.seats.keys() & posting.seats.keys()
        if twice:
            words = _("The same posting and place stand in line %(line)d already.")
            problems.append(Problem(posting.line, "", words % {"line": first.line}))
        found[posting.key] = replace(first, seats=posting.seats | first.seats, new=first.new | posting.new)
    return found.values()
