"""What a lead and an approver type."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from springtide.allocation.models import Placement, Run
from springtide.foundation.text.clean import clean_line
from springtide.planning.models import Intake, Opening

MOST_COMPARED = 4
METHODS = (
    ("stable", _("Stable: nobody could swap to a seat they want more and that would rather have them")),
    ("targets", _("Stable within targets: the same inside lowered ceilings; seats may stay empty")),
    ("optimum", _("Greatest utility under the targets: not stable, and ranking tactically can pay")),
)


class RunForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a thing, not of a person", "Name"),
        max_length=120,
        help_text=_("So that you recognise it among others."),
    )
    method = forms.ChoiceField(label=_("Method"), choices=METHODS, widget=forms.RadioSelect, initial="stable")
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


def chosen_runs(data: QueryDict, runs: QuerySet[Run]) -> list[Run]:
    """The runs named by `run`, at most four and in that order, among those the reader may see."""
    wanted = [int(pk) for pk in dict.fromkeys(data.getlist("run")) if pk.isdecimal() and len(pk) < 19][:MOST_COMPARED]
    found = runs.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]
