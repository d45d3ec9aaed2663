"""Lines in reading order to a profile: rules in four languages, each value with its words and its rule."""

from dataclasses import replace

from springtide_engine.resume.profile.contacts import find_emails, find_links, find_phones
from springtide_engine.resume.profile.education import read_education
from springtide_engine.resume.profile.headings import Section, sections
from springtide_engine.resume.profile.languages import find_languages
from springtide_engine.resume.profile.names import find_name
from springtide_engine.resume.profile.skills import find_skills
from springtide_engine.resume.values import Hints, Line, Profile

# Where people write how to reach them; elsewhere stand their referees and their employers.
MOST_LINES, LONGEST_LINE = 3_000, 600
HEAD = {"", "contact", "links", "summary"}
REGION = {"zh-hans": "CN", "fr": "FR", "en": "US", "ar": "AE"}


def read_profile(lines: tuple[Line, ...], links: tuple[str, ...], language: str, hints: Hints) -> Profile:
    """`links` are addresses behind words. Nothing is guessed: what is not written stays empty."""
    parts = list(sections([_bounded(line) for line in lines[:MOST_LINES]]))
    head = [line for part in parts if part.kind in HEAD for line in part.lines]
    emails = find_emails(head, links)
    phones = find_phones(head, hints.region or REGION.get(language))
    return Profile(
        name=find_name(_top(parts), emails),
        emails=emails,
        phones=phones,
        links=find_links(head, links),
        education=read_education(parts, hints.today),
        skills=find_skills(parts),
        languages=find_languages(parts),
    )


def _bounded(line: Line) -> Line:
    """No field stands in the depth of an endless line, and patterns take their time there."""
    if len(line.text) <= LONGEST_LINE:
        return line
    return replace(line, text=line.text[:LONGEST_LINE], parts=(line.text[:LONGEST_LINE],))


def _top(parts: list[Section]) -> list[Line]:
    """What stands before the first heading, or under it where the page begins with one."""
    return list(next((part.lines for part in parts if part.lines), ()))
