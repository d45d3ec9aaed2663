"""All addresses. Each step lists its own in full; the public site comes last, since its addresses start at /."""

from django.urls import include, path

from springtide.foundation.ui.health import health

STEPS = [
    "sample",
    "insight",
    "mentoring",
    "offers",
    "allocation",
    "interviews",
    "screening",
    "applications",
    "planning",
]

urlpatterns = [
    path("health/", health, name="health"),
    path("account/", include("springtide.foundation.accounts.urls")),
    path("", include("springtide.foundation.journal.urls")),
    path("", include("springtide.foundation.jobs.urls")),
    path("", include("springtide.foundation.mail.urls")),
    *[path("", include(f"springtide.{step}.urls")) for step in STEPS],
    path("", include("springtide.careers.urls")),
]
