"""What a lead, an approver and a candidate type."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from springtide.foundation.text.clean import clean_text
from springtide.offers.states import OFFER
from springtide.planning.models import Division, Intake


class WaveForm(forms.Form):
    """Whom to offer to, and until when."""

    division = forms.ModelChoiceField(
        Division.objects.none(), label=_("Division"), required=False, empty_label=_("All divisions")
    )
    most = forms.IntegerField(
        label=_("At most"), required=False, min_value=1, help_text=_("The best scores first. Empty: everybody.")
    )
    answer_by = forms.DateField(
        label=_("Answer by the end of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.intake = intake
        self.fields["division"].queryset = intake.divisions.all()  # type: ignore[attr-defined]
        self.fields["answer_by"].help_text = _("In the zone of the intake: %(zone)s.") % {"zone": intake.zone}

    def clean_answer_by(self) -> datetime:
        """The last minute of that day where the intake is."""
        day: date = self.cleaned_data["answer_by"]
        if day < timezone.localtime(timezone.now(), self.intake.tz).date():
            raise forms.ValidationError(_("This day is past. Choose a later one."))
        return datetime.combine(day, time(23, 59), tzinfo=self.intake.tz)


class SendForm(forms.Form):
    """`people`: offers of the wave; from 51 on the number is typed."""

    typed = forms.IntegerField(label=_("Number of offers"), min_value=0)

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["typed"]


class ReasonForm(forms.Form):
    """Why not: helps the next season, nobody has to say."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])


class OfferFilters(forms.Form):
    """Filters of the list: what makes no sense filters nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *OFFER.choices()])
    division = forms.ModelChoiceField(
        Division.objects.none(), label=_("Division"), required=False, empty_label=_("All divisions")
    )

    def __init__(self, data: Any, *, divisions: Any) -> None:
        super().__init__(data)
        self.fields["division"].queryset = divisions  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        self.is_valid()
        found = self.cleaned_data
        division = found.get("division")
        return {
            "words": found.get("q", ""),
            "state": found.get("state", ""),
            "division": division.pk if division is not None else None,
        }
