"""Django's own refusals (set as handlers in springtide.urls) and the styleguide."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from springtide.foundation.ui.answers import answer
from springtide.foundation.ui.styleguide import specimens


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403, reason=str(exception))


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither the request nor the database: either may be what broke."""
    return HttpResponseServerError(render_to_string("500.html"))


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", {"reason_for_log": reason}, status=403)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; only where nobody real is served: in development and on the sample."""
    if not (settings.DEBUG or getattr(settings, "SAMPLE", False)):
        raise Http404
    return render(request, "ui/styleguide.html", specimens(request))
