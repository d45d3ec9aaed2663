"""What somebody sent after their session had ended: kept until they have signed in again."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from springtide.foundation.accounts.access import PersonRequest

KEPT_SECONDS = 3600
DROPPED = ("csrfmiddlewaretoken", "version")


def keeps_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Like `needs_person`, but a form sent by nobody is put into their new session, not thrown away."""

    @wraps(view)
    def guarded(request: HttpRequest, intake: str, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(cast(PersonRequest, request), intake, **kwargs)
        if request.method == "POST":
            data = request.POST.copy()
            for name in DROPPED:
                data.pop(name, None)
            request.session["typed"] = {"intake": intake, "data": data.urlencode(), "at": time.time()}
            return redirect_to_login(reverse("applications:form", args=[intake]))
        return redirect_to_login(request.get_full_path())

    return guarded


def take_typed(request: PersonRequest, intake: str) -> QueryDict | None:
    """What was kept for this intake, once."""
    kept = request.session.get("typed")
    if not kept or kept["intake"] != intake:
        return None
    del request.session["typed"]
    return QueryDict(kept["data"]) if time.time() - kept["at"] < KEPT_SECONDS else None
