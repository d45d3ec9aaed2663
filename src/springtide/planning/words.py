"""Words in several languages in one column, and what a calendar and a site may hold."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from springtide.foundation.text.clean import clean_line


def named(words: dict[str, str]) -> str:
    """The words in the reader's language, else in English, else in any: {"en": "Paris", "zh-hans": "巴黎"}."""
    language = get_language() or settings.LANGUAGE_CODE
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


def validate_words(words: object) -> None:
    languages = dict(settings.LANGUAGES)
    right = isinstance(words, dict) and all(
        key in languages and isinstance(text, str) and 0 < len(text) <= 200 for key, text in words.items()
    )
    if not right or not words:
        raise ValidationError(_("Give the name in at least one language."))


def validate_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("“%(zone)s” is no time zone. Example: Asia/Shanghai."), params={"zone": name})


def validate_country(code: str) -> None:
    if len(code) != 2 or not code.isascii() or not code.isupper():
        raise ValidationError(_("Use the two capital letters of the country, for example FR."))


def split_skills(text: str) -> list[str]:
    """Skills of a text: lines, commas, semicolons and the Chinese commas divide; the first spelling stays."""
    for sign in ",;，；、|":
        text = text.replace(sign, "\n")
    found: dict[str, str] = {}
    for line in text.split("\n"):
        if skill := clean_line(line)[:80]:
            found.setdefault(skill.casefold(), skill)
    return list(found.values())
