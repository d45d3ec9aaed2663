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
    "outweighed": (gettext_lazy("Others added more there"), "warning"),
    "as_good": (gettext_lazy("As good for the whole, not chosen"), "neutral"),
}
UTILITIES = ("worth", "price", "extra", "missing")
OPEN = frozenset({"below_cutoff", "lost_lot", "not_scored"})  # where asking what would have been enough makes sense


def points(score: int | None) -> str:
    """10,000 hundredths are 100 points."""
    return "–" if score is None else number_format(score / 100, 2)


def verdict(reason: Mapping[str, Any]) -> "StrPromise":
    return VERDICTS[reason["verdict"]][0]


def tone(reason: Mapping[str, Any]) -> str:
    return VERDICTS[reason["verdict"]][1]


def for_staff(reason: Mapping[str, Any]) -> str:
    """One sentence on one choice. Keys: verdict, score, cutoff (hundredths of points), lot, last_lot (lower first); of
    an optimum: worth, price, extra, missing (utility)."""
    if "worth" in reason and reason["verdict"] in ("obtained", "outweighed", "as_good"):
        return _for_the_sum(reason)
    sentences = {
        "obtained": _("%(score)s points; the last one admitted had %(cutoff)s.")
        if reason.get("cutoff") is not None
        else _("%(score)s points; seats stayed free."),
        "better_obtained": _("A dearer choice was obtained, so this one was not asked."),
        "below_cutoff": _("%(score)s points; the last one admitted had %(cutoff)s, %(missing)s more."),
        "lost_lot": _("%(score)s points, as many as the last one admitted; lot %(lot)s, admitted up to %(last_lot)s."),
        "not_scored": _("The division did not advance this person, or an interview score is missing."),
        "no_seats": _("This opening had no seats to give."),
    }
    numbers = {key: points(reason.get(key)) for key in ("score", "cutoff")}
    missing = points((reason.get("cutoff") or 0) - (reason["score"] or 0))
    return sentences[reason["verdict"]] % {**reason, **numbers, "missing": missing}


def _for_the_sum(reason: Mapping[str, Any]) -> str:
    sentences = {
        "obtained": _("Utility %(worth)s; the seat costs %(price)s and the targets add %(extra)s."),
        "outweighed": _(
            "Utility %(worth)s; the seat costs %(price)s and the targets add %(extra)s: %(missing)s more would"
            " have been enough."
        ),
        "as_good": _("Utility %(worth)s; the seat costs %(price)s and the targets add %(extra)s: no less than enough."),
    }
    numbers = {key: number_format(reason[key], 0 if reason[key] == int(reason[key]) else 1) for key in UTILITIES}
    return sentences[reason["verdict"]] % numbers


def binding(reason: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The target that makes this choice dear, by what it is called; empty where none does. `names` by key."""
    target = reason.get("target")
    if target is None or reason["verdict"] in ("obtained", "better_obtained", "not_scored"):
        return ""
    words = (
        _("The target “%(target)s” binds here: each seat given here makes it harder to meet.")
        if "worth" in reason
        else _("The seats here ended at a ceiling that was lowered for the target “%(target)s”.")
    )
    return words % {"target": names.get(target, target)}


def for_candidate(reason: Mapping[str, Any]) -> str:
    """The same without anybody's score."""
    sentences = {
        "obtained": _("This is your seat."),
        "better_obtained": _("You got an opening that you ranked higher."),
        "below_cutoff": _("Every seat went to people with a higher score."),
        "lost_lot": _("You had the same score as the last person admitted; a lot drawn beforehand decided."),
        "not_scored": _("This division did not choose you after screening and interviews."),
        "no_seats": _("There were no seats left to give in this opening."),
        "outweighed": _("The seats went to people who together gave a better result for all."),
        "as_good": _("You would have fitted as well; together with all others the result was as good without."),
    }
    return sentences[reason["verdict"]]
