"""Withdrawing an application, and taking it up again."""

from datetime import datetime

from django.db import transaction

from springtide.applications import events
from springtide.applications.actions.letters import write_letter
from springtide.applications.actions.moving import move_application
from springtide.applications.models import Application
from springtide.applications.rules.writing import may_reopen, may_withdraw
from springtide.foundation.accounts.models import Person
from springtide.foundation.steps.locks import locked


@transaction.atomic
def withdraw_application(*, application: Application, by: Person) -> Application:
    """The candidate leaves. A draft goes quietly; what was sent is confirmed by a letter and announced.

    Preferences stay as the record of what was asked for: whoever still plays is told by the state.
    """
    application = locked(application)
    may_withdraw(application).require()
    move_application(application=application, verb="withdraw", by=by)
    if application.receipt is not None:
        write_letter(application, "withdrawn", key=f"withdrawn-{application.receipt}")
    events.withdrawn.send(Application, application=application, by=by)
    return application


@transaction.atomic
def reopen_application(*, application: Application, at: datetime, by: Person) -> Application:
    """A withdrawn application becomes a draft again with everything typed; its old receipt is void."""
    application = locked(application)
    may_reopen(application, at).require()
    move_application(application=application, verb="reopen", by=by, void=application.receipt)
    application.receipt, application.submitted_at, application.eligible = None, None, None
    application.submit_key, application.notice_version = "", ""
    application.in_grace, application.findings = False, []
    application.version += 1
    application.save()
    return application
