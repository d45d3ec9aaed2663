"""Speaks the person's language and shows their time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from springtide.foundation.accounts.models import Person

Answer = Callable[[HttpRequest], HttpResponse]
ZONE_COOKIE = "springtide_zone"


def know_person(get_response: Answer) -> Answer:
    zones = available_timezones()

    def answer(request: HttpRequest) -> HttpResponse:
        # Pages for everybody stay free of the session: touching request.user would read the database.
        person = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        zone = request.COOKIES.get(ZONE_COOKIE, "")
        request.roles = person.roles if isinstance(person, Person) else frozenset()  # type: ignore[attr-defined]
        if isinstance(person, Person):
            zone = person.time_zone or zone
            if person.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                translation.activate(person.language)
                request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        with timezone.override(ZoneInfo(zone) if zone in zones else None):
            return get_response(request)

    return answer
