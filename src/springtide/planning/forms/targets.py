"""A floor or ceiling over a scope."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from springtide.planning.forms.fields import WordsField
from springtide.planning.models import Intake, Target

SIDES = ("of", "within")
KEYS = ("ai", "division", "site", "family")
AI = [("", gettext_lazy("AI or not")), ("yes", gettext_lazy("only AI")), ("no", gettext_lazy("only what is not AI"))]
EVERY = {
    "division": gettext_lazy("every division"),
    "site": gettext_lazy("every site"),
    "family": gettext_lazy("every job family"),
}


class TargetForm(forms.Form):
    """`of_…` says which seats count, `within_…` out of which (shares only)."""

    names = WordsField(label=pgettext_lazy("of a thing, not of a person", "Name"))
    bound = forms.ChoiceField(label=gettext_lazy("Bound"), choices=Target.Bound.choices)
    value = forms.DecimalField(label=gettext_lazy("Value"), min_value=0, max_digits=9, decimal_places=2)
    kind = forms.ChoiceField(label=gettext_lazy("Measure"), choices=Target.Kind.choices)

    def __init__(self, *args: Any, intake: Intake, target: Target | None = None, **kwargs: Any) -> None:
        if target is not None:
            kwargs["initial"] = _initial(target)
        super().__init__(*args, **kwargs)
        parts = {
            "division": [(row.slug, row.name) for row in intake.divisions.all()],
            "site": [(row.slug, row.name) for row in intake.sites.all()],
            "family": [(row.slug, row.name) for row in intake.families.all()],
        }
        for side in SIDES:
            self.fields[f"{side}_ai"] = forms.ChoiceField(label=_("AI"), choices=AI, required=False)
            for key, label in (("division", _("Division")), ("site", _("Site")), ("family", _("Job family"))):
                self.fields[f"{side}_{key}"] = forms.ChoiceField(
                    label=label, choices=[("", EVERY[key]), *parts[key]], required=False
                )

    def scope(self, side: str) -> list[forms.BoundField]:
        return [self[f"{side}_{key}"] for key in KEYS]

    @property
    def of(self) -> list[forms.BoundField]:
        return self.scope("of")

    @property
    def within(self) -> list[forms.BoundField]:
        return self.scope("within")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        value = data.get("value")
        if value is not None and data.get("kind") == "share" and value > 100:
            self.add_error("value", _("A share is at most 100 percent."))
        if value is not None and data.get("kind") == "count" and value != value.to_integral_value():
            self.add_error("value", _("A number of seats is a whole number."))
        return data

    def values(self) -> dict[str, Any]:
        """The fields of a `Target`."""
        data = self.cleaned_data
        sides = {side: {key: _cell(key, v) for key in KEYS if (v := data.get(f"{side}_{key}"))} for side in SIDES}
        if data["kind"] == "count":
            sides["within"] = {}
        return {name: data[name] for name in ("names", "bound", "kind", "value")} | sides


def _cell(key: str, value: str) -> Any:
    return value == "yes" if key == "ai" else value


def _initial(target: Target) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(target, name) for name in ("names", "bound", "kind", "value")}
    for side in SIDES:
        for key, value in getattr(target, side).items():
            initial[f"{side}_{key}"] = ("yes" if value else "no") if key == "ai" else value
    return initial
