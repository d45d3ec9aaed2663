"""Django's own refusals (set as handlers in springtide.urls) and the styleguide."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

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
    try:
        if request.headers.get("HX-Request") == "true":
            return answer(request, 500, page="500_note.html")
        page: str = render_to_string("500.html")
    except Exception:  # whatever is broken, the answer must still arrive
        page = "<!doctype html><title>500</title><p>Something broke on our side. Please try again in a few minutes.</p>"
    return HttpResponseServerError(page)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 403, page="403_csrf.html")


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; only where nobody real is served: in development and on the sample."""
    if not (settings.DEBUG or getattr(settings, "SAMPLE", False)):
        raise Http404
    if request.headers.get("HX-Request") == "true":
        return render(request, "ui/parts/panel_specimen.html")
    return render(request, "ui/styleguide.html", specimens(request))


@require_safe
def language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language. A GET without a token, so that public pages hold nothing of one visitor."""
    chosen, back = request.GET.get("to", ""), request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(iri_to_uri(back) if safe else "/")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=31_536_000,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
