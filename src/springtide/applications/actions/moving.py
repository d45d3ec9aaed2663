"""The one door for the state of an application, singly and in bulk."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.applications import states
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import Line, record_many
from springtide.foundation.steps.verdicts import may
from springtide.planning.models import Intake

BATCH = 2000


def move_application(*, application: Application, verb: str, by: Person | None, **notes: Any) -> Application:
    """`move_applications` for one; `application` itself carries the new state afterwards."""
    move_applications(applications=[application], verb=verb, by=by, **notes)
    return application


@transaction.atomic
def move_applications(
    *, applications: Iterable[Application], verb: str, by: Person | None, **notes: Any
) -> list[Application]:
    """Take every application along `verb`, or none: one that may not go refuses them all.

    Raises Refused naming what is possible instead. `by=None` is a due task; it can never reject anybody.
    Who may do what is asked by the calling action; it also announces and writes the letters. `notes` are
    plain values that go into the journal's lines.
    """
    may(by is not None or verb != "reject", _("Only a named person can reject somebody."), status=403).require()
    given = {application.pk: application for application in applications}
    sources = _locked_states(sorted(given))
    targets = {pk: states.APPLICATION.target(verb, state) for pk, state in sources.items()}
    for target in set(targets.values()):
        _write([pk for pk in targets if targets[pk] == target], target)
    for pk, target in targets.items():
        given[pk].state = target
    scopes = dict(Intake.objects.filter(pk__in={row.intake_id for row in given.values()}).values_list("pk", "slug"))
    record_many(
        [
            Line(f"applications.{verb}", row, scopes[row.intake_id], {"from": sources[pk], "to": targets[pk], **notes})
            for pk, row in given.items()
        ],
        by=by,
    )
    return list(given.values())


def _locked_states(pks: list[int]) -> dict[int, str]:
    """State of each row as it is now, locked in the order of ids so that two bulk moves cannot deadlock."""
    found: dict[int, str] = {}
    for start in range(0, len(pks), BATCH):
        rows = Application.objects.select_for_update().filter(pk__in=pks[start : start + BATCH]).order_by("pk")
        found.update(rows.values_list("pk", "state"))
    return found


def _write(pks: list[int], target: str) -> None:
    for start in range(0, len(pks), BATCH):
        Application.objects.filter(pk__in=pks[start : start + BATCH]).update(state=target, changed=timezone.now())
