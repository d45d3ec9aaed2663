"""What of an interview day is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from springtide.foundation.text.clean import clean_line
from springtide.interviews import states


class DayFilters(forms.Form):
    """What of a day is shown: what makes no sense filters nothing."""

    site = forms.SlugField(required=False, max_length=50)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    q = forms.CharField(label=_("Number, name or receipt"), required=False, max_length=100)
    state = forms.ChoiceField(required=False, choices=states.ATTENDANCE.choices)

    def values(self) -> dict[str, Any]:
        """`day` is a date between the years 2000 and 2100, or None."""
        self.is_valid()
        found = self.cleaned_data
        day = found.get("day")
        return {
            "site": found.get("site", ""),
            "day": day if day is not None and 2000 < day.year < 2100 else None,
            "q": clean_line(found.get("q", "")),
            "state": found.get("state", ""),
        }
