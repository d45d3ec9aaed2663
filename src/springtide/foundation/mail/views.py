"""The outbox of an installation without a mail server: letters are read here, on this machine only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from springtide.foundation.mail.models import Attachment
from springtide.foundation.mail.queries import letters_kept

NEAR = ("127.0.0.1", "::1")
PROXIED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def _only_here(request: HttpRequest) -> None:
    """Letters hold sign-in codes: no outbox where mail is sent, for a proxy, or for another machine."""
    far = request.META.get("REMOTE_ADDR") not in NEAR or any(name in request.META for name in PROXIED)
    if not settings.OUTBOX or far:
        raise Http404


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    _only_here(request)
    page = letters_kept(request.GET.get("to", ""), request.GET.get("page", "1"))
    return render(request, "mail/outbox.html", {"page": page, "to": request.GET.get("to", "")})


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    _only_here(request)
    found = get_object_or_404(Attachment, pk=pk)
    answer = HttpResponse(bytes(found.content), content_type=found.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer
