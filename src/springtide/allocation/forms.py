"""What a lead and an approver type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from springtide.allocation.models import Placement, Run
from springtide.foundation.text.clean import clean_line
from springtide.planning.models import Intake, Opening


class RunForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("So that you recognise it among others."))
    with_transfer = forms.BooleanField(
        label=_("Then place people who agreed to a transfer in seats that stayed free"), required=False, initial=True
    )

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the run a name."))
        return name


class PublishForm(forms.Form):
    """From 51 people on their number is typed."""

    typed = forms.IntegerField(label=_("Number of people concerned"), min_value=0)

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["typed"]


class PlacementFilters(forms.Form):
    """Filters of a list: what makes no sense filters nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    found = forms.ChoiceField(
        label=_("Result"), required=False, choices=[("", _("All results")), *Placement.Via.choices]
    )
    opening = forms.ModelChoiceField(Opening.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, intake: Intake) -> None:
        super().__init__(data)
        self.fields["opening"].queryset = Opening.objects.filter(position__intake=intake)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        self.is_valid()
        found = self.cleaned_data
        opening = found.get("opening")
        return {
            "words": found.get("q", ""),
            "found": found.get("found", ""),
            "opening": opening.pk if opening is not None else None,
        }


def run_pair(data: Any, runs: Any) -> tuple[Run | None, Run | None]:
    """The two runs named by `a` and `b`, among those the reader may see."""
    found = {str(run.pk): run for run in runs.filter(pk__in=[x for x in data.values() if str(x).isdecimal()][:2])}
    return found.get(data.get("a", "")), found.get(data.get("b", ""))
