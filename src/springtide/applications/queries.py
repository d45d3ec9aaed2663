"""Named reads over applications, scoped to the person who asks."""

from django.db.models import Q, QuerySet

from springtide.applications.models import Application, Preference
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.planning.models import Intake
from springtide.planning.queries import divisions_for

WHOLE_INTAKE = (Role.LEAD, Role.APPROVER, Role.AUDITOR)
BY_DIVISION = (Role.RECRUITER, Role.REVIEWER, Role.INTERVIEWER)


def applications_for(person: Person, intake: Intake) -> QuerySet[Application]:
    """What this member of staff may see: sent applications of the intake, or of those who rank their divisions.

    A draft is its writer's own affair; only one that was imported is the lead's to complete.
    """
    rows = Application.objects.filter(intake=intake)
    sent = Q(submitted_at__isnull=False)
    if person.holds(*WHOLE_INTAKE, scope=intake.scope):
        imported = Q(state="draft", source="import")
        return rows.filter(sent | imported if person.holds(Role.LEAD, scope=intake.scope) else sent)
    # Looked up first, not joined: with plain ids the subquery reads one index and nothing else.
    divisions = list(divisions_for(person, intake, *WHOLE_INTAKE, *BY_DIVISION).values_list("pk", flat=True))
    ranked = Preference.objects.filter(division__in=divisions).values("application")
    return rows.filter(sent, pk__in=ranked)
