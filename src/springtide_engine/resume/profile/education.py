"""The stays at schools: clues gathered into entries, entries into stays."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from springtide_engine.resume.profile.clues import Clue, clue_of, unwrapped
from springtide_engine.resume.profile.dates import find_span, is_future, without_dates
from springtide_engine.resume.profile.degrees import is_subject, tidy
from springtide_engine.resume.profile.headings import Section
from springtide_engine.resume.profile.schools import is_department
from springtide_engine.resume.values import Education, Found

GRADUATES = re.compile(r"预计[^,;]*毕业|expected (?:graduation|to graduate)|graduation\s*:|毕业时间", re.I)
CLASS_OF = re.compile(r"20\d\d\s?届|class of 20\d\d|" + GRADUATES.pattern, re.I)
PLACE = re.compile(r"^(?:[A-Z]{2,3}|[A-Z][a-z]+,? [A-Z]{2}|USA|UK|北京|上海|杭州|广州|深圳|France|China|Paris)$")
STUDENT = re.compile(r"在读|in progress|candidate|en cours", re.I)


def read_education(parts: Sequence[Section], today: date | None) -> tuple[Education, ...]:
    """In the order written. Without a heading for it, only lines that name a degree and a school or date."""
    own = [line for part in parts if part.kind == "education" for line in part.lines]
    if own:
        clues = [clue_of(line) for line in unwrapped(own)]
        if all(clue.bullet for clue in clues):
            for clue in clues:
                clue.bullet = False
    else:
        lines = [line for part in parts if part.kind not in {"experience", "projects"} for line in part.lines]
        clues = [clue for clue in map(clue_of, lines) if clue.level and (clue.school or clue.span)]
    certainty = 0.9 if own else 0.6
    entries = _entries(clues)
    stays = [_education(entry, certainty, today) for entry in entries]
    stays = [_inherit(stay, index, entries, stays) for index, stay in enumerate(stays)]
    stays = _foretold(stays, parts)
    return tuple(stay for stay in stays if stay.institution or stay.degree_level)


def _entries(clues: Sequence[Clue]) -> list[list[Clue]]:
    entries: list[list[Clue]] = []
    for index, clue in enumerate(clues):
        following = clues[index + 1] if index + 1 < len(clues) else None
        if not entries or _begins(clue, entries[-1], following):
            entries.append([clue])
        else:
            entries[-1].append(clue)
    return entries


def _begins(clue: Clue, entry: list[Clue], following: Clue | None) -> bool:
    """Whether this line starts another stay: it says again what the entry has already said."""
    if clue.is_detail or clue.level == "minor":
        return False
    said = [each for each in entry if not each.is_detail]
    has_school = next((each.school for each in said if each.school), "")
    has_level = next((each.level for each in said if each.level), "")
    has_dates = any(each.span for each in said)
    if clue.level and has_level:
        return True
    if clue.school and has_school and not is_department(clue.school):
        followed = following is not None and bool(following.level) and not following.school
        complete = has_dates or clue.span is not None or clue.level != "" or followed
        again = clue.school == has_school and not (clue.level or clue.span or followed)
        return complete and not again
    if clue.span and has_dates and (has_level or has_school):
        merges = said[-1].only_dates and clue.only_dates
        return (clue.only_dates or clue.is_headline or bool(clue.school) or bool(clue.level)) and not merges
    return False


def _education(entry: list[Clue], certainty: float, today: date | None) -> Education:
    said = [each for each in entry if not each.is_detail] or entry
    school, degree = _school(said, certainty), _degree(said, certainty)
    start, end, expected = _dates(entry, said, certainty)
    ending = end.value if end else ""
    student = any(STUDENT.search(each.line.text) for each in said)
    return Education(
        institution=school,
        degree_level=degree,
        field=_subject(said, school, certainty),
        start=start,
        end=end,
        end_is_expected=bool(ending) and (expected or student or is_future(ending, today)),
    )


def _inherit(stay: Education, index: int, entries: list[list[Clue]], stays: list[Education]) -> Education:
    """A second degree under one school: the school stands on a line of its own, once, before both."""
    level = stay.degree_level.value if stay.degree_level else ""
    if stay.institution or level in {"", "certificate", "highschool", "exchange"} or index == 0:
        return stay
    heads = entries[index - 1][0]
    school = stays[index - 1].institution
    if school is None or not heads.school or heads.level:
        return stay
    return replace(stay, institution=replace(school, confidence=0.7 * school.confidence, rule="school.inherited"))


def _foretold(stays: list[Education], parts: Sequence[Section]) -> list[Education]:
    """2026届, Expected graduation: May 2026 — said anywhere, it ends the first stay that has no end."""
    if not stays or any((stay.end and stay.end.value == "present") or stay.end_is_expected for stay in stays):
        return stays
    for line in (line for part in parts for line in part.lines):
        span = find_span(line.text) if CLASS_OF.search(line.text) else None
        open_ended = [index for index, stay in enumerate(stays) if stay.end is None]
        if span and span.end and open_ended:
            end = Found(span.end, line.text, 0.7, "dates.foretold")
            at = open_ended[0]
            return [*stays[:at], replace(stays[at], end=end, end_is_expected=True), *stays[at + 1 :]]
    return stays


def _school(said: list[Clue], certainty: float) -> Found[str] | None:
    for clue in said:
        if clue.school and not is_department(clue.school):
            return Found(clue.school, clue.line.text, certainty, "school.named")
    for clue in said:
        if clue.school:
            return Found(clue.school, clue.line.text, 0.8 * certainty, "school.department")
    for clue in said[:2]:
        for other in clue.others:
            named = other[0].isupper() and len(other) < 60 and not is_subject(other) and not PLACE.match(other)
            if named and (clue.span or len(clue.others) == 1):
                return Found(other, clue.line.text, 0.5 * certainty, "school.by_place")
    return None


def _degree(said: list[Clue], certainty: float) -> Found[str] | None:
    for clue in said:
        if clue.level and clue.level != "minor":
            return Found(clue.level, clue.degree, certainty, "degree.named")
    return None


def _subject(said: list[Clue], school: Found[str] | None, certainty: float) -> Found[str] | None:
    """The major by its name, else after the degree, else a segment that is a subject by its words."""
    for clue in said:
        if clue.major:
            return Found(clue.major, clue.line.text, certainty, "field.major")
    for clue in said:
        if clue.subject and clue.level != "minor":
            return Found(clue.subject, clue.line.text, certainty, "field.after_degree")
    for clue in said:
        for other in clue.others:
            if is_subject(other) and not (school and other in school.value):
                return Found(other, clue.line.text, 0.7 * certainty, "field.by_words")
    for clue in said:
        if clue.level and clue.others and not PLACE.match(clue.others[0]):
            return Found(clue.others[0], clue.line.text, 0.5 * certainty, "field.by_place")
    return None


def _rail(entry: list[Clue], start: str, end: str) -> tuple[str, str]:
    """Two single dates in a column beside the entry are its two ends."""
    ends = [each.span.end for each in entry if each.span and not tidy(without_dates(each.line.parts[0]))]
    return (min(ends), max(ends)) if len(ends) == 2 and "present" not in ends else (start, end)


def _dates(entry: list[Clue], said: list[Clue], certainty: float) -> tuple[Found[str] | None, Found[str] | None, bool]:
    spans = [each.span for each in (*said, *entry) if each.span and each.is_dated]
    spans = spans or [each.span for each in said if each.span]
    start = next((span.start for span in spans if span.start), "")
    end = next((span.end for span in spans if span.end), "")
    if not start and len({span.end for span in spans}) > 1 and len(entry) > 1:
        start, end = _rail(entry, start, end)
    raw = " ".join(span.raw for span in spans)
    foretold = [each for each in entry if GRADUATES.search(each.line.text) and each.span]
    if not end and foretold and foretold[0].span:
        end = foretold[0].span.end
        raw = foretold[0].span.raw
    expected = bool(foretold) or any(span.expected for span in spans)
    rule = "dates.span" if start else "dates.single"
    begun = Found(start, raw, certainty, rule) if start else None
    ended = Found(end, raw, certainty if start else 0.8 * certainty, rule) if end else None
    return begun, ended, expected
