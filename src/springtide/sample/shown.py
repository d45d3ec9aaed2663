"""People of the sample with plain addresses, so that each stage can be looked at from their side."""

from collections.abc import Callable

from django.utils import timezone

from springtide.applications.models import Application, Candidate
from springtide.foundation.accounts.models import Person
from springtide.foundation.mail.models import Letter
from springtide.foundation.text.search import search_words
from springtide.interviews.models import Attempt, Interview
from springtide.mentoring.models import Internship, Mentor
from springtide.offers.models import Offer


def _drafting() -> int | None:
    rows = Application.objects.filter(state="draft", intake__slug="2026-spring").order_by("pk")
    return rows.values_list("candidate__person", flat=True).first()


def _invited() -> int | None:
    rows = Interview.objects.filter(state__in=["invited", "booked"]).order_by("-state", "pk")  # rather still to book
    return rows.values_list("application__candidate__person", flat=True).first()


def _offered() -> int | None:
    rows = Offer.objects.filter(state="sent").order_by("pk")
    return rows.values_list("application__candidate__person", flat=True).first()


def _interning() -> int | None:
    rows = Internship.objects.filter(state="running").order_by("pk")
    return rows.values_list("offer__application__candidate__person", flat=True).first()


def _sitting() -> int | None:
    """Somebody whose sitting runs, and who is not shown as something else."""
    now = timezone.now()
    rows = Attempt.objects.filter(state="booked", sitting__starts_at__lte=now, sitting__ends_at__gt=now).order_by("pk")
    others = rows.exclude(application__candidate__person__email__in=SHOWN)
    return others.values_list("application__candidate__person", flat=True).first()


SHOWN: dict[str, Callable[[], int | None]] = {
    "draft@example.org": _drafting,
    "interview@example.org": _invited,
    "offer@example.org": _offered,
    "intern@example.org": _interning,
    "assessment@example.org": _sitting,
}


def show_candidates() -> None:
    """Give the first person at each stage its address."""
    for email, find in SHOWN.items():
        person = find()
        if person is not None:
            Person.objects.filter(pk=person).update(email=email)
            Letter.objects.filter(person=person).update(to=email)
            candidate = Candidate.objects.get(person=person)
            candidate.words = search_words(candidate.name, email)
            candidate.save(update_fields=["words"])


def show_mentor() -> None:
    """Let the mentor with the plain address be one of the same division whose intern is here: they change addresses."""
    plain = Person.objects.get(email="mentor@springtide.example")
    posts = Mentor.objects.filter(person=plain, intake__slug="2025-autumn")
    rows = Internship.objects.filter(state="running", mentor__division__in=posts.values("division"))
    other = Person.objects.filter(pk__in=rows.values("mentor__person")).order_by("pk").first()
    if other is None or other == plain:
        return
    theirs = other.email
    for person, email in ((plain, "changing@springtide.example"), (other, plain.email), (plain, theirs)):
        Person.objects.filter(pk=person.pk).update(email=email)
        Letter.objects.filter(person=person).update(to=email)
