"""The dry run: what an import would do to one intake, told before anything is written."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from springtide.planning.imports.drafts import Options, Posting
from springtide.planning.imports.places import Place
from springtide.planning.imports.postings import Reading, read_postings
from springtide.planning.imports.reading import Problem, Table, Unreadable, read_table
from springtide.planning.models import Intake
from springtide.planning.queries import import_keys, known_parts
from springtide.planning.words import named


@dataclass
class Report:
    """`postings` are the new ones; `new` holds the divisions, sites and families that would be made on the way."""

    sha256: str
    format: str = ""
    encoding: str = ""
    shape: str = ""
    rows: int = 0
    unreadable: str = ""
    postings: list[Posting] = field(default_factory=list)
    already: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.unreadable and not self.problems

    @property
    def new(self) -> dict[tuple[str, str], Any]:
        return {key: value for posting in self.postings for key, value in posting.new.items()}

    @property
    def made(self) -> list[tuple[str, list[str]]]:
        """[(“New divisions”, their names)] of what would be made on the way."""
        kinds = (("division", _("Divisions")), ("site", _("Sites")), ("family", _("Job families")))
        found = [(words, [_name(d) for (key, _slug), d in self.new.items() if key == kind]) for kind, words in kinds]
        return [(words, names) for words, names in found if names]

    @property
    def openings(self) -> int:
        return sum(len(posting.seats) for posting in self.postings)

    @property
    def seats(self) -> int:
        return sum(sum(posting.seats.values()) for posting in self.postings)


def dry_run(content: bytes, *, intake: Intake, division: str = "", site: str = "", seats: int = 1) -> Report:
    """Read a file for an intake. Never raises for what is in the file, writes nothing. 5 queries."""
    report = Report(sha256=hashlib.sha256(content).hexdigest())
    try:
        table = read_table(content)
    except Unreadable as unreadable:
        report.unreadable = str(unreadable)
        return report
    options = Options(zone=intake.zone, known=known_parts(intake), division=division, site=site, seats=seats)
    return _told(report, table, read_postings(table, options), import_keys(intake))


def _told(report: Report, table: Table, reading: Reading, there: set[str]) -> Report:
    report.format, report.encoding, report.shape = table.format, table.encoding, reading.shape
    report.rows, report.notes = len(table.rows), reading.notes
    report.problems = sorted(reading.problems, key=lambda problem: problem.line)
    report.postings = [posting for posting in reading.postings if posting.key not in there]
    report.already = len(reading.postings) - len(report.postings)
    return report


def _name(described: Any) -> str:
    """A division is a name; a site shows its zone, a family whether it counts as AI."""
    if isinstance(described, str):
        return described
    if isinstance(described, Place):
        return f"{named(described.names)} ({described.zone})"
    return f"{named(described.names)} ({_('AI') if described.is_ai else _('not AI')})"
