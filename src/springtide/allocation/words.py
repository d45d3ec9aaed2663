"""Reasons in words: for staff with the numbers, for candidates without other people's scores."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

VERDICTS: dict[str, "tuple[StrPromise, str]"] = {
    "obtained": (gettext_lazy("Placed here"), "success"),
    "better_obtained": (gettext_lazy("Not needed: a dearer choice was obtained"), "neutral"),
    "below_cutoff": (gettext_lazy("Others had a higher score"), "warning"),
    "lost_lot": (gettext_lazy("Same score, the lot decided"), "warning"),
    "not_scored": (gettext_lazy("Not chosen by this division"), "neutral"),
    "no_seats": (gettext_lazy("No seats to give"), "neutral"),
}


def points(score: int | None) -> str:
    """10,000 hundredths are 100 points."""
    return "–" if score is None else number_format(score / 100, 2)


def verdict(reason: Mapping[str, Any]) -> "StrPromise":
    return VERDICTS[reason["verdict"]][0]


def tone(reason: Mapping[str, Any]) -> str:
    return VERDICTS[reason["verdict"]][1]


def for_staff(reason: Mapping[str, Any]) -> str:
    """One sentence on one choice. Keys: verdict, score, cutoff (hundredths of points), lot, last_lot (lower first)."""
    sentences = {
        "obtained": _("%(score)s points; the last one admitted had %(cutoff)s.")
        if reason["cutoff"] is not None
        else _("%(score)s points; seats stayed free."),
        "better_obtained": _("A dearer choice was obtained, so this one was not asked."),
        "below_cutoff": _("%(score)s points; the last one admitted had %(cutoff)s, %(missing)s more."),
        "lost_lot": _("%(score)s points, as many as the last one admitted; lot %(lot)s, admitted up to %(last_lot)s."),
        "not_scored": _("The division did not advance this person, or an interview score is missing."),
        "no_seats": _("This opening had no seats to give."),
    }
    numbers = {key: points(reason[key]) for key in ("score", "cutoff")}
    missing = points((reason["cutoff"] or 0) - (reason["score"] or 0))
    return sentences[reason["verdict"]] % {**reason, **numbers, "missing": missing}


def for_candidate(reason: Mapping[str, Any]) -> str:
    """The same without anybody's score."""
    sentences = {
        "obtained": _("This is your seat."),
        "better_obtained": _("You got an opening that you ranked higher."),
        "below_cutoff": _("Every seat went to people with a higher score."),
        "lost_lot": _("You had the same score as the last person admitted; a lot drawn beforehand decided."),
        "not_scored": _("This division did not choose you after screening and interviews."),
        "no_seats": _("There were no seats left to give in this opening."),
    }
    return sentences[reason["verdict"]]
