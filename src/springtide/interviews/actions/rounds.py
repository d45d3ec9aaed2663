"""Rounds, and the times people give."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.verdicts import may
from springtide.interviews import rules
from springtide.interviews.models import FreeTime, Round
from springtide.planning.models import Division, Intake
from springtide.screening.models import Rubric


@transaction.atomic
def open_round(*, division: Division, names: dict[str, str], minutes: int, rubric: Rubric, by: Person | None) -> Round:
    """Add a round at the end of a division's rounds. `by=None` is the owner at the command line."""
    if by is not None:
        rules.recruits(by, division.scope).require()
    may(rubric.intake_id == division.intake_id, _("This rubric belongs to another season.")).require()
    last = division.rounds.order_by("-place").values_list("place", flat=True).first() or 0
    made = Round(intake=division.intake, division=division, names=names, minutes=minutes, rubric=rubric, place=last + 1)
    made.full_clean()
    made.save()
    record("interviews.open_round", by=by, about=made, scope=division.scope, minutes=minutes)
    return made


@transaction.atomic
def change_round(*, round: Round, names: dict[str, str], minutes: int, rubric: Rubric, by: Person) -> Round:
    """Change a round. Once interviews were held, their questions stay as they are."""
    rules.recruits(by, round.division.scope).require()
    held = round.interviews.filter(state="held").exists()
    may(not held or rubric.pk == round.rubric_id, _("Interviews were held with these questions: they stay.")).require()
    round.names, round.minutes, round.rubric = names, minutes, rubric
    round.full_clean()
    round.save()
    record("interviews.change_round", by=by, about=round, scope=round.division.scope, minutes=minutes)
    return round


@transaction.atomic
def add_free_time(*, person: Person, intake: Intake, starts_at: datetime, ends_at: datetime, zone: str) -> FreeTime:
    """Say when one is free. Windows may overlap: together they mean the same as one."""
    rules.is_window(starts_at, ends_at).require()
    made = FreeTime.objects.create(person=person, intake=intake, starts_at=starts_at, ends_at=ends_at, zone=zone)
    record("interviews.add_free_time", by=person, about=made, scope=intake.scope)
    return made


@transaction.atomic
def remove_free_time(*, free_time: FreeTime, by: Person) -> None:
    """Take a window back. What is booked in it stays booked."""
    may(free_time.person_id == by.pk, _("This is somebody else's time."), status=403).require()
    record("interviews.remove_free_time", by=by, about=free_time, scope=free_time.intake.scope)
    free_time.delete()
