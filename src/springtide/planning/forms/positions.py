"""A position: texts in several languages, skills, seats at each site."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from springtide.planning import states
from springtide.planning.actions.positions import Content
from springtide.planning.forms.fields import LineField, SkillsField, TextField
from springtide.planning.models import MOST_SEATS, Division, Family, Intake, Position, Site


class PositionForm(forms.Form):
    """One column of seats a site: empty is no opening, 0 is an opening without seats."""

    division = forms.ModelChoiceField(Division.objects.none(), label=gettext_lazy("Division"), empty_label=None)
    family = forms.ModelChoiceField(Family.objects.none(), label=gettext_lazy("Job family"), empty_label=None)
    required_skills = SkillsField(label=gettext_lazy("Required skills"))
    wished_skills = SkillsField(label=gettext_lazy("Wished skills"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        intake: Intake,
        divisions: QuerySet[Division],
        position: Position | None = None,
        **kwargs: Any,
    ) -> None:
        if position is not None:
            kwargs["initial"] = _initial(position)
        super().__init__(*args, **kwargs)
        with_seats = {opening.site_id for opening in position.openings.all()} if position else set()
        self.sites = sorted(intake.sites.all(), key=lambda site: site.pk not in with_seats)
        self.fields["division"].queryset = divisions  # type: ignore[attr-defined]
        self.fields["family"].queryset = intake.families.all()  # type: ignore[attr-defined]
        for code, _name in settings.LANGUAGES:
            attrs = {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
            self.fields[f"title_{code}"] = LineField(
                label=_("Title"), max_length=160, required=False, widget=forms.TextInput(attrs=attrs)
            )
            self.fields[f"description_{code}"] = TextField(
                label=_("Description"),
                max_length=20_000,
                required=False,
                widget=forms.Textarea(attrs=attrs | {"rows": 8}),
                help_text=_("Markdown: ## heading, - list, **bold**."),
            )
        for site in self.sites:
            self.fields[f"seats_{site.pk}"] = forms.IntegerField(
                label=site.name, min_value=0, max_value=MOST_SEATS, required=False, widget=forms.NumberInput
            )

    def texts(self) -> Iterator[tuple[dict[str, Any], forms.BoundField, forms.BoundField]]:
        for code, _name in settings.LANGUAGES:
            yield get_language_info(code), self[f"title_{code}"], self[f"description_{code}"]

    def seats(self) -> list[tuple[Site, forms.BoundField]]:
        """Sites with an opening first."""
        return [(site, self[f"seats_{site.pk}"]) for site in self.sites]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        titles = 0
        for code, _name in settings.LANGUAGES:
            title, description = data.get(f"title_{code}"), data.get(f"description_{code}")
            titles += bool(title)
            if title and not description and f"description_{code}" not in self.errors:
                self.add_error(f"description_{code}", _("A title needs its description in the same language."))
            if description and not title and f"title_{code}" not in self.errors:
                self.add_error(f"title_{code}", _("A description needs its title in the same language."))
        if not titles and not any(name.startswith("title_") for name in self.errors):
            self.add_error(f"title_{settings.LANGUAGE_CODE}", _("Give the position a title in at least one language."))
        return data

    def content(self) -> Content:
        data = self.cleaned_data
        return Content(
            division=data["division"],
            family=data["family"],
            texts={
                code: (title, data[f"description_{code}"])
                for code, _name in settings.LANGUAGES
                if (title := data[f"title_{code}"])
            },
            required=data["required_skills"],
            wished=data["wished_skills"],
            seats={site: n for site in self.sites if (n := data[f"seats_{site.pk}"]) is not None},
        )


def _initial(position: Position) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "division": position.division_id,
        "family": position.family_id,
        "required_skills": position.required_skills,
        "wished_skills": position.wished_skills,
        "seen": position.changed.isoformat(),
    }
    for text in position.texts.all():
        initial |= {f"title_{text.language}": text.title, f"description_{text.language}": text.description}
    return initial | {f"seats_{opening.site_id}": opening.seats for opening in position.openings.all()}


class PositionFilter(forms.Form):
    """What the list of positions can be narrowed to; anything else that was sent counts as nothing."""

    q = LineField(label=gettext_lazy("Search"), required=False, max_length=200)
    division = forms.ChoiceField(label=gettext_lazy("Division"), required=False)
    family = forms.ChoiceField(label=gettext_lazy("Job family"), required=False)
    site = forms.ChoiceField(label=gettext_lazy("Site"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, intake: Intake, divisions: QuerySet[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows, every in (
            ("division", divisions, _("All divisions")),
            ("family", intake.families.all(), _("All job families")),
            ("site", intake.sites.all(), _("All sites")),
        ):
            self.fields[name].choices = [("", every), *((row.slug, row.name) for row in rows)]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("All states")), *states.POSITION.choices()]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
