"""Addresses for the story of the menu."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("start/", page, name="start"), path("console/<slug:intake>/offers/", page, name="offers")]
