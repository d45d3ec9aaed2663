"""A moment typed in the zone of the intake: refused where the clocks jump over it, asked about where it comes twice."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from springtide.planning.forms.fields import YEARS

FORMATS = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]


def moments_of(typed: datetime, zone: ZoneInfo) -> list[datetime]:
    """The moments at which the clocks of a zone show this: none in a gap, two in a fold, else one."""
    found = [typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    right = [moment for moment in found if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == typed]
    return right if len(right) < 2 or right[0].utcoffset() != right[1].utcoffset() else right[:1]


def around_gap(typed: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last moment before and the first after, as far from the gap as what was typed lies in it."""
    before, after = (typed.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone) for fold in (1, 0))
    return before, after


def clock(moment: datetime) -> str:
    """02:30 (UTC+01:00)"""
    return f"{moment:%H:%M} ({_offset(moment)})"


def _offset(moment: datetime) -> str:
    offset = f"{moment:%z}"
    return f"UTC{offset[:3]}:{offset[3:5]}"


class ClockField(forms.Field):
    """What a clock shows, without a zone. Django's own field would read it in the zone of the reader."""

    default_error_messages = {"invalid": gettext_lazy("Write day and time as in 2027-03-31 23:59.")}

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        for form in FORMATS:
            try:
                return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is told later
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class MomentWidget(forms.MultiWidget):
    """Date and time, and the question which of two, shown only where there are two."""

    template_name = "planning/forms/moment.html"
    use_fieldset = True
    zone: ZoneInfo | None = None
    twice: Sequence[datetime] = ()

    def __init__(self) -> None:
        attrs = {"type": "datetime-local", "step": 1, "dir": "ltr", "class": "input w-64 max-w-full"}
        super().__init__({"": forms.DateTimeInput(format=FORMATS[0], attrs=attrs), "which": forms.HiddenInput()})

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None or self.zone is None:
            return [None, None]
        local = value.astimezone(self.zone)
        typed = local.replace(tzinfo=None, fold=0, microsecond=0)
        self.twice = moments_of(typed, self.zone)
        return [typed, str(local.fold)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed, which = context["widget"]["subwidgets"]
        # The legend of the field (c-plan-field) is the name of its input too.
        typed["attrs"]["aria-labelledby"] = f"{(attrs or {}).get('id', name)}_legend"
        words = [(str(n), clock(moment)) for n, moment in enumerate(self.twice)] if len(self.twice) == 2 else []
        offset = _offset(value.astimezone(self.zone)) if isinstance(value, datetime) else ""
        return context | {"zone": self.zone, "offset": offset, "twice": words, "which": which, "chosen": which["value"]}


class MomentField(forms.MultiValueField):
    """Cleans to an aware datetime once the form has told the zone (`ZonedForm`)."""

    widget = MomentWidget
    default_error_messages = {"year": gettext_lazy("Give a year between 2000 and 2100.")}

    def __init__(self, **options: Any) -> None:
        which = forms.ChoiceField(choices=[("0", "0"), ("1", "1")], required=False)
        super().__init__([ClockField(required=False), which], require_all_fields=False, **options)

    def compress(self, data_list: list[Any]) -> tuple[datetime, str] | None:
        if not data_list or data_list[0] is None:
            return None
        return data_list[0], (data_list[1:] or [""])[0]

    def place(self, typed: datetime, which: str, zone: ZoneInfo) -> datetime:
        """The moment meant. Raises ValidationError with what to type or choose instead."""
        if typed.year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        found = moments_of(typed, zone)
        if len(found) == 1:
            return found[0]
        if found and which:
            return found[int(which)]
        words = {"day": f"{typed:%Y-%m-%d}", "time": f"{typed:%H:%M}", "zone": zone.key}
        if found:
            self.widget.twice = found  # the form comes back with the question
            raise ValidationError(
                _("On %(day)s the clocks of %(zone)s show %(time)s twice. Choose which of the two is meant.") % words
            )
        before, after = around_gap(typed, zone)
        raise ValidationError(
            _("On %(day)s the clocks of %(zone)s jump over %(time)s. Type %(before)s or %(after)s.")
            % (words | {"before": clock(before), "after": clock(after)})
        )


class ZonedForm(forms.Form):
    """A form whose moments are typed in one zone: the one of the intake, or the one chosen in the form itself."""

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_zone = zone
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.widget.zone = zone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone = ZoneInfo(data["zone"]) if data.get("zone") and "zone" in self.fields else self.own_zone
        for name, field in self.fields.items():
            if isinstance(field, MomentField) and data.get(name):
                field.widget.zone = zone
                try:
                    typed, which = data[name]
                    data[name] = field.place(typed, which, zone)
                except ValidationError as error:
                    self.add_error(name, error)
        return data
