"""Fields that planning's forms are made of: words in several languages, days, lists of skills, whole numbers."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from springtide.foundation.text.clean import clean_line, clean_text, is_blank
from springtide.planning.words import split_skills

YEARS = range(2000, 2101)
MOST_SKILLS = 30


class LineField(forms.CharField):
    """One line, cleaned: no controls, no bidi overrides, and something to see where it is required."""

    def to_python(self, value: object) -> str:
        line = clean_line(super().to_python(value) or "")
        return "" if is_blank(line) else line


class TextField(forms.CharField):
    """Several lines, cleaned."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        text = clean_text(super().to_python(value) or "")
        return "" if is_blank(text) else text


class WordsWidget(forms.MultiWidget):
    """One input for each language of the site, labelled with the language's own name."""

    template_name = "planning/forms/words.html"
    use_fieldset = True

    def __init__(self, *, long: bool = False) -> None:
        self.long = long
        kind = forms.Textarea if long else forms.TextInput
        super().__init__({code: kind(attrs=self._attrs(code)) for code, _name in settings.LANGUAGES})

    def _attrs(self, code: str) -> dict[str, Any]:
        language = get_language_info(code)
        attrs = {"lang": code, "dir": "rtl" if language["bidi"] else "ltr", "title": language["name_local"]}
        return attrs | ({"rows": 3, "class": "textarea w-full"} if self.long else {"class": "grow"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each input keeps the class of its own kind, whatever the form draws around it."""
        return super().get_context(name, value, {k: v for k, v in (attrs or {}).items() if k != "class"})

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code, _name in settings.LANGUAGES]


class WordsField(forms.MultiValueField):
    """{"en": …, "zh-hans": …}: languages left empty are left out."""

    def __init__(self, *, long: bool = False, max_length: int = 200, **options: Any) -> None:
        kind = TextField if long else LineField
        fields = [kind(required=False, max_length=max_length) for _language in settings.LANGUAGES]
        options.setdefault(
            "help_text", _("One language is enough; readers of the others see English, or what there is.")
        )
        super().__init__(fields, require_all_fields=False, widget=WordsWidget(long=long), **options)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return {code: text for (code, _name), text in zip(settings.LANGUAGES, data_list, strict=False) if text}

    def clean(self, value: Any) -> dict[str, str]:
        words: dict[str, str] = super().clean(value) or {}
        if self.required and not words:
            raise ValidationError(_("Give the name in at least one language."), code="required")
        return words


class DayField(forms.DateField):
    """A day by the calendar. Only ISO is read: 02/13 and 13/02 cannot be told apart."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {
        "invalid": _("Write a day that exists as year-month-day, for example 2027-02-28."),
        "year": _("Give a year between 2000 and 2100."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and day.year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        return day


class SkillsField(TextField):
    """One skill a line (or divided by commas), each once."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("One a line."))
        super().__init__(required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        skills = split_skills(super().clean(value))
        if len(skills) > MOST_SKILLS:
            raise ValidationError(_("These are too many skills: name the %(most)d that matter."), params={"most": 30})
        return skills
