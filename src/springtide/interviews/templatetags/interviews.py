"""How days and languages of interviewing are written."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language

register = template.Library()
LANGUAGES = dict(settings.LANGUAGES)


@register.filter
def weekday_names(days: Iterable[int]) -> str:
    """Name weekdays (0 is Monday), runs of three and more as a range: Mon–Wed, Fri."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    return comma.join(_run(run, comma) for run in runs)


def _run(run: list[int], comma: str) -> str:
    names = [str(WEEKDAYS_ABBR[day]) for day in run]
    return f"{names[0]}–{names[-1]}" if len(names) > 2 else comma.join(names)


@register.filter
def language_name(code: str) -> str:
    """Name a language in itself: 简体中文."""
    return str(LANGUAGES.get(code, code))
