"""Forms of assessments and sittings, and what a candidate chooses."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from springtide.interviews.forms import FreeTimeForm
from springtide.interviews.models import Assessment, Sitting
from springtide.interviews.models.assessments import MOST_SEATS
from springtide.interviews.providers import provider_names
from springtide.planning.models import Division, Family, Intake


class AssessmentForm(forms.Form):
    name_en = forms.CharField(label=_("Name (English)"), max_length=120)
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=120, required=False)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480, initial=60)
    provider = forms.ChoiceField(
        label=_("Provider"), help_text=_("Set up by whoever runs this installation, in its settings.")
    )
    divisions = forms.ModelMultipleChoiceField(
        Division.objects.none(), label=_("Valid for these divisions"), widget=forms.CheckboxSelectMultiple
    )
    families = forms.ModelMultipleChoiceField(
        Family.objects.none(),
        label=_("Only for these job families"),
        help_text=_("None ticked: for all."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mark = forms.IntegerField(
        label=_("Mark in percent"),
        help_text=_("Shown beside the result. It decides nothing: people do."),
        min_value=0,
        max_value=100,
        required=False,
    )

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = provider_names()
        self.fields["provider"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["divisions"].queryset = intake.divisions.select_related("intake")  # type: ignore[attr-defined]
        self.fields["families"].queryset = intake.families.all()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        english, chinese = data.pop("name_en"), data.pop("name_zh")
        data["divisions"], data["families"] = list(data["divisions"]), list(data["families"])
        return {**data, "names": {"en": english, **({"zh-hans": chinese} if chinese else {})}}

    @staticmethod
    def initial_of(assessment: Assessment) -> dict[str, Any]:
        return {
            "name_en": assessment.names.get("en", ""),
            "name_zh": assessment.names.get("zh-hans", ""),
            "minutes": assessment.minutes,
            "provider": assessment.provider,
            "divisions": assessment.divisions.all(),
            "families": assessment.families.all(),
            "mark": assessment.mark,
        }


class SittingForm(FreeTimeForm):
    """A window on the wall clock of a zone, and how many fit in. Whose make-up it is is said once."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
    makeup_of = forms.ModelChoiceField(
        Sitting.objects.none(),
        label=_("Make-up of"),
        help_text=_("Only those who missed that sitting may choose this one."),
        empty_label=_("None: open to all who are invited"),
        required=False,
    )

    def __init__(self, *args: Any, assessment: Assessment, sitting: Sitting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["makeup_of"]
        field.queryset = assessment.sittings.filter(makeup_of=None, state="open").order_by("-starts_at")
        field.label_from_instance = _window
        if sitting is not None:
            del self.fields["makeup_of"]

    @staticmethod
    def initial_of(sitting: Sitting) -> dict[str, Any]:
        zone = ZoneInfo(sitting.zone)
        return {
            "starts_at": f"{sitting.starts_at.astimezone(zone):%Y-%m-%dT%H:%M}",
            "ends_at": f"{sitting.ends_at.astimezone(zone):%Y-%m-%dT%H:%M}",
            "zone": sitting.zone,
            "seats": sitting.seats,
        }


def _window(sitting: Sitting) -> str:
    zone = ZoneInfo(sitting.zone)
    return f"{sitting.starts_at.astimezone(zone):%Y-%m-%d %H:%M} – {sitting.ends_at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


class ChoiceForm(forms.Form):
    """One of the sittings that were shown; whether a seat is left is the action's question."""

    sitting = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    shared = forms.BooleanField(
        label=_(
            "My result may count for every division of this season that I ranked and that uses the same assessment."
        ),
        help_text=_("You can change this at any time. Without it, only the division that invited you sees the result."),
        required=False,
    )
