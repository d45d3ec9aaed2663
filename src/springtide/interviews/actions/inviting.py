"""Inviting people to a round."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import Line, record, record_many
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.interviews import rules, states
from springtide.interviews.actions.telling import tell_candidate
from springtide.interviews.models import Interview, Round
from springtide.interviews.queries import preferences_for
from springtide.planning.models import Site


@transaction.atomic
def invite(*, applications: Iterable[Application], round: Round, by: Person) -> list[Interview]:
    """Invite shortlisted people to choose a time; whoever was invited already is left as they are."""
    rules.recruits(by, round.division.scope).require()
    rows = Application.objects.filter(pk__in=[application.pk for application in applications])
    rows = rows.select_related("candidate__person", "intake").exclude(interviews__round=round)
    wanted = set(rows.filter(preferences_for(round)).values_list("pk", flat=True))
    made = []
    for application in rows.order_by("pk"):
        rules.is_invitable(application.state).require()
        reason = _("%(name)s does not rank what this round is for.") % {"name": application.candidate}
        may(application.pk in wanted, reason).require()
        made.append(Interview.objects.create(application=application, round=round, site=_site(application, round)))
    for interview in made:
        tell_candidate(interview, "invited")
    lines = [Line("interviews.invite", i, round.division.scope, {"application": i.application_id}) for i in made]
    record_many(lines, by=by)
    return made


def _site(application: Application, round: Round) -> Site | None:
    """Where somebody would be met on site: at the site of what they want most in the division."""
    ranked = application.preferences.filter(division=round.division_id).select_related("opening__site")
    first = ranked.order_by("rank").first() if round.is_onsite else None
    return first.opening.site if first else None


@transaction.atomic
def reinvite(*, interview: Interview, by: Person) -> Interview:
    """After a missed or cancelled interview: choose a time once more."""
    rules.recruits(by, interview.round.division.scope).require()
    interview = locked(interview)
    rules.is_invitable(interview.application.state).require()
    interview.state = states.INTERVIEW.target("reinvite", interview.state)
    interview.starts_at = interview.ends_at = interview.room = None
    interview.sequence, interview.moves = interview.sequence + 1, 0
    interview.panelists.all().delete()
    interview.attendances.all().delete()  # who was absent this morning may be there this afternoon
    interview.save(update_fields=["state", "starts_at", "ends_at", "room", "sequence", "moves"])
    tell_candidate(interview, "invited")
    record("interviews.reinvite", by=by, about=interview, scope=interview.round.division.scope)
    return interview
