"""What base templates read; everything is made only when a template asks."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from springtide.foundation.ui.menu import entries


def page(request: HttpRequest) -> dict[str, Any]:
    """Give templates `menu.console` and `menu.public`: lists of menu.Entry for this person."""
    return {
        "menu": {
            "console": SimpleLazyObject(partial(entries, request, "console")),
            "public": SimpleLazyObject(partial(entries, request, "public")),
        }
    }
