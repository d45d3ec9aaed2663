"""May this be written, sent, withdrawn, contested now? Each answers with a reason."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from springtide.applications import states
from springtide.foundation.steps.verdicts import Verdict, may

if TYPE_CHECKING:
    from springtide.applications.models import Application
    from springtide.planning.models import Intake


def may_start(intake: "Intake", at: datetime) -> Verdict:
    """A new draft needs an intake that takes applications."""
    return may(intake.takes_applications(at), _("This intake takes no applications now."))


def may_write(application: "Application") -> Verdict:
    return may(
        application.state == "draft",
        _("This application was sent and can no longer be changed. You can withdraw it and apply again."),
    )


def may_send(intake: "Intake", at: datetime) -> Verdict:
    """After the deadline too: what was begun in time is kept and marked late."""
    begun = intake.state == "published" and intake.opens_at <= at
    return may(begun, _("This intake takes no applications now. Your draft is kept."))


def may_withdraw(application: "Application") -> Verdict:
    """The table of moves decides; the reason names no state of staff's."""
    possible = any(move.verb == "withdraw" for move in states.APPLICATION.open_from(application.state))
    return may(possible, _("This application has come to its end and cannot be withdrawn any more."))


def may_reopen(application: "Application", at: datetime) -> Verdict:
    withdrawn = may(application.state == "withdrawn", _("Only a withdrawn application can be taken up again."))
    return withdrawn & may_start(application.intake, at)


def may_contest(application: "Application") -> Verdict:
    return may(application.eligible is False, _("Nothing was found against your application."))


def is_late(intake: "Intake", at: datetime) -> bool:
    return at > intake.real_deadline


def in_grace(intake: "Intake", at: datetime) -> bool:
    return intake.shown_deadline < at <= intake.real_deadline
