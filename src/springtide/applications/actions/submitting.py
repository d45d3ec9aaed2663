"""Sending an application: one step that can be repeated, with one receipt."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from springtide.applications import events
from springtide.applications.actions.drafting import draft_of, write_entries
from springtide.applications.actions.letters import write_letter
from springtide.applications.actions.moving import move_application
from springtide.applications.models import Application, new_receipt
from springtide.applications.queries import findings_on, stored_entries
from springtide.applications.rules.eligibility import verdict
from springtide.applications.rules.entries import Entries, missing
from springtide.applications.rules.writing import in_grace, is_late, may_send, may_write
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.checkpoints import checkpoint
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.planning.models import Intake
from springtide.planning.queries import visible_openings


def submit_application(
    *, by: Person, intake: Intake, entries: Entries, version: int, key: str, at: datetime, source: str = ""
) -> Application:
    """Write what was typed and send it, in one transaction. Sent before: the application as it was sent.

    `at` is when the request began; `key` names this attempt, so that its repeats can be told from another tab.
    Raises Conflict like `save_draft`, Refused where something is missing or the intake is closed.
    """
    with transaction.atomic():
        application = draft_of(by=by, intake=intake, at=at, source=source)
        if application.receipt is not None and application.state != "withdrawn":
            return application
        may_write(application).require()
        stored = write_entries(application=application, entries=entries, version=version, at=at)
        _require_complete(stored, intake, at)
        _send(application, stored, key=key, at=at, by=by)
        checkpoint("submit:before-commit")
    checkpoint("submit:after-commit")
    return application


@transaction.atomic
def submit_imported(*, application: Application, at: datetime, by: Person | None) -> Application:
    """The lead sends an imported draft; what its résumé did not say stays open, for a person to ask."""
    may(
        by is None or by.holds(Role.LEAD, scope=application.intake.scope),
        _("Only the intake lead sends imported applications."),
        status=403,
    ).require()
    application = locked(application)
    ours = application.source == "import" and application.state == "draft"
    may(ours, _("Only an imported draft can be sent for its candidate.")).require()
    may(application.preferences.exists(), _("Rank at least one opening first.")).require()
    _send(application, stored_entries(application), key="", at=at, by=by)
    return application


@transaction.atomic
def admit_late(*, application: Application, by: Person) -> Application:
    """Let an application that came after the deadline take part like any other."""
    may(
        by.holds(Role.LEAD, scope=application.intake.scope), _("Only the intake lead admits late ones."), status=403
    ).require()
    move_application(application=application, verb="admit", by=by)
    events.submitted.send(Application, application=application)
    return application


def _require_complete(entries: Entries, intake: Intake, at: datetime) -> None:
    gaps = missing(entries)
    may(
        not gaps,
        ngettext("One point is still missing.", "%(count)d points are still missing.", len(gaps))
        % {"count": len(gaps)},
    ).require()
    # As it was at the deadline people saw: grace and lateness must not make openings disappear.
    seen = visible_openings(intake, min(at, intake.shown_deadline))
    wanted = entries["openings"]
    still_open = seen.filter(pk__in=wanted).count() == len(wanted)
    may(still_open, _("An opening you ranked is no longer open. Take it out of your list, then send again.")).require()


def _send(application: Application, entries: Entries, *, key: str, at: datetime, by: Person | None) -> None:
    intake = application.intake
    may_send(intake, at).require()
    late = is_late(intake, at)
    application.findings = findings_on(entries, intake)
    application.eligible = verdict(application.findings)
    application.receipt, application.submit_key = new_receipt(), key[:64]
    application.submitted_at, application.in_grace = at, in_grace(intake, at)
    application.save(
        update_fields=["findings", "eligible", "receipt", "submit_key", "submitted_at", "in_grace", "changed"]
    )
    checkpoint("submit:after-insert")
    write_letter(application, "late" if late else "receipt", key=f"application-{application.receipt}")
    move_application(
        application=application,
        verb="submit_late" if late else "submit",
        by=by,
        receipt=application.receipt,
        eligible=application.eligible,
        notice=application.notice_version,
        openings=entries["openings"],
    )
    events.submitted.send(Application, application=application)
