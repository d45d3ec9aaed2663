"""What lacks, in sentences."""

from datetime import date

from springtide.interviews import words
from springtide.interviews.bridge.planning import ABOUT_ITSELF
from springtide.interviews.states import SCHEDULE
from springtide_engine.scheduling import problem

FIRST = date(2026, 11, 23)  # a Monday


def cell(hours: float, *, language: str = "", skill: str = "", week: str = "2026-11-30") -> dict[str, object]:
    return {"seat": {"skill": skill, "language": language}, "hours": hours, "week": week}


def test_what_lacks_is_said_with_place_language_and_week() -> None:
    said = words.shortfall(cell(46.2, language="fr"), site="Shenzhen", first=FIRST)
    assert said == "Shenzhen lacks 46 panel-hours in French in week 2."
    said = words.shortfall(cell(0.75, skill="python", week="2026-11-23"), site="", first=FIRST)
    assert said == "Interviewing by video lacks 0.8 panel-hours of “python” in week 1."
    merged = {"seat": None, "hours": 3.0, "week": "2026-11-23"}
    assert words.shortfall(merged, site="Paris", first=FIRST).endswith("of several kinds of seat together.")


def test_every_rule_of_the_engine_has_words() -> None:
    """A refusal names the rule that a time would break; a new rule without words would show its bare name."""
    told = {line.split("`")[1] for line in (problem.__doc__ or "").splitlines() if line.startswith("- `")}
    assert told - set(words.RULES) - ABOUT_ITSELF - {"grid"} == set()


def test_languages_we_have_no_name_for_stay_codes() -> None:
    assert (words.language_name("zh"), words.language_name("xx")) == ("Simplified Chinese", "xx")
    assert len({move.verb for move in SCHEDULE.moves}) == len(SCHEDULE.moves)
