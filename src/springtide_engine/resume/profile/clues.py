"""What one line under Education tells: a school, a degree, a field, dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from springtide_engine.resume.profile.dates import Span, find_span, without_dates
from springtide_engine.resume.profile.degrees import HONOURS, field_after, find_degree, is_subject, marked_field, tidy
from springtide_engine.resume.profile.schools import find_school, is_department, with_campus
from springtide_engine.resume.values import Line

NEAR_EDGE = 0.93
BULLET = re.compile(r"^\s*[•◦‣▪●○*–—-]\s*")
SEGMENTS = re.compile(r"[\t|·•;,،、()]|\s+[-–—/]\s+|\s@\s")
DETAIL = re.compile(
    r"\bgpa\b|dean|course|scholar|award|honou?r|thesis|thèse|cours\b|advisor|activit|排名|奖|课程"
    r"|成绩|论文|rank|club|society|stage de|المعدل",
    re.I,
)
HAN = re.compile(r"[\u3400-\u9fff]")
PRIZE = re.compile(r"奖学金|scholarship|fellowship|bourse", re.I)


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


def unwrapped(lines: Sequence[Line]) -> list[Line]:
    """Lines again whole where the name of a school runs over the right edge into the next."""
    edge = max((line.box[2] for line in lines if line.box), default=0.0)
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and last.box and last.box[2] >= NEAR_EDGE * edge and _goes_on(last, line):
            text = f"{last.text} {line.text}"
            whole[-1] = replace(last, text=text, parts=(text,))
        else:
            whole.append(line)
    return whole


def _goes_on(line: Line, following: Line) -> bool:
    school = find_school(tidy(SEGMENTS.split(line.text)[-1]))
    plain = len(line.parts) == len(following.parts) == 1 and not BULLET.match(following.text)
    more = find_span(following.text) or find_degree(following.text) or DETAIL.search(following.text)
    return bool(school) and line.text.endswith(school) and plain and not more


def clue_of(line: Line) -> Clue:
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
