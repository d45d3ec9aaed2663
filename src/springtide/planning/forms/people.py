"""Who is given which role over what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from springtide.foundation.accounts.roles import Role
from springtide.foundation.text.clean import clean_line
from springtide.foundation.text.emails import canonical_email
from springtide.planning.models import Intake


class PersonForm(forms.Form):
    email = forms.CharField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput())
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("Only for somebody who is new here.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    scope = forms.ChoiceField(label=_("For"))

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        divisions = [(f"{intake.slug}/{division.slug}", division.name) for division in intake.divisions.all()]
        self.fields["scope"].choices = [(intake.scope, _("the whole intake")), *divisions]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return canonical_email(self.cleaned_data["email"])

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])
