"""What every change of the plan has in common."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.steps.verdicts import may
from springtide.planning import rules
from springtide.planning.models import Intake

Changes = dict[str, list[Any]]


def check_lead(intake: Intake, by: Person | None) -> None:
    """`by=None` is the machine's owner at the command line, who may do all that the state allows."""
    check_open(intake)
    if by is not None:
        rules.can_plan(by, intake.scope).require()


def check_open(intake: Intake) -> None:
    may(intake.state != "archived", _("This intake is archived: its plan stays as it was.")).require()


def fill(row: models.Model, values: Mapping[str, Any]) -> Changes:
    """Set the values that differ and validate the row: {field: [before, after]}. Raises ValidationError."""
    changes: Changes = {}
    for name, value in values.items():
        before = getattr(row, name, None)
        if before != value:
            setattr(row, name, value)
            changes[name] = [_plain(before), _plain(value)]
    row.full_clean()
    return changes


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
