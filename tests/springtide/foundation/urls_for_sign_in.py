"""The doors of the foundation, with bare rooms behind them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def room(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


urlpatterns = [
    path("account/", include("springtide.foundation.accounts.urls")),
    path("", include("springtide.foundation.ui.urls")),
    path("", include("springtide.foundation.mail.urls")),
    path("console/", room, name="console"),
    path("me/", include(([path("", room, name="mine")], "applications"))),
    path("", include(([path("", room, name="home")], "careers"))),
]
