"""Forms of interviewing. Times are typed on the clock of a named zone and become instants here."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from springtide.interviews.actions.scoring import Heard
from springtide.interviews.models import Interview, Round, Scorecard
from springtide.interviews.times import NoSuchTime, at_wall_clock
from springtide.planning.models import Division, Intake
from springtide.planning.words import named, validate_zone
from springtide.screening.models import Rubric


class RoundForm(forms.Form):
    division = forms.ModelChoiceField(Division.objects.none(), label=_("Division"))
    name_en = forms.CharField(label=_("Name (English)"), max_length=120)
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=120, required=False)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=240, initial=45)
    rubric = forms.ModelChoiceField(Rubric.objects.none(), label=_("Questions"))

    def __init__(self, *args: Any, intake: Intake, divisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = divisions  # type: ignore[attr-defined]
        self.fields["rubric"].queryset = Rubric.objects.filter(intake=intake)  # type: ignore[attr-defined]

    def names(self) -> dict[str, str]:
        chinese = self.cleaned_data["name_zh"]
        return {"en": self.cleaned_data["name_en"], **({"zh-hans": chinese} if chinese else {})}

    @staticmethod
    def initial_of(chosen: Round) -> dict[str, Any]:
        names = chosen.names
        return {
            "division": chosen.division,
            "name_en": names.get("en", ""),
            "name_zh": names.get("zh-hans", ""),
            "minutes": chosen.minutes,
            "rubric": chosen.rubric,
        }


class FreeTimeForm(forms.Form):
    """A window on the wall clock of a zone. Hours the change of clocks skips or repeats are refused."""

    starts_at = forms.CharField(label=_("From"), widget=forms.TextInput(attrs={"type": "datetime-local"}))
    ends_at = forms.CharField(label=_("Until"), widget=forms.TextInput(attrs={"type": "datetime-local"}))
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("For example Asia/Shanghai or Europe/Paris."),
        validators=[validate_zone],
    )

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


class ScorecardForm(forms.Form):
    """One question after the other; blank stays blank."""

    note = forms.CharField(
        label=_("Note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4, "maxlength": 4000})
    )

    def __init__(self, *args: Any, interview: Interview, card: Scorecard | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(interview.round.rubric.criteria.all())
        marks = {mark.criterion_id: mark for mark in card.marks.all()} if card else {}
        self.fields["note"].initial = card.note if card else ""
        for question in self.questions:
            mark = marks.get(question.pk)
            choices = [(points, self._label(question.anchors, points)) for points in range(1, 6)]
            self.fields[f"points_{question.pk}"] = forms.TypedChoiceField(
                label=str(question),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                initial=mark.points if mark else None,
            )
            self.fields[f"evidence_{question.pk}"] = forms.CharField(
                label=_("What was said"), max_length=500, required=False, initial=mark.evidence if mark else ""
            )

    @staticmethod
    def _label(anchors: dict[str, Any], points: int) -> str:
        words = named(anchors[str(points)]) if str(points) in anchors else ""
        return f"{points} · {words}" if words else str(points)

    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"points_{q.pk}"], self[f"evidence_{q.pk}"]) for q in self.questions]

    def heard(self) -> dict[int, Heard]:
        data = self.cleaned_data
        return {q.pk: Heard(data[f"points_{q.pk}"], data[f"evidence_{q.pk}"]) for q in self.questions}


class BookForm(forms.Form):
    """One of the starts that were shown; whether it is still free is the action's question."""

    starts_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S%z"])
