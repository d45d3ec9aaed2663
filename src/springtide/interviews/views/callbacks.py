"""Where providers of assessments tell what happened: signed, small, and told no more than they must be."""

import time

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from springtide.foundation.webhooks.signing import Unsigned, verified
from springtide.interviews.actions.handing import take_event
from springtide.interviews.providers import Unreadable, provider_named, read_event

LARGEST = 64 * 1024


@csrf_exempt
@require_POST
def assessment_callback(request: HttpRequest, provider: str) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdecimal() or int(length[:12]) > LARGEST:
        return HttpResponse(status=413)
    body = request.read(LARGEST + 1)
    known = provider_named(provider)
    secrets = [secret for secret in (known.secret, known.old_secret) if secret] if known else []
    try:
        message = verified(secrets, request.headers, body, time.time())
        event = read_event(body)
    except Unsigned:
        return HttpResponse(status=401)
    except Unreadable as reason:
        return JsonResponse({"error": str(reason)}, status=422)
    answer = take_event(provider=provider, message=message, event=event)
    return JsonResponse({"status": answer} if answer else {"error": "no such attempt"}, status=200 if answer else 404)
