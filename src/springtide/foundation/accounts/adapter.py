"""allauth's letters go through our outbox; links in them use the configured address, never the Host header."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from springtide.foundation.accounts.queries import person_by_email
from springtide.foundation.mail.actions import queue_letter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        name = template_prefix.rsplit("/", 1)[-1]
        person = person_by_email(email)
        queue_letter(
            to=email,
            person=person,
            language=translation.get_language() or "",
            template=f"accounts/mail/{name}.txt",
            context={"code": context.get("code", ""), "site_url": settings.SITE_URL},
            kind=f"accounts.{name}",
            urgent=True,
        )

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Sign-in by code needs no further notices."""

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str = "", **kwargs: Any) -> None:
        """Only what went wrong: the pages themselves say what went right."""
        if level >= messages.ERROR and message:
            messages.add_message(request, level, message)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff land in the console, everybody else at their applications."""
        return reverse("console" if getattr(request.user, "is_staff_member", False) else "applications:mine")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # there is one door: sign-in by code, which opens the account
