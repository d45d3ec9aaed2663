"""Sign-in by a code sent to the address: one form for people we know and people we do not."""

from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from springtide.foundation.accounts.actions import open_account
from springtide.foundation.accounts.models import Person
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
