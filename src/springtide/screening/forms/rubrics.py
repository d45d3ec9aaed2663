"""Making rubrics."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from springtide.planning.forms.fields import WordsField
from springtide.screening.actions.rubrics import CriterionDraft
from springtide.screening.models import HIGHEST_POINTS, Criterion, Rubric

ANCHORED = ("1", "3", "5")  # the points that need words; 2 and 4 may lie between


class RubricForm(forms.Form):
    names = WordsField(label=pgettext_lazy("of a thing, not of a person", "Name"))
    use = forms.ChoiceField(label=_("Used for"), choices=Rubric.Use.choices, widget=forms.RadioSelect)


class CriterionForm(forms.Form):
    """Name, weight and, for each of the points 1 to 5, what earns it in words."""

    names = WordsField(label=_("What is judged"))
    weight = forms.IntegerField(
        label=_("Weight"), min_value=1, max_value=10, help_text=_("3 counts three times as much as 1.")
    )

    def __init__(self, data: Any = None, *, criterion: Criterion | None = None) -> None:
        initial: dict[str, Any] = {"weight": 1}
        if criterion is not None:
            initial = {"names": criterion.names, "weight": criterion.weight}
            initial |= {f"anchor_{n}": words for n, words in criterion.anchors.items()}
        super().__init__(data, initial=initial)
        for n in range(1, HIGHEST_POINTS + 1):
            self.fields[f"anchor_{n}"] = WordsField(
                label=self._label(n), long=True, max_length=400, required=str(n) in ANCHORED, help_text=""
            )

    @staticmethod
    def _label(points: int) -> str:
        words = {
            1: _("1 point: what is there when nothing speaks for it"),
            2: _("2 points: between 1 and 3"),
            3: _("3 points: what is good enough"),
            4: _("4 points: between 3 and 5"),
            5: _("5 points: what is as good as we can hope for"),
        }
        return str(words[points])

    def draft(self) -> CriterionDraft:
        data = self.cleaned_data
        anchors = {str(n): data[f"anchor_{n}"] for n in range(1, HIGHEST_POINTS + 1) if data[f"anchor_{n}"]}
        return CriterionDraft(data["names"], anchors, data["weight"])
