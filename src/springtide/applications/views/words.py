"""Entries and findings as they read on a page, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from springtide.applications import states
from springtide.applications.forms import ApplicationForm
from springtide.applications.forms.application import country_names
from springtide.applications.models import DegreeLevel
from springtide.applications.queries import openings_by_id
from springtide.applications.rules.eligibility import Finding
from springtide.applications.rules.entries import Entries
from springtide.foundation.journal.words import named_verb
from springtide.planning.models import Intake

LABELS = {
    "openings": gettext_lazy("Openings in your order"),
    "notice_version": gettext_lazy("Privacy notice"),
    **{name: field.label for name, field in ApplicationForm.base_fields.items()},
}
VERBS = {
    "opened": gettext_lazy("Draft begun"),
    "resume_attached": gettext_lazy("Résumé handed in"),
    "resume_read": gettext_lazy("Résumé read by machine"),
    "imported": gettext_lazy("Imported"),
    "contested": gettext_lazy("Objection to the eligibility finding"),
    "contest_answered": gettext_lazy("Objection answered"),
    **{move.verb: move.label for move in states.APPLICATION.moves},
}


@dataclass(frozen=True)
class Told:
    """A finding in words: what it asks for, what was said, and whether that fits (None: cannot be told yet)."""

    rule: str
    met: bool | None
    title: str
    evidence: str


def label_of(key: str) -> str:
    return str(LABELS.get(key, key))


def verb_in_words(verb: str) -> str:
    """A line of the journal about an application, for staff; later steps name their own verbs."""
    step, _dot, name = verb.partition(".")
    return str(VERBS.get(name, verb)) if step == "applications" else named_verb(verb)


def said(key: str, entries: Entries | dict[str, Any], intake: Intake) -> str:
    """One entry as it reads on the page."""
    value: Any = entries.get(key)
    if key == "openings":
        openings = openings_by_id(intake, value or [])
        return "\n".join(f"{rank}. {opening}" for rank, opening in enumerate(openings, 1))
    if key in ("country", "work_countries"):
        return names([value] if isinstance(value, str) else value)
    if key == "degree":
        return str(dict(DegreeLevel.choices).get(value, ""))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return month(value) if isinstance(value, date) else str(value or "")


def month(day: date) -> str:
    return formats.date_format(day, "YEAR_MONTH_FORMAT")


def names(codes: Sequence[str]) -> str:
    """Countries by name."""
    known = country_names()
    return ", ".join(known.get(code, code) for code in codes)


def in_words(findings: Sequence[Finding]) -> list[Told]:
    tellers = {"graduation": _graduation, "degree": _degree, "work_right": _work_right}
    return [tellers[finding["rule"]](finding) for finding in findings]


def _told(finding: Finding, title: str, evidence: str) -> Told:
    return Told(finding["rule"], finding["met"], title, evidence)


def _month(evidence: Any) -> str:
    year, _dash, number = evidence.partition("-")
    return month(date(int(year), int(number), 1))


def _graduation(finding: Finding) -> Told:
    evidence = finding["evidence"]
    window = {"first": _month(evidence["first"]), "last": _month(evidence["last"])}
    title = _("This intake is for people who graduate from %(first)s to %(last)s.") % window
    if finding["met"] is None:
        return _told(finding, title, _("You have not said when you graduate."))
    return _told(finding, title, _("You expect to graduate in %(month)s.") % {"month": _month(evidence["said"])})


def _degree(finding: Finding) -> Told:
    title = _("It is for bachelor, master, engineering and doctoral students.")
    if finding["met"] is None:
        return _told(finding, title, _("You have not said which degree you will hold."))
    degree = dict(DegreeLevel.choices).get(str(finding["evidence"]["said"]), "")
    return _told(finding, title, _("The degree you will hold: %(degree)s.") % {"degree": degree})


def _work_right(finding: Finding) -> Told:
    title = _("You may work in the countries of the openings you rank.")
    evidence = finding["evidence"]
    if finding["met"] is None:
        return _told(finding, title, _("Rank openings and say in which countries you may work."))
    if finding["met"]:
        return _told(finding, title, _("You may work in: %(countries)s.") % {"countries": names(evidence["said"])})
    words = ngettext(
        "You ranked an opening in a country where you did not say you may work: %(countries)s.",
        "You ranked openings in countries where you did not say you may work: %(countries)s.",
        len(evidence["lacking"]),
    )
    return _told(finding, title, words % {"countries": names(evidence["lacking"])})
