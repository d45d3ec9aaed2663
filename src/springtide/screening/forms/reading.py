"""The scoring form: one row for each criterion of the review's own rubric."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from springtide.planning.forms.fields import LineField, TextField
from springtide.screening.actions.scoring import Found
from springtide.screening.models import HIGHEST_POINTS, Criterion, Review

POINTS = [(str(n), str(n)) for n in range(1, HIGHEST_POINTS + 1)]


@dataclass(frozen=True)
class Row:
    """One criterion as the page shows it: anchors are (points, words, chosen)."""

    criterion: Criterion
    points: forms.BoundField
    evidence: forms.BoundField
    anchors: list[tuple[int, str, bool]]


class ScoringForm(forms.Form):
    """Points and evidence for each criterion, a note; all may stay blank until the scores are locked."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = TextField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the people who decide. The candidate may ask to read it."),
    )
    meant = forms.BooleanField(label=_("These words are about the work itself and are to stay."), required=False)

    def __init__(self, data: Any = None, *, review: Review) -> None:
        self.review = review
        self.criteria = list(review.rubric.criteria.all())
        scores = {score.criterion_id: score for score in review.scores.all()}
        initial: dict[str, Any] = {"note": review.note, "version": review.version}
        for pk, score in scores.items():
            initial |= {f"points_{pk}": str(score.points or ""), f"evidence_{pk}": score.evidence}
        super().__init__(data, initial=initial)
        for criterion in self.criteria:
            self.fields[f"points_{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.name,
                choices=POINTS,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"evidence_{criterion.pk}"] = LineField(
                label=_("Evidence: which passage says so?"), required=False, max_length=500
            )

    def rows(self) -> Iterator[Row]:
        for criterion in self.criteria:
            points = self[f"points_{criterion.pk}"]
            chosen = str(points.value() or "")
            anchors = [(n, words, str(n) == chosen) for n, words in criterion.anchor_words]
            yield Row(criterion, points, self[f"evidence_{criterion.pk}"], anchors)

    def found(self) -> dict[int, Found]:
        """What was found for each criterion, from a valid form."""
        data = self.cleaned_data
        return {c.pk: Found(data[f"points_{c.pk}"], data[f"evidence_{c.pk}"]) for c in self.criteria}


class RecuseForm(forms.Form):
    reason = LineField(
        label=_("Why you cannot read this one"),
        max_length=500,
        help_text=_("For example: we worked together. Only the recruiter sees this."),
    )
