"""Phases, divisions, sites and job families."""

from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from springtide.planning.forms.fields import LineField, WordsField
from springtide.planning.forms.intakes import zones
from springtide.planning.forms.moments import MomentField, ZonedForm
from springtide.planning.models import Division, Family, Intake, Named, Phase, Site


@cache
def _countries(language: str) -> list[tuple[str, str]]:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except UnknownLocaleError:
        locale = Locale("en")
    pairs = [(code, name) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()]
    return sorted(pairs, key=lambda pair: pair[1])


def countries() -> list[tuple[str, str]]:
    """(code, name in the reader's language), by name."""
    return [("", ""), *_countries(get_language() or "en")]


class PartForm(ZonedForm):
    """What all parts have: a name, and a short name once."""

    names = WordsField(label=pgettext_lazy("of a thing, not of a person", "Name"))
    slug = forms.SlugField(
        label=gettext_lazy("Short name in addresses"),
        max_length=50,
        required=False,
        help_text=gettext_lazy("Left empty, it is made from the English name. It stays as it is."),
    )

    def __init__(self, *args: Any, intake: Intake, part: Named | None = None, **kwargs: Any) -> None:
        if part is not None:
            kwargs["initial"] = {name: getattr(part, name) for name in self.base_fields}
        else:
            kwargs.setdefault("initial", {"zone": intake.zone})
        super().__init__(*args, zone=intake.tz, **kwargs)
        if part is not None:
            del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and not data.get("slug"):
            data["slug"] = slugify(data.get("names", {}).get("en", ""))[:50]
            if not data["slug"]:
                self.add_error("slug", _("Give a short name in Latin letters: the name has none to make it from."))
        return data


class PhaseForm(PartForm):
    opens_at = MomentField(
        label=gettext_lazy("Opens"),
        help_text=gettext_lazy("Before this moment nobody sees the positions of its divisions."),
    )


class DivisionForm(PartForm):
    phase = forms.ModelChoiceField(Phase.objects.none(), label=gettext_lazy("Opens with"), empty_label=None)

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, intake=intake, **kwargs)
        self.fields["phase"].queryset = intake.phases.all()  # type: ignore[attr-defined]


class SiteForm(PartForm):
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries)
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zones)
    jurisdiction = LineField(
        label=gettext_lazy("Law that applies"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("A short word such as fr or us-ny. Left empty, it is the country."),
    )
    staff = forms.IntegerField(
        label=gettext_lazy("Employees at the site"), min_value=0, max_value=10_000_000, initial=0
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["jurisdiction"] = data.get("jurisdiction") or data.get("country", "").lower()
        return data


class FamilyForm(PartForm):
    is_ai = forms.BooleanField(label=gettext_lazy("Counts as AI"), required=False)
    reasons = WordsField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Why it counts as AI or not. Everybody who reads a target can read this."),
    )


FORMS: dict[type[Named], type[PartForm]] = {
    Phase: PhaseForm,
    Division: DivisionForm,
    Site: SiteForm,
    Family: FamilyForm,
}
