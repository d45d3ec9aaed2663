"""What base templates read; everything is made only when a template asks."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from springtide.foundation.ui.menu import entries


def menu(request: HttpRequest) -> dict[str, Any]:
    """Give templates `menu.console`, `menu.public` (lists of menu.Entry), `person` (or None) and `wordmark`."""
    # Pages for everybody stay free of the session: asking request.user would open it.
    user = getattr(request, "user", None) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    return {
        "menu": {
            "console": SimpleLazyObject(partial(entries, request, "console")),
            "public": SimpleLazyObject(partial(entries, request, "public")),
        },
        "person": user if user and user.is_authenticated else None,
        "wordmark": getattr(settings, "WORDMARK", "Springtide"),
    }
