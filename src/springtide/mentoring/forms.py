"""What mentors, recruiters and approvers type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from springtide.foundation.accounts.models import Person
from springtide.mentoring import states
from springtide.mentoring.models import Evaluation, Mentor
from springtide.planning.models import Division, Intake, Site
from springtide.screening.models import Criterion, Rubric

POINTS = [(str(n), str(n)) for n in range(1, 6)]


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FilterForm(forms.Form):
    """What to show of a list of interns; anything unknown counts as not asked."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    division = forms.ModelChoiceField(
        Division.objects.none(), label=_("Division"), required=False, to_field_name="slug"
    )
    who = forms.ChoiceField(label=_("Mentor"), required=False)

    def __init__(self, *args: Any, divisions: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["state"].choices = [("", _("All")), *states.INTERNSHIP.choices()]  # type: ignore[attr-defined]
        self.fields["division"].queryset = divisions  # type: ignore[attr-defined]
        self.fields["division"].empty_label = _("All")  # type: ignore[attr-defined]
        who = [("", _("Everybody")), ("me", _("Me")), ("none", _("Nobody yet"))]
        self.fields["who"].choices = who  # type: ignore[attr-defined]


class CheckInForm(forms.Form):
    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    going_well = forms.TypedChoiceField(
        label=_("How it is going, 1 (badly) to 5 (very well)"), choices=POINTS, coerce=int, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("What was said and agreed"), max_length=4000, widget=_area())


class EvaluationForm(forms.Form):
    """One choice of points for each criterion, with its anchors in words, and a summary."""

    summary = forms.CharField(
        label=_("Summary"), help_text=_("What stood out, and what should come next."), max_length=4000, widget=_area(6)
    )

    def __init__(self, *args: Any, rubric: Rubric, **named: Any) -> None:
        super().__init__(*args, **named)
        self.criteria: list[Criterion] = list(rubric.criteria.all())
        for criterion in self.criteria:
            self.fields[self._key(criterion)] = forms.TypedChoiceField(
                label=criterion.name,
                choices=[(str(n), f"{n} · {words}" if words else str(n)) for n, words in criterion.anchor_words],
                coerce=int,
                widget=forms.RadioSelect,
            )

    @staticmethod
    def _key(criterion: Criterion) -> str:
        return f"points_{criterion.pk}"

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[self._key(criterion)] for criterion in self.criteria]

    def points(self) -> dict[int, int]:
        return {criterion.pk: self.cleaned_data[self._key(criterion)] for criterion in self.criteria}


class RecommendForm(forms.Form):
    recommended = forms.TypedChoiceField(
        label=_("Should we ask this intern to come back?"),
        choices=[("yes", _("Yes, I recommend it")), ("no", _("No, I advise against it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=_area())


class DecideForm(forms.Form):
    verb = forms.ChoiceField(
        label=_("Decision"),
        choices=[(move.verb, move.label) for move in states.RETURN_OFFER.moves],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=_area(), help_text=_("Stays with staff."))


class ChangeMentorForm(forms.Form):
    """Only mentors with room are offered, with their load."""

    mentor = forms.ModelChoiceField(
        Mentor.objects.none(), label=_("Mentor"), widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_area(3))

    def __init__(self, *args: Any, free: list[tuple[Mentor, int]], **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["mentor"]
        field.queryset = Mentor.objects.filter(pk__in=[post.pk for post, _load in free])  # type: ignore[attr-defined]
        field.choices = [(post.pk, self._words(post, load)) for post, load in free]  # type: ignore[attr-defined]

    @staticmethod
    def _words(post: Mentor, load: int) -> str:
        interns = ngettext("%(n)s intern", "%(n)s interns", load) % {"n": load}
        return f"{post.person} · {post.site} · {interns}"


class PostForm(forms.Form):
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Mentor"), help_text=_("People with the role of mentor.")
    )
    division = forms.ModelChoiceField(Division.objects.none(), label=_("Division"))
    site = forms.ModelChoiceField(Site.objects.none(), label=_("Site"))
    most = forms.IntegerField(
        label=_("Most interns at a time"),
        min_value=1,
        max_value=10,
        initial=3,
        help_text=_("In France the law allows three, whatever is typed here."),
    )

    def __init__(self, *args: Any, intake: Intake, divisions: Any, people: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, rows in (("person", people), ("division", divisions), ("site", intake.sites.all())):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class MostForm(forms.Form):
    most = forms.IntegerField(label=_("Most interns at a time"), min_value=1, max_value=10)


TITLES = {
    Evaluation.Kind.MIDTERM: _("Mid-term evaluation"),
    Evaluation.Kind.FINAL: _("Final evaluation"),
}
