"""Overseeing: checking the journal, asking for it to be checked, putting failed work back."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.jobs.actions import enqueue, retry_job
from springtide.foundation.jobs.models import Job
from springtide.foundation.journal.actions import record
from springtide.foundation.journal.queries import verify_chain
from springtide.foundation.steps.verdicts import may
from springtide.planning.models import Intake
from springtide.privacy.models import JournalCheck


def check_journal() -> JournalCheck:
    """Recompute the chain and look for the head that the last whole check saw."""
    last = next((check for check in JournalCheck.objects.all()[:20] if check.whole), None)
    proof = verify_chain(anchor=last.head if last and last.lines else "")
    return JournalCheck.objects.create(
        lines=proof.lines, head=proof.head, broken_at=proof.broken_at, anchor_found=proof.anchor_found
    )


@transaction.atomic
def ask_for_check(*, intake: Intake, by: Person) -> None:
    """Have the journal checked now, by the worker: it may be long."""
    may(by.holds(Role.LEAD, Role.AUDITOR, scope=intake.scope), _("Only leads and auditors may."), status=403).require()
    enqueue("privacy.check_journal", key=f"asked-{secrets.token_hex(8)}", urgent=True)
    record("privacy.check_asked", by=by, about=intake, scope=intake.scope)


@transaction.atomic
def retry_failed(*, job: Job, intake: Intake, by: Person) -> None:
    """Try failed work again."""
    may(by.holds(Role.LEAD, scope=intake.scope), _("Only the intake lead may."), status=403).require()
    retry_job(job=job)
    record("privacy.job_retried", by=by, about=job, scope=intake.scope, kind=job.kind)
