"""Named reads for overseers, and everything that is kept about one person."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.models import Job
from springtide.foundation.journal.models import Entry
from springtide.foundation.journal.queries import entries_in
from springtide.foundation.mail.models import Letter
from springtide.planning.models import Intake


def entries_of(intake: Intake, *, verb: str = "", actor: str = "") -> QuerySet[Entry]:
    """The journal of an intake, newest first; verbs by their beginning, people by their address."""
    entries = entries_in([intake.scope])
    if verb:
        entries = entries.filter(verb__startswith=verb)
    if actor:
        entries = entries.filter(actor__email=actor.lower())
    return entries


def work_figures() -> dict[str, int]:
    """How many jobs are in which state."""
    return dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))


def work_in_trouble() -> QuerySet[Job]:
    """Jobs that failed, or that failed at least once and wait for another try."""
    failed = Q(state=Job.State.FAILED) | Q(state=Job.State.READY, attempts__gt=0)
    return Job.objects.filter(failed).order_by("-id")


def letters_in_trouble(intake: Intake) -> QuerySet[Letter]:
    """Letters not delivered to people of this intake: addresses of another's are not its overseers' to read."""
    applied = Person.objects.filter(candidate__applications__intake=intake)
    staff = Person.objects.filter(
        Q(memberships__scope=intake.scope) | Q(memberships__scope__startswith=f"{intake.scope}/")
    )
    people = Q(person__in=applied.values("pk")) | Q(person__in=staff.values("pk"))
    return Letter.objects.filter(people, state=Letter.State.FAILED).order_by("-id")


def everything_about(person: Person) -> dict[str, Any]:
    """What a person may take away: plain values, decisions only once they were released."""
    applications = (
        Application.objects.filter(candidate__person=person)
        .select_related("intake", "candidate", "accommodation")
        .prefetch_related("preferences__opening__position__texts", "preferences__opening__site", "documents__file")
        .prefetch_related("decisions", "offers", "interviews", "contests")
    )
    return {
        "person": {
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "time_zone": person.time_zone,
            "since": person.created,
            "roles": [f"{held.role} {held.scope}".strip() for held in person.held],
        },
        "applications": [_application(application) for application in applications],
        "letters": [
            {"at": letter.created, "subject": letter.subject, "body": letter.body} for letter in person.letters.all()
        ],
        "journal": [
            {"at": entry.at, "verb": entry.verb, "data": entry.data}
            for entry in Entry.objects.filter(actor=person).order_by("id")
        ],
    }


def _application(application: Application) -> dict[str, Any]:
    candidate = application.candidate
    return {
        "intake": application.intake.slug,
        "state": str(application.status.candidate),
        "receipt": application.receipt,
        "submitted_at": application.submitted_at,
        "name": candidate.name,
        "phone": candidate.phone,
        "country": candidate.country,
        "school": application.school,
        "degree": application.degree,
        "field": application.field,
        "graduation": application.graduation,
        "work_countries": application.work_countries,
        "motivation": application.motivation,
        "transfer": application.transfer,
        "eligibility": application.findings,
        "preferences": [f"{p.rank}. {p.opening}" for p in application.preferences.all()],
        "documents": [{"name": d.file.name, "text": d.text, "profile": d.profile} for d in application.documents.all()],
        "decisions": [
            {"verdict": d.verdict, "reason": d.reason} for d in application.decisions.all() if d.state == "released"
        ],
        "interviews": [{"starts_at": i.starts_at, "state": i.state} for i in application.interviews.all()],
        "extra_minutes": application.accommodation.extra_minutes if hasattr(application, "accommodation") else 0,
        "offers": [
            {"state": o.state, "answer_by": o.answer_by} for o in application.offers.all() if o.state != "prepared"
        ],
        "contests": [{"statement": c.statement, "answer": c.answer} for c in application.contests.all()],
    }
