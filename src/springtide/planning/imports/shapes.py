"""Three shapes of file that hold postings, each read to the same plain values."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from springtide.foundation.text.clean import clean_line, clean_text
from springtide.planning.imports.drafts import LONGEST_DIVISION, Draft, Posting, Wrong
from springtide.planning.imports.families import guess_family
from springtide.planning.imports.places import Place, country_of
from springtide.planning.models import MOST_SEATS
from springtide.planning.words import split_skills

LONGEST_TITLE, MOST_SKILLS = 160, 30
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def _listing(draft: Draft) -> Posting:
    """{company, title, location, url, salary, age}: a list of vacancies found elsewhere. The facts are the text."""
    title, company = _title(draft), draft.text("company")
    place, url, pay = draft.text("location"), draft.text("url"), draft.text("salary")
    facts = [f"- Posted by {company or 'an unnamed company'}", f"- Place: {place or 'not told'}"]
    facts += [f"- Pay: {pay}"] if pay else []
    facts += [f"- [Original posting]({url})"] if re.match(r"https?://[^\s()<>]+$", url) else []
    return _foreign(
        draft, title, "\n".join(facts), company, draft.place("location", place), [], key=url or title + place
    )


def _board(draft: Draft) -> Posting:
    """{id, title, company, description, skills: [{name, keywords}], remote}: postings of a job board."""
    title, company = _title(draft), draft.text("company")
    description = draft.text("description", most=20_000, lines=True) or title
    skills = draft.row.values.get("skills") or []
    if not isinstance(skills, list) or not all(isinstance(s, (str, dict)) for s in skills):
        raise Wrong("skills", _("A list of skills is wanted here."))
    names = [clean_line(str(s.get("name", "") if isinstance(s, dict) else s))[:80] for s in skills]
    place = draft.text("location") or ("Remote" if draft.text("remote") == "Full" else "")
    names = [name for name in dict.fromkeys(names) if name][:MOST_SKILLS]
    key = draft.text("id") or title + company
    return _foreign(draft, title, description, company, draft.place("location", place), names, key=key)


def _foreign(
    draft: Draft, title: str, description: str, company: str, sites: list[str], skills: list[str], *, key: str
) -> Posting:
    if len(company) > LONGEST_DIVISION and not draft.options.division:
        draft.note("company", _("Longer than %(most)d characters: cut.") % {"most": LONGEST_DIVISION})
    family, reason = draft.family(guess_family(title))
    return Posting(
        line=draft.row.line,
        key=key,
        division=draft.division(company[:LONGEST_DIVISION]),
        family=family,
        texts={_language(title): (title, description)},
        required=skills,
        wished=[],
        seats=dict.fromkeys(sites, draft.options.seats),
        reason=reason,
        new=draft.new,
    )


def _own(draft: Draft) -> Posting:
    """Our own columns, one row an opening: see docs/imports.md."""
    texts = {}
    for code in LANGUAGES:
        title = draft.text(f"title_{code}", most=LONGEST_TITLE) or (code == "zh-hans" and draft.text("title_zh")) or ""
        words = draft.text(f"description_{code}", most=20_000, lines=True)
        words = words or (draft.text("description_zh", lines=True) if code == "zh-hans" else "")
        if title:
            texts[code] = (title, words or title)
    if not texts:
        raise Wrong("title_en", _("Give the title in at least one language: title_en, title_zh, title_fr or title_ar."))
    first = next(iter(texts.values()))[0]
    division = draft.division(draft.text("division", most=LONGEST_DIVISION))
    family, reason = _own_family(draft, first)
    seats = _seats(draft)
    return Posting(
        line=draft.row.line,
        key=draft.text("key") or f"{division}|{first}",
        division=division,
        family=family,
        texts=texts,
        required=_skills(draft, "required_skills"),
        wished=_skills(draft, "wished_skills"),
        seats=dict.fromkeys(_own_sites(draft), seats),
        reason=reason,
        new=draft.new,
    )


def _own_family(draft: Draft, title: str) -> tuple[str, str]:
    name, ai = draft.text("family", most=LONGEST_DIVISION), draft.text("ai").casefold()
    if not name:
        return draft.family(guess_family(title))
    guess = guess_family(f"{name} {title}")
    if ai not in ("", "yes", "no", "true", "false", "1", "0", "是", "否"):
        raise Wrong("ai", _("Write yes or no."))
    is_ai = ai in ("yes", "true", "1", "是") if ai else guess.is_ai
    reason = draft.text("ai_reason", most=200)
    reasons = {_language(reason): reason} if reason else guess.reasons if is_ai == guess.is_ai else {}
    described = replace(guess, is_ai=is_ai, names={_language(name): name}, reasons=reasons)
    return draft.known_or_new("family", name, described), _("as the file says")


def _own_sites(draft: Draft) -> list[str]:
    city, country, zone = draft.text("city", most=80), draft.text("country").upper(), draft.text("zone")
    known = draft.options.known.get(("site", city.casefold()))
    if known or not (country and zone):
        return [known] if known else draft.place("city", city)
    if not re.fullmatch("[A-Z]{2}", country) or country_of(zone) == "ZZ":
        raise Wrong("zone", _("Give country and zone as in FR and Europe/Paris."))
    place = Place(slugify(city)[:50], country, zone, country.lower(), {_language(city): city})
    return [draft.known_or_new("site", place.slug or city, place)]


def _seats(draft: Draft) -> int:
    text = draft.text("seats") or str(draft.options.seats)
    whole = text.isdecimal() and len(text) < 12
    if not whole or int(text) > MOST_SEATS:
        words = _("“%(seats)s”: seats are a whole number from 0 to %(most)d.")
        raise Wrong("seats", words % {"seats": text[:30], "most": MOST_SEATS})
    return int(text)


def _skills(draft: Draft, column: str) -> list[str]:
    value = draft.row.values.get(column)
    if isinstance(value, list):
        value = "\n".join(str(item) for item in value)
    skills = split_skills(clean_text(str(value or "")))
    if len(skills) > MOST_SKILLS:
        raise Wrong(column, _("More than %(most)d skills: name those that matter.") % {"most": MOST_SKILLS})
    return skills


def _title(draft: Draft) -> str:
    title = draft.text("title", most=LONGEST_TITLE)
    if not title:
        raise Wrong("title", _("The title is empty."))
    return title


def _language(text: str) -> str:
    if re.search(r"[\u3400-\u9fff]", text):
        return "zh-hans"
    return "ar" if re.search(r"[\u0600-\u06ff]", text) else "en"


@dataclass(frozen=True)
class Shape:
    """Recognised by columns that all must be there."""

    name: str
    columns: frozenset[str]
    read: Callable[[Draft], Posting]


SHAPES = (
    Shape("springtide", frozenset({"division", "title_en"}), _own),
    Shape("springtide", frozenset({"division", "title_zh"}), _own),
    Shape("springtide", frozenset({"title_en", "seats"}), _own),
    Shape("listing", frozenset({"company", "title", "location"}), _listing),
    Shape("board", frozenset({"title", "description", "skills"}), _board),
)
