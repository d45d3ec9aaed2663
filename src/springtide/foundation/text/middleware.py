"""A NUL byte or broken encoding has no meaning in any of our fields, and PostgreSQL cannot store it."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]


def refuse_nul(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        sent = unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " "))
        said = (request.path_info, request.META.get("HTTP_COOKIE", ""), request.META.get("HTTP_REFERER", ""))
        if b"\0" in sent or any("\0" in text or "\ufffd" in text for text in said) or not _is_utf8(sent):
            return render(request, "400.html", status=400)
        return get_response(request)

    return answer


def _is_utf8(sent: bytes) -> bool:
    try:
        sent.decode()
    except UnicodeDecodeError:
        return False
    return True
