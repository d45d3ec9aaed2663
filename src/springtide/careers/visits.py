"""Where a visitor came from: the campaign of the first visit, kept until they apply."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "springtide_source"
PARAMETERS = ("source", "utm_source")
KEPT_SECONDS = 60 * 24 * 3600


def first_source(request: HttpRequest) -> str:
    """The campaign kept from the first visit, else the one in this address, else ""."""
    kept = clean_source(request.COOKIES.get(COOKIE, ""))
    return kept or next((clean_source(request.GET[p]) for p in PARAMETERS if p in request.GET), "")


def clean_source(text: str) -> str:
    return re.sub(r"[^a-z0-9._-]", "", text.lower())[:60]


def keep_source(request: HttpRequest, response: HttpResponse) -> None:
    """Remember the campaign of the first visit; a later one does not replace it."""
    source = first_source(request)
    if source and not request.COOKIES.get(COOKIE):
        response.set_cookie(
            COOKIE,
            source,
            max_age=KEPT_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
