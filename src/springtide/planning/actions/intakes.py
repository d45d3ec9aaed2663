"""Opening an intake, changing its calendar, publishing and archiving it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.actions import grant_role
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.planning import rules, states
from springtide.planning.actions.rows import check_lead, fill
from springtide.planning.events import intake_moved, intake_opened, plan_changed
from springtide.planning.models import Intake, Phase

ALL_AT_ONCE = {"en": "All divisions", "zh-hans": "全部业务", "fr": "Toutes les divisions", "ar": "كل الأقسام"}


@transaction.atomic
def open_intake(*, by: Person | None, **values: Any) -> Intake:
    """Begin planning an intake (values: fields of `Intake`). Whoever opens it leads it; one phase opens with it.

    Raises ValidationError where a value is wrong.
    """
    if by is not None:
        rules.can_open_intake(by).require()
    rules.slug_is_free(values.get("slug", "")).require()
    intake = Intake()
    fill(intake, values)
    intake.save()
    Phase.objects.create(intake=intake, slug="all", names=ALL_AT_ONCE, opens_at=intake.opens_at)
    if by is not None and not by.holds(Role.LEAD, scope=intake.scope):
        grant_role(person=by, role=Role.LEAD, scope=intake.scope, by=None)
    intake_opened.send(Intake, intake=intake, by=by)
    record("planning.intake_opened", by=by, about=intake, scope=intake.scope)
    return intake


@transaction.atomic
def change_intake(*, intake: Intake, by: Person | None, **values: Any) -> Intake:
    """Change the calendar or any other field but the short name, which stands in addresses and roles."""
    check_lead(intake, by)
    row = locked(intake)
    values.pop("slug", None)
    changes = fill(row, values)
    if changes:
        row.save()
        record("planning.intake_changed", by=by, about=row, scope=row.scope, changes=changes)
        plan_changed.send(Intake, intake=row)
    return row


@transaction.atomic
def move_intake(*, intake: Intake, verb: str, by: Person | None, at: datetime | None = None) -> Intake:
    """Publish, take back or archive: the one door for the state of an intake."""
    if by is not None:
        rules.can_plan(by, intake.scope).require()
    row = locked(intake)
    target = states.INTAKE.target(verb, row.state)
    if verb == "publish":
        future = row.real_deadline > (at or timezone.now())
        may(future, _("The deadline is past. Set a new one before you publish.")).require()
    before, row.state = row.state, target
    row.save(update_fields=["state"])
    intake_moved.send(Intake, intake=row, verb=verb, by=by)
    record("planning.intake_moved", by=by, about=row, scope=row.scope, move=verb, before=before, after=target)
    plan_changed.send(Intake, intake=row)
    return row
