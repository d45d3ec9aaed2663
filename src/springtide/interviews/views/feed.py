"""Somebody's interviews in their own calendar: the secret address, and what stands behind it."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_person
from springtide.foundation.accounts.models import Person
from springtide.foundation.ui.answers import answer
from springtide.interviews import queries
from springtide.interviews.actions.feeding import close_feed, digest, open_feed
from springtide.interviews.calendar import as_feed
from springtide.interviews.models import CalendarFeed

PAST = timedelta(days=30)
READS, SECONDS = 30, 300  # calendars read every few minutes at most


@needs_person
@require_http_methods(["GET", "POST"])
def subscription(request: PersonRequest) -> HttpResponse:
    """The address is shown once, right after it is made: only its digest is kept."""
    address = ""
    if request.method == "POST":
        address = settings.SITE_URL + reverse("interviews:feed", args=[open_feed(person=request.user)])
    open_now = CalendarFeed.objects.filter(person=request.user).first()
    response = render(request, "interviews/subscription.html", {"address": address, "feed": open_now})
    response["Cache-Control"] = "no-store"
    return response


@needs_person
@require_POST
def stop_subscription(request: PersonRequest) -> HttpResponse:
    close_feed(person=request.user)
    return redirect("interviews:subscription")


def _reads(person: Person) -> int:
    """How often this feed was read lately, with this time."""
    key = f"interviews-feed-{person.pk}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # it went out between the two
        return 1


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What the token opens, in the language of its owner. Whoever guesses is told what absent looks like."""
    person = queries.feed_owner(digest(token))
    if person is None:
        raise Http404
    if _reads(person) > READS:
        refused = answer(request, 429, retry_after=SECONDS)
        # Django would log the address, which is the secret; this is its own mark for "logged already".
        refused._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
        return refused
    rows = queries.feed_interviews(person, since=timezone.now() - PAST)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        content = as_feed(rows, reader=person)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="interviews.ics"'
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
