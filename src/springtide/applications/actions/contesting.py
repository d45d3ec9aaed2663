"""Objecting to what was found about eligibility: a person looks again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.applications.actions.letters import write_letter
from springtide.applications.models import Application, Contest
from springtide.applications.rules.writing import may_contest
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may


@transaction.atomic
def contest_finding(*, application: Application, statement: str, by: Person) -> Contest:
    """The candidate says why a finding is wrong. One objection at a time."""
    application = locked(application)
    may_contest(application).require()
    waiting = application.contests.filter(answered_at__isnull=True).exists()
    may(not waiting, _("Your objection is being looked at. You will get an answer by e-mail.")).require()
    contest = Contest.objects.create(application=application, statement=statement)
    record("applications.contested", by=by, about=application, scope=application.intake.scope, contest=contest.pk)
    return contest


@transaction.atomic
def answer_contest(*, contest: Contest, answer: str, upheld: bool, by: Person) -> Contest:
    """A named person answers. Where the candidate was right, the application counts as fitting from now on."""
    contest = locked(contest)
    application = locked(contest.application)
    scope = application.intake.scope
    may(by.holds(Role.LEAD, Role.APPROVER, scope=scope), _("The intake lead answers objections."), status=403).require()
    may(contest.answered_at is None, _("This objection has been answered already.")).require()
    contest.answer, contest.upheld = answer, upheld
    contest.answered_by, contest.answered_at = by, timezone.now()
    contest.save()
    if upheld:
        application.eligible = True
        application.save(update_fields=["eligible", "changed"])
    write_letter(application, "contest_answered", key=f"contest-{contest.pk}", contest=contest)
    record("applications.contest_answered", by=by, about=application, scope=scope, contest=contest.pk, upheld=upheld)
    return contest
