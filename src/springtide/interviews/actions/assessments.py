"""Setting assessments and their sittings up."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.interviews import states
from springtide.interviews.models import Assessment, Sitting
from springtide.interviews.providers import provider_names
from springtide.interviews.queries.assessments import taken_numbers
from springtide.interviews.rules import assessments as rules
from springtide.planning.models import Division, Family, Intake


@transaction.atomic
def save_assessment(
    *,
    intake: Intake,
    assessment: Assessment | None = None,
    names: dict[str, str],
    minutes: int,
    provider: str,
    divisions: Sequence[Division],
    families: Sequence[Family] = (),
    mark: int | None = None,
    by: Person,
) -> Assessment:
    """Make an assessment, or change one. A division that has invited somebody stays."""
    rules.sets_up(by, intake.scope).require()
    may(provider in provider_names(), _("This provider is not set up on this installation.")).require()
    may(bool(divisions), _("Choose at least one division.")).require()
    ours = {part.intake_id for part in divisions} | {part.intake_id for part in families} == {intake.pk}
    may(ours, _("A division or family belongs to another season.")).require()
    if assessment is not None:
        kept = assessment.attempts.exclude(division__in=divisions).exists()
        may(not kept, _("A division that has invited people to this assessment cannot be taken out.")).require()
    row = locked(assessment) if assessment else Assessment(intake=intake)
    row.names, row.minutes, row.provider, row.mark = names, minutes, provider, mark
    row.full_clean()
    row.save()
    row.divisions.set(divisions)
    row.families.set(families)
    verb = "interviews.change_assessment" if assessment else "interviews.add_assessment"
    told = {"divisions": [d.slug for d in divisions], "families": [f.slug for f in families]}
    record(verb, by=by, about=row, scope=intake.scope, minutes=minutes, provider=provider, mark=mark, **told)
    return row


@transaction.atomic
def add_sitting(
    *,
    assessment: Assessment,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    seats: int,
    makeup_of: Sitting | None = None,
    by: Person,
) -> Sitting:
    """Add a sitting; a make-up is for those who missed an ordinary one that lies before it."""
    rules.sets_up(by, assessment.intake.scope).require()
    rules.is_long_enough(starts_at, ends_at, assessment.minutes).require()
    if makeup_of is not None:
        fits = makeup_of.assessment_id == assessment.pk and makeup_of.makeup_of_id is None
        may(fits, _("A make-up belongs to an ordinary sitting of the same assessment.")).require()
        may(makeup_of.ends_at <= starts_at, _("A make-up begins after the sitting that was missed.")).require()
    row = Sitting(
        assessment=assessment, starts_at=starts_at, ends_at=ends_at, zone=zone, seats=seats, makeup_of=makeup_of
    )
    row.full_clean()
    row.save()
    told = {"starts_at": starts_at, "seats": seats, "makeup_of": makeup_of.pk if makeup_of else None}
    record("interviews.add_sitting", by=by, about=row, scope=assessment.intake.scope, **told)
    return row


@transaction.atomic
def change_sitting(
    *, sitting: Sitting, starts_at: datetime, ends_at: datetime, zone: str, seats: int, by: Person
) -> Sitting:
    """Change a sitting to come: seats not below those taken, the window only while nobody has one."""
    intake = sitting.assessment.intake
    rules.sets_up(by, intake.scope).require()
    sitting = locked(sitting)
    may(sitting.state == "open", _("This sitting was called off.")).require()
    may(sitting.starts_at > timezone.now(), _("This sitting has begun. It stays as it was.")).require()
    taken = taken_numbers(sitting)
    if (sitting.starts_at, sitting.ends_at) != (starts_at, ends_at):
        rules.is_long_enough(starts_at, ends_at, sitting.assessment.minutes).require()
        may(not taken, _("People have seats in this sitting. Call it off and open another one.")).require()
        made_up = sitting.makeup_of
        after = made_up is None or made_up.ends_at <= starts_at
        may(after, _("A make-up begins after the sitting that was missed.")).require()
    enough = seats >= max(taken, default=0)
    lowest = _("Seats up to number %(n)s are taken. The sitting cannot have fewer.") % {"n": max(taken, default=0)}
    may(enough, lowest).require()
    sitting.starts_at, sitting.ends_at, sitting.zone, sitting.seats = starts_at, ends_at, zone, seats
    sitting.full_clean()
    sitting.save()
    record("interviews.change_sitting", by=by, about=sitting, scope=intake.scope, starts_at=starts_at, seats=seats)
    return sitting


@transaction.atomic
def call_off(*, sitting: Sitting, by: Person) -> int:
    """Call a sitting to come off. A job tells everybody in it, and they choose again. Returns how many."""
    intake = sitting.assessment.intake
    rules.sets_up(by, intake.scope).require()
    sitting = locked(sitting)
    target = states.SITTING.target("call_off", sitting.state)
    may(sitting.starts_at > timezone.now(), _("This sitting has begun. It can no longer be called off.")).require()
    sitting.state = target
    sitting.save(update_fields=["state"])
    people = len(taken_numbers(sitting))
    enqueue("interviews.empty_sitting", key=str(sitting.pk), payload={"sitting": sitting.pk})
    record("interviews.call_off_sitting", by=by, about=sitting, scope=intake.scope, people=people)
    return people
