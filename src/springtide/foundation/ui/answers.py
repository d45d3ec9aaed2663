"""The pages for what cannot be done: one look, honest words, a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

PAGES = frozenset({400, 403, 404, 409, 413, 429, 503})


def answer(
    request: HttpRequest, status: int, *, reason: str = "", page: str = "", retry_after: int | None = None
) -> HttpResponse:
    """Answer with the page of a status, or with a note above the content if htmx asked for a part of a page.

    `reason` is a whole sentence that takes the place of the page's own; `page` is a template of its own for the case;
    `retry_after` is in seconds.
    """
    page = page or f"{status if status in PAGES else 400}.html"
    context = {"reason": reason}
    if request.headers.get("HX-Request") == "true":
        note = render_to_string(page, context | {"error_base": "ui/errors/note.html"})
        response = HttpResponse(note, status=status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
    else:
        response = render(request, page, context, status=status)
    if retry_after is not None or status == 503:
        response["Retry-After"] = str(retry_after or 5)
    return response
