"""A refused action is an answer, not a failure: the reason in words, and the way back."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.answers import answer

Answer = Callable[[HttpRequest], HttpResponse]
BUSY = ("locked", "deadlock", "could not serialize", "connection")


class RefusalMiddleware:
    """Views with a form catch Refused themselves and show it beside what was typed; this is for plain buttons.

    A database that is busy or away answers 503. All else is left to Django.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return answer(request, exception.status, reason=str(exception.reason))
        if isinstance(exception, OperationalError) and any(word in str(exception).lower() for word in BUSY):
            return answer(
                request, 503, reason=_("Too much is happening at once. Nothing was changed; please try again.")
            )
        return None
