"""Small forms: objecting, answering, filtering the console's list."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from springtide.applications import states
from springtide.applications.forms.fields import LineField, LinesField
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.planning.models import Intake, Opening
from springtide.planning.queries import divisions_for

ANY = ("", _("Any"))
ANY_OPENING = ("", _("None"))


class ContestForm(forms.Form):
    statement = LinesField(
        label=_("Why is this wrong?"), longest=2000, widget=forms.Textarea(attrs={"rows": 4, "data-longest": 2000})
    )


class AnswerForm(forms.Form):
    upheld = forms.TypedChoiceField(
        label=_("Is the candidate right?"),
        choices=[("yes", _("Yes: the application fits")), ("no", _("No: the finding stays"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = LinesField(label=_("Answer to the candidate"), longest=2000, widget=forms.Textarea(attrs={"rows": 4}))


class RankForm(forms.Form):
    """One choice for each rank, as many as the intake allows; gaps close up."""

    def __init__(self, data: Any = None, *, intake: Intake, openings: QuerySet[Opening]) -> None:
        super().__init__(data, use_required_attribute=False)
        shown = [ANY_OPENING, *((str(opening.pk), str(opening)) for opening in openings)]
        for rank in range(1, intake.most_preferences + 1):
            label = _("Choice %(rank)s") % {"rank": rank}
            self.fields[f"choice_{rank}"] = forms.ChoiceField(label=label, choices=shown, required=rank == 1)

    def openings(self) -> list[int]:
        """Ids in order, each once."""
        return list(dict.fromkeys(int(pk) for pk in self.cleaned_data.values() if pk))


class FilterForm(forms.Form):
    """What the console's list can be narrowed to. An unknown value is an error beside the field, not a guess."""

    q = LineField(label=_("Name, e-mail, university or receipt"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    division = forms.ChoiceField(label=_("Division"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    eligible = forms.ChoiceField(
        label=_("Eligibility"),
        required=False,
        choices=[ANY, ("yes", _("Fits")), ("no", _("Something speaks against it")), ("open", _("Not clear yet"))],
    )

    def __init__(self, data: Any, *, person: Person, intake: Intake) -> None:
        super().__init__(data, use_required_attribute=False)
        shown = [pair for pair in states.APPLICATION.choices() if pair[0] != "draft"]
        choices: dict[str, list[tuple[str, Any]]] = {
            "state": shown,
            "division": [(d.slug, d.name) for d in divisions_for(person, intake)],
            "site": [(s.slug, s.name) for s in intake.sites.all()],
            "source": [(source, source) for source in sources_of(intake)],
        }
        for name, rows in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = [ANY, *rows]


def sources_of(intake: Intake) -> list[str]:
    """The campaign names met in an intake: one skip through an index."""
    rows = Application.objects.filter(intake=intake).exclude(source="")
    return list(rows.order_by("source").values_list("source", flat=True).distinct()[:100])
