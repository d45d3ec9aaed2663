"""One structured line a request, with an id that error pages show."""

import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("springtide.web")


def log_requests(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        request.id = secrets.token_hex(6)  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request=request.id)  # type: ignore[attr-defined]
        # Before the body is read: a submit counts from its first byte, not from the end of its upload.
        request.began = timezone.now()  # type: ignore[attr-defined]
        began = time.perf_counter()
        try:
            response = get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        log.info(
            "request",
            id=request.id,  # type: ignore[attr-defined]
            method=request.method,
            path=request.path[:200],
            status=response.status_code,
            ms=round((time.perf_counter() - began) * 1000, 1),
        )
        return response

    return answer
