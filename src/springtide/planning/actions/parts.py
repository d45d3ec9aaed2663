"""Phases, divisions, sites and job families: added, changed, and removed where nothing hangs on them."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import Refused
from springtide.planning.actions.rows import check_lead, fill
from springtide.planning.events import plan_changed
from springtide.planning.models import Division, Family, Intake, Phase, Site, Target

Part = Phase | Division | Site | Family
P = TypeVar("P", bound=Part)


@transaction.atomic
def add_part(*, intake: Intake, kind: type[P], by: Person | None, **values: Any) -> P:
    """Add a phase, division, site or family (values: its fields). Raises ValidationError."""
    check_lead(intake, by)
    part = kind(intake=intake)
    fill(part, values)
    part.save()
    record(f"planning.{kind._meta.model_name}_added", by=by, about=part, scope=intake.scope, slug=part.slug)
    plan_changed.send(Intake, intake=intake)
    return part


@transaction.atomic
def change_part(*, part: P, by: Person | None, **values: Any) -> P:
    """Change it, but not its short name: roles, targets and addresses know it by that."""
    check_lead(part.intake, by)
    row = locked(part)
    values.pop("slug", None)
    changes = fill(row, values)
    if changes:
        row.save()
        verb = f"planning.{row._meta.model_name}_changed"
        record(verb, by=by, about=row, scope=row.intake.scope, changes=changes)
        plan_changed.send(Intake, intake=row.intake)
    return row


@transaction.atomic
def remove_part(*, part: Part, by: Person | None) -> None:
    """Remove what nothing hangs on. Raises Refused naming what does."""
    check_lead(part.intake, by)
    name = part._meta.model_name or ""
    for target in Target.objects.filter(intake=part.intake):
        if part.slug in (target.of.get(name), target.within.get(name)):
            raise Refused(_("The target “%(target)s” counts this. Change the target first.") % {"target": target})
    gone = {"slug": part.slug, "id": part.pk}
    try:
        part.delete()
    except ProtectedError as error:
        kept = sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects})
        raise Refused(
            _("%(count)d %(things)s belong to this. Move or remove them first.")
            % {"count": len(error.protected_objects), "things": ", ".join(kept)}
        ) from error
    record(f"planning.{name}_removed", by=by, about=None, scope=part.intake.scope, **gone)
    plan_changed.send(Intake, intake=part.intake)
