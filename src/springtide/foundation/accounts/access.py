"""Who may open a page at all. What they see on it is decided by scoped queries."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from springtide.foundation.accounts.models import Person

P = ParamSpec("P")
View = Callable[Concatenate["PersonRequest", P], HttpResponseBase]


class PersonRequest(HttpRequest):
    """A request of somebody signed in (the type that views behind `needs_role` receive).

    `began`: when its first byte was seen, before the body arrived.
    """

    user: Person
    began: datetime


def needs_person(view: View[P]) -> Callable[..., Any]:
    """Signed in, in any role or none."""
    return login_required(view)


def needs_role(*roles: str) -> Callable[[View[P]], Callable[..., Any]]:
    """Signed in and holding one of the roles somewhere (any role where none is named).

    Others get 404: what is forbidden looks like what is absent.
    """

    def wrap(view: View[P]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: PersonRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.scopes(*roles):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return wrap
