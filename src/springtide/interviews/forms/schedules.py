"""What a lead and an approver type about schedules. Days are days of the intake's calendar."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from springtide.foundation.accounts.models import Person
from springtide.foundation.text.clean import clean_line
from springtide.interviews.models import Proposal, Room
from springtide.interviews.queries import interviewers_in
from springtide.interviews.times import NoSuchTime, at_wall_clock
from springtide.planning.models import Division, Intake

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.TextInput(attrs={"type": "datetime-local"})


def _in_range(day: date) -> bool:
    return 2000 < day.year < 2100


class ScheduleForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a thing, not of a person", "Name"),
        max_length=120,
        help_text=_("So that you recognise it among others."),
    )
    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(label=_("Last day"), widget=DAY)

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.intake = intake

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the run a name."))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("first", "last"):
            if name in data and not _in_range(data[name]):
                self.add_error(name, _("Choose a day of this season."))
        return data

    def span(self) -> dict[str, datetime]:
        """From the beginning of the first day to the end of the last, on the clock of the intake."""
        first, after = self.cleaned_data["first"], self.cleaned_data["last"] + timedelta(days=1)
        return {"begins_at": self._midnight(first), "ends_at": self._midnight(after)}

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.intake.tz).astimezone(UTC)


class DropOutForm(forms.Form):
    """Hours on the clock of the intake; those that the change of clocks skips or repeats are refused."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Interviewer"), required=False)
    room = forms.ModelChoiceField(Room.objects.none(), label=_("or room"), required=False)
    away_from = forms.CharField(label=_("Away from"), max_length=40, widget=MOMENT)
    away_until = forms.CharField(label=_("until"), max_length=40, widget=MOMENT)
    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Seen by lead, approver and auditor; in no letter.")
    )
    with_bystanders = forms.BooleanField(
        label=_("Also look for people who could move to make room for others; each of them is asked first"),
        required=False,
    )

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.intake = intake
        self.fields["person"].queryset = interviewers_in(intake).order_by("name")  # type: ignore[attr-defined]
        rooms = Room.objects.filter(intake=intake).select_related("site").order_by("site", "name")
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])

    def clean_away_from(self) -> datetime:
        return self._instant("away_from")

    def clean_away_until(self) -> datetime:
        return self._instant("away_until")

    def _instant(self, name: str) -> datetime:
        """What was typed, read on the clock of the intake, whatever clock the page speaks."""
        try:
            naive = parse_datetime(self.cleaned_data[name])
        except ValueError:
            naive = None
        if naive is None or naive.tzinfo is not None or not _in_range(naive.date()):
            raise forms.ValidationError(_("Enter a date and a time such as 2027-03-31 14:30."))
        try:
            return at_wall_clock(naive, self.intake.tz)
        except NoSuchTime as fault:
            raise forms.ValidationError(
                _("The clocks change then: this time does not exist or exists twice. Choose another hour.")
            ) from fault


class ApproveForm(forms.Form):
    """From 51 interviews on their number is typed."""

    typed = forms.IntegerField(label=_("Number of interviews concerned"), min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["typed"]


class ProposalFilters(forms.Form):
    """Filters of a list: what makes no sense filters nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    change = forms.ChoiceField(
        label=_("Proposal"), required=False, choices=[("", _("Everything")), *Proposal.Change.choices]
    )
    division = forms.ModelChoiceField(
        Division.objects.none(), label=_("Division"), required=False, empty_label=_("All divisions")
    )

    def __init__(self, data: Any, *, intake: Intake) -> None:
        super().__init__(data)
        self.fields["division"].queryset = Division.objects.filter(intake=intake)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        self.is_valid()
        found = self.cleaned_data
        division = found.get("division")
        return {
            "words": clean_line(found.get("q", "")),
            "change": found.get("change", ""),
            "division": division.pk if division is not None else None,
        }
