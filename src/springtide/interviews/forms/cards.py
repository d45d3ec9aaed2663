"""Forms for what was heard, and for the debrief."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from springtide.interviews.actions.scoring import Heard
from springtide.interviews.models import Interview, Scorecard
from springtide.planning.words import named


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


class CloseForm(forms.Form):
    """Why the debrief begins although a scorecard is missing."""

    reason = forms.CharField(
        label=_("Why without the missing scorecards?"),
        max_length=500,
        help_text=_("For example: Ines is on leave until after the decisions. The journal keeps that you did this."),
    )


class DebriefForm(forms.Form):
    note = forms.CharField(
        label=_("What the panel concluded"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000}),
    )
