"""Forms for times. They are typed on the clock of a named zone and become instants here."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.template.defaultfilters import filesizeformat
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from springtide.interviews.ics import MOST_BYTES
from springtide.interviews.times import NoSuchTime, at_wall_clock
from springtide.planning.words import validate_zone


class ZoneField(forms.CharField):
    """The name of a time zone."""

    def __init__(self, **named: Any) -> None:
        words = {"label": _("Time zone"), "help_text": _("For example Asia/Shanghai or Europe/Paris.")}
        super().__init__(max_length=64, validators=[validate_zone], **words | named)


class WeekdaysField(forms.TypedMultipleChoiceField):
    """Days of the week as numbers; 0 is Monday."""

    def __init__(self, **named: Any) -> None:
        choices = [(str(number), name) for number, name in WEEKDAYS.items()]
        super().__init__(choices=choices, coerce=int, widget=forms.CheckboxSelectMultiple, label=_("Days"), **named)


class ClockField(forms.TimeField):
    """A time of day as 09:30."""

    def __init__(self, **named: Any) -> None:
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **named)


class FreeTimeForm(forms.Form):
    """A window on the wall clock of a zone. Hours the change of clocks skips or repeats are refused."""

    starts_at = forms.CharField(label=_("From"), widget=forms.TextInput(attrs={"type": "datetime-local"}))
    ends_at = forms.CharField(label=_("Until"), widget=forms.TextInput(attrs={"type": "datetime-local"}))
    zone = ZoneField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "zone" in data:
            for name in ("starts_at", "ends_at"):
                if name in data:
                    data[name] = self._instant(name, data[name], ZoneInfo(data["zone"]))
        return data

    def _instant(self, name: str, typed: str, zone: ZoneInfo) -> datetime | None:
        try:
            naive = parse_datetime(typed)
        except ValueError:
            naive = None
        if naive is None or naive.tzinfo is not None or not 2000 < naive.year < 2100:
            self.add_error(name, _("Enter a date and a time such as 2027-03-31 14:30."))
            return None
        try:
            return at_wall_clock(naive, zone)
        except NoSuchTime:
            self.add_error(
                name, _("The clocks change then: this time does not exist or exists twice. Choose another hour.")
            )
            return None


class WeeklyForm(forms.Form):
    """Hours that come back every week."""

    weekdays = WeekdaysField(initial=[0, 1, 2, 3, 4])
    begins = ClockField(label=_("From"))
    ends = ClockField(label=_("Until"))
    first_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    except_on = forms.CharField(
        label=_("But not on"),
        required=False,
        max_length=1000,
        help_text=_(
            "Single days, such as 2027-05-02, 2027-05-03. Public holidays of your site fall out by themselves."
        ),
    )
    zone = ZoneField()

    def clean_except_on(self) -> list[date]:
        words = self.cleaned_data["except_on"].replace(",", " ").replace("，", " ").split()
        return sorted({self._day(word) for word in words})

    @staticmethod
    def _day(word: str) -> date:
        try:
            day = parse_date(word)
        except ValueError:
            day = None
        if day is None:
            raise forms.ValidationError(
                _("“%(word)s” is no day. Write days such as 2027-05-02."), params={"word": word}
            )
        return day


class CalendarForm(forms.Form):
    """A calendar file, and what its events say."""

    file = forms.FileField(
        label=_("Calendar file"),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("An .ics file, as Outlook, Google and Apple calendars export it."),
        error_messages={"empty": _("The file is empty. Choose the file again.")},
    )
    kind = forms.ChoiceField(
        label=_("Its events are"),
        choices=[("away", _("times at which I am busy")), ("free", _("times at which I am free for interviews"))],
    )
    zone = ZoneField(help_text=_("For events that name no zone of their own."))

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if getattr(file, "over_limit", False) or file.size > MOST_BYTES:
            limit = {"limit": filesizeformat(MOST_BYTES)}
            raise forms.ValidationError(
                _("The file is larger than %(limit)s. Export the coming weeks only."), params=limit
            )
        return bytes(file.read())


class BookForm(forms.Form):
    """One of the starts that were shown; whether it is still free is the action's question."""

    starts_at = forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M:%S%z"],
        validators=[
            MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC)),
            MaxValueValidator(datetime(2100, 1, 1, tzinfo=UTC)),
        ],
    )
