"""Who does what in an intake. A scope is a path: "" everything, "intake", "intake/division"."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    LEAD = "lead", _("Intake lead")
    RECRUITER = "recruiter", _("Division recruiter")
    REVIEWER = "reviewer", _("Reviewer")
    INTERVIEWER = "interviewer", _("Interviewer")
    APPROVER = "approver", _("Approver")
    MENTOR = "mentor", _("Mentor")
    AUDITOR = "auditor", _("Auditor")


def covers(scope: str, wanted: str) -> bool:
    """True where `scope` is `wanted` or lies above it: "spring" covers "spring/cloud", not "spring-2"."""
    return scope in ("", wanted) or wanted.startswith(f"{scope}/")
