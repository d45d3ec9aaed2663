"""Schedules in words: why a round has no time, what lacks, which rule a time would break. Whole sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

REASONS = {
    "nobody_can": gettext_lazy("No interviewer can ever take a seat of this panel."),
    "no_common_time": gettext_lazy("Candidate, panel and room are never free at the same time."),
    "previous_round": gettext_lazy("The round before has no time."),
    "taken": gettext_lazy("It would fit, but the time of those who could is taken by others."),
}
RULES = {
    "past": gettext_lazy("the time has come already"),
    "unknown": gettext_lazy("somebody, the round or the room is no longer there"),
    "duplicate": gettext_lazy("it has another time already"),
    "pinned": gettext_lazy("it has another time already"),
    "length": gettext_lazy("its length has changed"),
    "candidate_window": gettext_lazy("the candidate is not free then any more"),
    "candidate_quiet": gettext_lazy("it is night for the candidate then"),
    "order": gettext_lazy("the round before is not booked, or ends too late"),
    "day_policy": gettext_lazy("it is on a day on which it must not be"),
    "panel_size": gettext_lazy("the round has another number of seats now"),
    "seat": gettext_lazy("somebody of the panel does not fit the seat any more"),
    "conflict": gettext_lazy("somebody of the panel must not meet this candidate"),
    "repeat": gettext_lazy("somebody of the panel meets this candidate in another round"),
    "interviewer_window": gettext_lazy("somebody of the panel is not free then any more"),
    "interviewer_quiet": gettext_lazy("somebody of the panel is not free then any more"),
    "day_off": gettext_lazy("somebody of the panel is not free then any more"),
    "buffer": gettext_lazy("somebody of the panel has another interview then"),
    "per_day": gettext_lazy("somebody of the panel has too many interviews on that day"),
    "per_week": gettext_lazy("somebody of the panel has too many interviews in that week"),
    "in_a_row": gettext_lazy("somebody of the panel has too many interviews in a row"),
    "room": gettext_lazy("the room does not fit any more"),
    "room_window": gettext_lazy("the room is closed then"),
    "room_turnover": gettext_lazy("the room has another interview then"),
}
BOUNDS = {
    "static": gettext_lazy(
        "Counts rounds that could be booked if nobody else were interviewed, so it promises too much."
    ),
    "lp": gettext_lazy("Counts the load of everybody too, day by day. No schedule books more, whoever plans."),
}


def broken(rule: str) -> str:
    return str(RULES.get(rule, rule))


def language_name(code: str) -> str:
    """ "French" for "fr"; codes we have no name for stay."""
    try:
        return str(_(get_language_info({"zh": "zh-hans"}.get(code, code))["name"]))
    except KeyError:
        return code


def seat(need: Mapping[str, Any] | None) -> str:
    """What one kind of seat asks for."""
    if need is None:
        return _("several kinds of seat")
    skill, language = need["skill"], need["language"]
    if skill and language:
        return _("“%(skill)s” in %(language)s") % {"skill": skill, "language": language_name(language)}
    if skill:
        return _("“%(skill)s” in any language") % {"skill": skill}
    return language_name(language) if language else _("any skill and language")


def shortfall(cell: Mapping[str, Any], *, site: str, first: date) -> str:
    """“Shenzhen lacks 46 panel-hours in French in week 2.” `site`: its name, "" for video; weeks count from `first`."""
    week = (date.fromisoformat(cell["week"]) - first).days // 7 + 1
    need = cell["seat"] or {}
    told = {
        "place": site or _("Interviewing by video"),
        "hours": f"{cell['hours']:.0f}" if cell["hours"] >= 1 else f"{cell['hours']:.1f}",
        "week": week,
        "skill": need.get("skill", ""),
        "language": language_name(need["language"]) if need.get("language") else "",
    }
    if cell["seat"] is None:
        return _("%(place)s lacks %(hours)s panel-hours in week %(week)d, of several kinds of seat together.") % told
    if told["skill"] and told["language"]:
        return _("%(place)s lacks %(hours)s panel-hours of “%(skill)s” in %(language)s in week %(week)d.") % told
    if told["language"]:
        return _("%(place)s lacks %(hours)s panel-hours in %(language)s in week %(week)d.") % told
    if told["skill"]:
        return _("%(place)s lacks %(hours)s panel-hours of “%(skill)s” in week %(week)d.") % told
    return _("%(place)s lacks %(hours)s panel-hours in week %(week)d.") % told


def group(label: str, sites: Mapping[str, str]) -> str:
    """The name of a group of candidates: "language:fr", "site:paris"."""
    kind, _colon, value = label.partition(":")
    return language_name(value) if kind == "language" else sites.get(value, value)
