"""A refused action is an answer, not a failure: the reason in words, and the way back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from springtide.foundation.steps.verdicts import Refused

Answer = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Views with a form catch Refused themselves and show it beside what was typed; this is for plain buttons."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "refused.html", {"reason": exception.reason}, status=exception.status)
