"""The application form: what is typed becomes entries; what cannot be understood stays on the page."""

from functools import lru_cache
from typing import Any, cast

from babel import Locale
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from springtide.applications.forms.fields import (
    LineField,
    LinesField,
    LongSelect,
    MonthField,
    PhoneField,
    ResumeField,
    e164,
)
from springtide.applications.models import DegreeLevel
from springtide.applications.rules.entries import LONGEST_MOTIVATION, NOTICE, Entries
from springtide.planning.models import Intake

NOWHERE = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
EMPTY: dict[str, Any] = {"work_countries": [], "graduation": None, "transfer": False, "notice": False, "resume": None}


@lru_cache(maxsize=8)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """(two letters, name in that language), by name."""
    names = Locale.parse(language, sep="-").territories
    named = [(code, name) for code, name in names.items() if len(code) == 2 and code not in NOWHERE]
    return tuple(sorted(named, key=lambda pair: pair[1]))


def country_names() -> dict[str, str]:
    return dict(countries(get_language() or "en"))


class ApplicationForm(forms.Form):
    """`complete=False` (a draft) forgives what is missing, never what is wrong.

    `openings` are not a field: rows are moved, not typed. `ranked` reads them from the same data.
    """

    name = LineField(label=_("Full name"), max_length=200, help_text=_("As in your passport or student card."))
    country = forms.ChoiceField(label=_("Country you live in"), widget=LongSelect)
    phone_typed = PhoneField(label=_("Phone"), required=False, help_text=_("With country code, e.g. +86 138…"))
    school = LineField(label=_("University"), max_length=200)
    degree = forms.ChoiceField(label=_("Degree you will hold"), choices=[("", _("Choose…")), *DegreeLevel.choices])
    field = LineField(label=_("Field of study"), max_length=200, required=False)
    graduation = MonthField(label=_("Expected graduation"))
    work_countries = forms.MultipleChoiceField(
        label=_("Countries in which you may work"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As a citizen, with a visa, or with a student permit that allows internships."),
    )
    resume = ResumeField(label=_("Résumé"), required=False, help_text=_("PDF or DOCX, up to 10 MB."))
    transfer = forms.BooleanField(
        label=_("If none of these has a seat for me, consider me for other openings I did not rank."), required=False
    )
    motivation = LinesField(
        label=_("Why this internship?"),
        longest=LONGEST_MOTIVATION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7, "data-longest": LONGEST_MOTIVATION}),
    )
    notice = forms.BooleanField(label=_("I have read how my data are used."))

    def __init__(
        self, data: Any = None, files: Any = None, *, intake: Intake, stored: Entries, complete: bool = False
    ) -> None:
        initial = {**stored, "notice": stored.get("notice_version") == NOTICE}
        super().__init__(data, files, initial=initial, use_required_attribute=False)
        self.complete = complete
        names = country_names()
        sites = intake.sites.order_by("country").values_list("country", flat=True).distinct()
        here = dict.fromkeys([*sites, *stored.get("work_countries", [])])
        cast(forms.ChoiceField, self.fields["country"]).choices = [("", _("Choose…")), *names.items()]
        cast(forms.ChoiceField, self.fields["work_countries"]).choices = [(c, names.get(c, c)) for c in here]
        if not intake.transfer_offered:
            del self.fields["transfer"]

    def clean(self) -> dict[str, Any]:
        """The phone is understood once the country is known."""
        if "phone_typed" in self.cleaned_data:
            try:
                country = self.cleaned_data.get("country", "")
                self.cleaned_data["phone"] = e164(self.cleaned_data["phone_typed"], country)
            except forms.ValidationError as error:
                self.add_error("phone_typed", error)
        return self.cleaned_data

    def _post_clean(self) -> None:
        if self.complete:
            return
        for name, errors in list(self.errors.items()):
            if all(error.code == "required" for error in errors.as_data()):
                del self.errors[name]
                self.cleaned_data[name] = EMPTY.get(name, "")

    @property
    def entries(self) -> Entries:
        """What was understood, without the openings."""
        understood = dict(self.cleaned_data)
        understood.pop("resume", None)
        if "notice" in understood:
            understood["notice_version"] = NOTICE if understood.pop("notice") else ""
        return cast(Entries, understood)

    @property
    def file(self) -> "UploadedFile[bytes] | None":
        return self.cleaned_data.get("resume")


def ranked(data: QueryDict) -> list[int]:
    """The ids of the openings in the order of the page, after the button that was pressed.

    Buttons: add=7, remove=7, move=up:7, move=down:7.
    """
    ids = [int(text) for text in data.getlist("preferences") if text.isascii() and text.isdecimal() and len(text) < 16]
    ids = list(dict.fromkeys(ids))
    for verb in ("add", "remove", "move"):
        way, _colon, number = str(data.get(verb, "")).rpartition(":")
        if number.isascii() and number.isdecimal() and len(number) < 16:
            ids = _changed(ids, way or verb, int(number))
    return ids


def _changed(ids: list[int], verb: str, number: int) -> list[int]:
    if verb == "add":
        return [*ids, number] if number not in ids else ids
    if number not in ids:
        return ids
    place = ids.index(number)
    others = [pk for pk in ids if pk != number]
    if verb in ("up", "down"):
        others.insert(max(0, place - 1) if verb == "up" else place + 1, number)
    return others
