"""Fields that clean what people type and say in words what cannot be understood."""

import re
import unicodedata
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import flatatt
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from springtide.foundation.files.kinds import PDF, kind_of
from springtide.foundation.text.clean import clean_line, clean_text, is_blank, letters_in

YEARS = (1950, 2100)
TAIL = 2048
SELECTED = mark_safe(" selected")


def whole(text: str) -> str:
    """The text, unless it holds bytes that cannot be kept or arrived broken."""
    if "\0" in text or "\ufffd" in text:
        raise ValidationError(_("Some characters arrived broken. Type this again."), code="broken")
    return text


class LineField(forms.CharField):
    """One line that somebody could read: never only spaces or invisible signs."""

    def to_python(self, value: Any) -> str:
        typed = whole(str(value or ""))
        if typed.strip() and is_blank(typed):
            raise ValidationError(_("This looks empty. Type letters or digits."), code="blank")
        return clean_line(typed)


class LinesField(forms.CharField):
    """Several lines, counted as a reader counts."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = clean_text(whole(str(value or "")))
        if (length := letters_in(text)) > self.longest:
            raise ValidationError(
                _("This text has %(length)d characters. Shorten it to %(longest)d."),
                params={"length": length, "longest": self.longest},
                code="max_length",
            )
        return text


class LongSelect(forms.Select):
    """A list of hundreds of choices. Django draws a template for each: a sixth of the cost of the whole form."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        rows = ((key, SELECTED if str(key) in chosen else "", label) for key, label in self.choices)
        options = format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(own), options)


class MonthField(forms.Field):
    """A month as 2026-06, in whatever digits; anything that could be read in two ways is refused."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-06"})

    def to_python(self, value: Any) -> date | None:
        typed = unicodedata.normalize("NFKC", whole(str(value or ""))).strip()
        if not typed:
            return None
        match = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", typed)
        year, month = (int(match[1]), int(match[2])) if match else (0, 0)
        if not (YEARS[0] <= year <= YEARS[1] and 1 <= month <= 12):
            raise ValidationError(
                _("Write year and month of the Gregorian calendar, for example 2026-06."), code="invalid"
            )
        return date(year, month, 1)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class PhoneField(LineField):
    """Kept as typed; `e164` gives the international form, for which a number without +… needs its country."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if len(typed) > 60:
            raise ValidationError(_("This is too long for a telephone number."), code="max_length")
        return typed


def e164(typed: str, country: str) -> str:
    """`+8613812345678`, or empty where nothing was typed. Raises ValidationError naming the form expected."""
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", typed), country or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(_("Write the number with its country code, for example +86 138 1234 5678."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class ResumeField(forms.FileField):
    """A PDF or DOCX, told by its content. The cleaned file carries its `kind`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_bytes = settings.UPLOAD_LIMIT

    def to_python(self, data: Any) -> "UploadedFile[bytes] | None":
        if data in self.empty_values:
            return None
        file: UploadedFile[bytes] = data
        name = {"name": clean_line(file.name or "")[:80]}
        if getattr(file, "over_limit", False) or (file.size or 0) > self.max_bytes:
            limit = {"limit": filesizeformat(self.max_bytes)}
            raise ValidationError(_("“%(name)s” is larger than %(limit)s. Choose a smaller file."), params=name | limit)
        if not file.size:
            raise ValidationError(_("“%(name)s” is empty. Choose the file again."), params=name)
        file.kind = kind_of(file.file)  # type: ignore[attr-defined,arg-type]
        if not file.kind:  # type: ignore[attr-defined]
            raise ValidationError(
                _("“%(name)s” is not a PDF or DOCX. Save your résumé as PDF and choose it again."), params=name
            )
        if file.kind == PDF and not _has_end(file):  # type: ignore[attr-defined]
            raise ValidationError(
                _("“%(name)s” is damaged: its end is missing. Save it as PDF anew and choose it again."), params=name
            )
        return file


def _has_end(file: "UploadedFile[bytes]") -> bool:
    file.seek(max(0, (file.size or 0) - TAIL))
    tail = file.read()
    file.seek(0)
    return b"%%EOF" in tail
