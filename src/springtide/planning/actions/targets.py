"""Floors and ceilings over the plan."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import Refused
from springtide.planning.actions.rows import check_lead, fill
from springtide.planning.models import Intake, Target
from springtide.planning.targets import contradicts


@transaction.atomic
def add_target(*, intake: Intake, by: Person | None, **values: Any) -> Target:
    """Add a target (values: fields of `Target`). Raises Refused where another one makes it impossible."""
    check_lead(intake, by)
    target = Target(intake=intake)
    fill(target, values)
    _check_others(target)
    target.save()
    record("planning.target_added", by=by, about=target, scope=intake.scope, **_told(target))
    return target


@transaction.atomic
def change_target(*, target: Target, by: Person | None, **values: Any) -> Target:
    """Change it; the journal keeps what it was."""
    check_lead(target.intake, by)
    row = locked(target)
    changes = fill(row, values)
    if changes:
        _check_others(row)
        row.save()
        record("planning.target_changed", by=by, about=row, scope=row.intake.scope, changes=changes)
    return row


@transaction.atomic
def remove_target(*, target: Target, by: Person | None) -> None:
    """Take a target away; the journal keeps what it was."""
    check_lead(target.intake, by)
    record("planning.target_removed", by=by, about=target, scope=target.intake.scope, **_told(target))
    target.delete()


def _check_others(target: Target) -> None:
    for other in Target.objects.filter(intake=target.intake).exclude(pk=target.pk):
        if contradicts(target, other):
            raise Refused(
                _("No seats could meet both this and “%(other)s”. Change one of the two bounds.") % {"other": other}
            )


def _told(target: Target) -> dict[str, Any]:
    return {name: getattr(target, name) for name in ("names", "kind", "bound", "value", "of", "within")}
