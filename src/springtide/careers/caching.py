"""Pages for strangers are made once a minute, however many ask. Signed-in people get their own."""

import gzip
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from springtide.careers.visits import keep_source

View = Callable[..., HttpResponse]
SECONDS = 60
LEVEL = 4  # a ninth of the size for a third of a millisecond


def for_everybody(view: View) -> View:
    """Cache by address, language and theme; only GETs, only whole pages, only without a session.

    A page shows an opening at most a minute late or a minute too long; applying checks again.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "private, no-cache"
        else:
            response = _cached(view, request, *args, **kwargs)
        keep_source(request, response)
        return response

    return answer


def _cached(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    theme, part = request.COOKIES.get("theme", ""), "HX-Request" in request.headers
    key = "careers:" + sha256(repr((request.get_full_path(), get_language(), theme, part)).encode()).hexdigest()
    kept = cache.get(key)
    if kept is None:
        fresh = view(request, *args, **kwargs)
        if fresh.status_code != 200:
            return fresh
        # Packed once for everybody. Safe here alone: a page without a secret tells nothing by its length.
        kept = (fresh.content, gzip.compress(fresh.content, LEVEL, mtime=0), fresh["Content-Type"])
        cache.set(key, kept, SECONDS)
    plain, packed, kind = kept
    unpacks = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if unpacks else plain, content_type=kind)
    if unpacks:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    response["Vary"] = "Cookie, Accept-Language, Accept-Encoding, HX-Request"
    return response
