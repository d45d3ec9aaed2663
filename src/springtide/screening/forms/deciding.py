"""Deciding, assigning and releasing."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from springtide.foundation.accounts.models import Person
from springtide.planning.forms.fields import TextField
from springtide.planning.models import Division
from springtide.screening.actions.assigning import MOST_EACH, MOST_OPEN
from springtide.screening.actions.deciding import Ground
from springtide.screening.models import Decision
from springtide.screening.queries import reviewer_loads, reviewers_of


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Decision"), choices=Decision.Verdict.choices, widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason in words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays with staff: the second person reads it before releasing."),
    )
    category = forms.ChoiceField(
        label=_("If rejected, what the candidate is told"),
        choices=[("", "—"), *Decision.Category.choices],
        required=False,
    )
    meant = forms.BooleanField(label=_("These words are about the work itself and are to stay."), required=False)

    def ground(self) -> Ground:
        data = self.cleaned_data
        return Ground(data["verdict"], data["reason"], data["category"])


class ReviewerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when the program runs
    """A reviewer of the division with the number of their open reviews."""

    loads: Mapping[int, int] = {}

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({self.loads.get(obj.pk, 0)})"


class AssignForm(forms.Form):
    reviewer = ReviewerField(
        label=_("Reviewer"),
        queryset=Person.objects.none(),
        help_text=_("In brackets: how many reviews are open now."),
    )

    def __init__(self, data: Any = None, *, division: Division) -> None:
        super().__init__(data)
        field = cast(ReviewerField, self.fields["reviewer"])
        field.loads, field.queryset = reviewer_loads(division), reviewers_of(division)


class ShareForm(forms.Form):
    each = forms.IntegerField(
        label=_("Readers for each application"),
        min_value=1,
        max_value=MOST_EACH,
        initial=2,
        help_text=_("Two readers who do not see each other's scores judge better than one."),
    )
    most = forms.IntegerField(
        label=_("Open reviews a reviewer may have, at most"), min_value=1, max_value=MOST_OPEN, initial=40
    )


class ReleaseForm(forms.Form):
    """What was looked at (`newest` decision and `shown` count), and the number of people where they are many."""

    newest = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    typed = forms.IntegerField(label=_("Number of people this reaches"), required=False, min_value=0)
