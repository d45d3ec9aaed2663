"""All addresses. Each step lists its own in full; the public site comes last, since its addresses start at /."""

from django.urls import include, path

from springtide.foundation.ui.health import health

STEPS = [
    "privacy",
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
    path("", include("springtide.foundation.ui.urls")),
    path("account/", include("springtide.foundation.accounts.urls")),
    path("", include("springtide.foundation.mail.urls")),
    *[path("", include(f"springtide.{step}.urls")) for step in STEPS],
    path("", include("springtide.sample.urls")),
    path("", include("springtide.careers.urls")),
]

handler400 = "springtide.foundation.ui.views.bad_request"
handler403 = "springtide.foundation.ui.views.permission_denied"
handler404 = "springtide.foundation.ui.views.page_not_found"
handler500 = "springtide.foundation.ui.views.server_error"
