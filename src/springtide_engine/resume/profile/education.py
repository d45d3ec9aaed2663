"""The stays at schools: lines to clues, clues to entries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from springtide_engine.resume.profile.dates import Span, find_span, is_future, without_dates
from springtide_engine.resume.profile.degrees import (
    HONOURS,
    field_after,
    find_degree,
    is_subject,
    marked_field,
    tidy,
)
from springtide_engine.resume.profile.headings import Section
from springtide_engine.resume.profile.schools import find_school, is_department, with_campus
from springtide_engine.resume.values import Education, Found, Line

BULLET = re.compile(r"^\s*[•◦‣▪●○*–—-]\s*")
SEGMENTS = re.compile(r"[\t|·•;,،、()]|\s+[-–—/]\s+|\s@\s")
DETAIL = re.compile(
    r"\bgpa\b|dean|course|scholar|award|honou?r|thesis|thèse|cours\b|advisor|activit|排名|奖|课程"
    r"|成绩|论文|rank|club|society|stage de|المعدل",
    re.I,
)
GRADUATES = re.compile(r"预计[^,;]*毕业|expected (?:graduation|to graduate)|graduation\s*:|毕业时间", re.I)
CLASS_OF = re.compile(r"20\d\d\s?届|class of 20\d\d|" + GRADUATES.pattern, re.I)
PLACE = re.compile(r"^(?:[A-Z]{2,3}|[A-Z][a-z]+,? [A-Z]{2}|USA|UK|北京|上海|杭州|广州|深圳|France|China|Paris)$")
HAN = re.compile(r"[\u3400-\u9fff]")
PRIZE = re.compile(r"奖学金|scholarship|fellowship|bourse", re.I)
STUDENT = re.compile(r"在读|in progress|candidate|en cours", re.I)


@dataclass
class Clue:
    """What one line tells."""

    line: Line
    school: str = ""
    level: str = ""
    degree: str = ""
    subject: str = ""
    major: str = ""
    span: Span | None = None
    others: list[str] = field(default_factory=list)
    bullet: bool = False

    @property
    def only_dates(self) -> bool:
        return self.span is not None and not (self.school or self.level or self.others)

    @property
    def is_detail(self) -> bool:
        told = PRIZE if self.level else DETAIL
        return self.bullet or (not self.school and told.search(self.line.text) is not None)

    @property
    def is_dated(self) -> bool:
        """Says when this stay was, rather than when something happened during it."""
        alone = bool(self.line.parts) and not tidy(without_dates(self.line.parts[0]))
        return bool(self.school or self.level or alone or self.is_headline)

    @property
    def is_headline(self) -> bool:
        """A name at the left, dates at the right: how an entry begins whose school we do not know."""
        return self.span is not None and len(self.line.parts) == 2 and len(self.others) == 1 and not self.is_detail


def read_education(parts: Sequence[Section], today: date | None) -> tuple[Education, ...]:
    """In the order written. Without a heading for it, only lines that name a degree and a school or date."""
    own = [line for part in parts if part.kind == "education" for line in part.lines]
    if own:
        clues = [_clue(line) for line in own]
        if all(clue.bullet for clue in clues):
            for clue in clues:
                clue.bullet = False
    else:
        lines = [line for part in parts if part.kind not in {"experience", "projects"} for line in part.lines]
        clues = [clue for clue in map(_clue, lines) if clue.level and (clue.school or clue.span)]
    certainty = 0.9 if own else 0.6
    entries = _entries(clues)
    stays = [_education(entry, certainty, today) for entry in entries]
    stays = [_inherit(stay, index, entries, stays) for index, stay in enumerate(stays)]
    stays = _foretold(stays, parts)
    return tuple(stay for stay in stays if stay.institution or stay.degree_level)


def _clue(line: Line) -> Clue:
    bullet = BULLET.match(line.text) is not None
    text = BULLET.sub("", line.text)
    clue = Clue(line, bullet=bullet, span=find_span(text))
    segments = [tidy(each) for each in SEGMENTS.split(without_dates(text))]
    segments = [each for each in segments if each]
    for index, segment in enumerate(segments):
        _read_segment(clue, segment, segments[index + 1] if index + 1 < len(segments) else "")
    named = marked_field(without_dates(text))
    if named and not find_school(named):
        clue.major = named
    return clue


def _read_segment(clue: Clue, segment: str, following: str) -> None:
    school = find_school(_without_han_degree(segment))
    rest = segment
    if segment == "MA" and clue.others:  # Boston, MA
        return
    if school and (not clue.school or is_department(clue.school)) and not (clue.school and is_department(school)):
        clue.school = with_campus(school, following)
        rest = segment.replace(school, "\t")
    elif school:
        return
    degree = None if clue.level else find_degree(rest)
    if degree:
        clue.level, match = degree
        clue.degree = match[0].strip()
        after = field_after(rest[match.end() :].split("\t")[0])
        before = tidy(rest[: match.start()].split("\t")[-1])
        if after and not is_department(after):
            clue.subject = clue.subject or after
        elif is_subject(before):
            clue.subject = clue.subject or before
    elif not school and find_degree(rest) is None and (other := tidy(HONOURS.sub(" ", rest))):
        clue.others.append(other)


def _without_han_degree(segment: str) -> str:
    """本科生计算机学院: no space tells where the degree ends and the school begins."""
    degree = find_degree(segment)
    if degree and degree[0] != "highschool" and HAN.match(degree[1][0]):
        return segment.replace(degree[1][0], "\t", 1)
    return segment


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
