"""The stand-in's two doors, both closed unless the sample is shown: orders of attempts, and the test itself."""

import json
import time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from springtide.environment import STANDIN
from springtide.foundation.jobs.actions import enqueue
from springtide.foundation.jobs.models import Job
from springtide.foundation.webhooks.signing import Unsigned, verified
from springtide.interviews.providers import provider_named
from springtide.sample import standin

LARGEST = 16 * 1024


def _only_in_sample() -> None:
    if not settings.SAMPLE:
        raise Http404


@csrf_exempt
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Takes an order that our own product signed. The same order again gets the same id and link."""
    _only_in_sample()
    provider = provider_named(STANDIN)
    body = request.read(LARGEST + 1)
    try:
        verified([provider.secret] if provider else [], request.headers, body, time.time())
        paper = standin.ordered(body)
    except Unsigned:
        return HttpResponse(status=401)
    except (ValueError, RecursionError):
        return HttpResponse(status=422)
    link = settings.SITE_URL + reverse("standin:take", args=[standin.token_of(paper)])
    return JsonResponse({"id": paper.id, "link": link}, status=201)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, token: str) -> HttpResponse:
    """The test: begin, then hand in. What is handed in first counts."""
    _only_in_sample()
    paper = standin.paper_of(token)
    if paper is None:
        raise Http404
    handed_in = Job.objects.filter(kind="standin.tell", key=_key(paper, standin.FINISHED)).exists()
    is_open = paper.is_open(timezone.now()) and not handed_in
    if is_open and request.method == "POST":
        _tell(paper, standin.STARTED, {"type": "attempt.started"})
        if "begin" in request.POST:
            return redirect(f"{request.path}?begun=1")
        result = standin.marked(_answers(request))
        data = {**result, "finished_at": timezone.now().isoformat()}
        _tell(paper, standin.FINISHED, {"type": "attempt.finished", "data": data})
        return redirect("standin:take", token)
    context = {"paper": paper, "questions": standin.QUESTIONS, "handed_in": handed_in, "is_open": is_open}
    return render(request, "sample/standin.html", context | {"begun": "begun" in request.GET})


def _answers(request: HttpRequest) -> dict[int, int]:
    """Number of the question → place of the answer that was ticked."""
    ticked = {number: request.POST.get(f"question_{number}", "") for number in range(len(standin.QUESTIONS))}
    return {number: int(value) for number, value in ticked.items() if value in ("0", "1", "2")}


def _key(paper: standin.Paper, version: int) -> str:
    return f"{paper.id}-{version}"


def _tell(paper: standin.Paper, version: int, event: dict[str, Any]) -> None:
    data = {"attempt": paper.id, "version": version, **event.get("data", {})}
    body = json.dumps({"type": event["type"], "data": data})
    enqueue("standin.tell", key=_key(paper, version), payload={"body": body})
