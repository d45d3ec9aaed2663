"""The calendar and the terms of an intake."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from springtide.planning.forms.fields import DayField, WordsField
from springtide.planning.forms.moments import MomentField, ZonedForm
from springtide.planning.models import Intake

FIELDS = (
    *("names", "company", "about", "zone", "opens_at", "shown_deadline", "grace_minutes", "starts_on", "ends_on"),
    *("graduation_from", "graduation_to", "most_preferences", "transfer_offered", "answer_days"),
)


@cache
def zones() -> list[tuple[str, str]]:
    """Zones named after a place: those a calendar can follow through summer and winter."""
    return [(name, name) for name in sorted(available_timezones()) if "/" in name and not name.startswith("Etc/")]


class IntakeForm(ZonedForm):
    """`initial_of` fills it from an intake."""

    slug = forms.SlugField(
        label=gettext_lazy("Short name in addresses"),
        max_length=50,
        help_text=gettext_lazy("Small letters, digits and hyphens, for example spring-2027. It stays as it is."),
    )
    names = WordsField(label=pgettext_lazy("of a thing, not of a person", "Name"))
    company = WordsField(label=gettext_lazy("Company"), help_text="")
    about = WordsField(label=gettext_lazy("About"), long=True, max_length=4000, required=False, help_text="")
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the calendar"),
        choices=zones,
        help_text=gettext_lazy("Every moment of this intake is typed and decided in this zone, wherever you are."),
    )
    opens_at = MomentField(label=gettext_lazy("Opens"))
    shown_deadline = MomentField(label=gettext_lazy("Deadline shown to candidates"))
    grace_minutes = forms.IntegerField(
        label=gettext_lazy("Grace after the deadline, in minutes"),
        min_value=0,
        max_value=1440,
        initial=10,
        help_text=gettext_lazy("Whoever pressed “submit” in time is not lost to a slow line."),
    )
    starts_on = DayField(label=gettext_lazy("Internships start"))
    ends_on = DayField(label=gettext_lazy("Internships end"))
    graduation_from = DayField(label=gettext_lazy("Open to those graduating from"))
    graduation_to = DayField(label=gettext_lazy("until"))
    most_preferences = forms.IntegerField(
        label=gettext_lazy("Openings a candidate may rank"), min_value=1, max_value=30, initial=6
    )
    answer_days = forms.IntegerField(
        label=gettext_lazy("Days to answer an offer"), min_value=1, max_value=90, initial=5
    )
    transfer_offered = forms.BooleanField(
        label=gettext_lazy("Candidates may agree to an opening they did not rank (transfer)"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, intake: Intake | None = None, **kwargs: Any) -> None:
        if intake is not None:
            kwargs["initial"] = {name: getattr(intake, name) for name in FIELDS} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if intake is not None:
            del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for later, earlier, words in (
            ("shown_deadline", "opens_at", _("The deadline comes after the opening.")),
            ("ends_on", "starts_on", _("The end comes after the start.")),
            ("graduation_to", "graduation_from", _("The last day of the window comes after its first.")),
        ):
            both = [data.get(later), data.get(earlier)]
            if None in both or later in self.errors or earlier in self.errors:
                continue
            if data[later] < data[earlier] or (later == "shown_deadline" and data[later] == data[earlier]):
                self.add_error(later, words)
        return data
