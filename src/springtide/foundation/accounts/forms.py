"""Sign-in by a code, one form for people we know and people we do not; and how a person is addressed."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from springtide.foundation.accounts.actions import open_account
from springtide.foundation.accounts.models import Person
from springtide.foundation.text.clean import clean_line, is_blank
from springtide.foundation.text.emails import canonical_email


class SignInForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth is untyped
    _user: Person | None

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True, "inputmode": "email"}),
    )

    def clean_email(self) -> str:
        """Known or not, the same answer, the same letter: the account opens before the code is sent."""
        self.cleaned_data["email"] = address = canonical_email(self.cleaned_data["email"])
        super().clean_email()
        if self._user is None:
            self._user = open_account(email=address)
        return address


class PersonForm(forms.Form):
    """How a person is addressed."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of letters and pages"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if is_blank(name):
            raise forms.ValidationError(_("The name is empty. Enter the name by which you want to be addressed."))
        return clean_line(name)
