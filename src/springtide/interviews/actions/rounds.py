"""Rounds with the seats of their panels, and rooms."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.verdicts import Verdict, may
from springtide.foundation.text.clean import clean_line
from springtide.interviews import rules
from springtide.interviews.models import Room, Round
from springtide.interviews.seating import SeatNeed
from springtide.planning.models import Division, Family, Intake, Site
from springtide.screening.models import Rubric


@transaction.atomic
def open_round(
    *,
    division: Division,
    names: dict[str, str],
    minutes: int,
    rubric: Rubric,
    by: Person | None,
    seats: Sequence[SeatNeed] = (SeatNeed(),),
    families: Iterable[Family] = (),
    **rest: Any,
) -> Round:
    """Add a round at the end of a division's rounds. `by=None` is the owner at the command line.

    `rest`: mode, room_features, day_policy, gap_minutes, most_moves, notice_hours, where they differ from the model's.
    """
    if by is not None:
        rules.recruits(by, division.scope).require()
    last = division.rounds.order_by("-place").values_list("place", flat=True).first() or 0
    made = Round(intake=division.intake, division=division, place=last + 1)
    _fill(made, families, names=names, minutes=minutes, rubric=rubric, seats=[s.row() for s in seats], **rest)
    record("interviews.open_round", by=by, about=made, scope=division.scope, minutes=minutes, seats=made.seats)
    return made


@transaction.atomic
def change_round(
    *,
    round: Round,
    names: dict[str, str],
    minutes: int,
    rubric: Rubric,
    by: Person,
    seats: Sequence[SeatNeed],
    families: Iterable[Family] = (),
    **rest: Any,
) -> Round:
    """Change a round. Once interviews were held, their questions stay; what is booked keeps its time and panel."""
    rules.recruits(by, round.division.scope).require()
    held = round.interviews.filter(state="held").exists()
    may(not held or rubric.pk == round.rubric_id, _("Interviews were held with these questions: they stay.")).require()
    _fill(round, families, names=names, minutes=minutes, rubric=rubric, seats=[s.row() for s in seats], **rest)
    record(
        "interviews.change_round", by=by, about=round, scope=round.division.scope, minutes=minutes, seats=round.seats
    )
    return round


def _fill(round: Round, families: Iterable[Family], **values: Any) -> None:
    families = list(families)
    foreign = values["rubric"].intake_id != round.intake_id or any(f.intake_id != round.intake_id for f in families)
    may(not foreign, _("This belongs to another season.")).require()
    for name, value in values.items():
        setattr(round, name, value)
    round.full_clean()
    round.save()
    round.families.set(families)


@transaction.atomic
def keep_room(
    *,
    room: Room | None,
    site: Site,
    name: str,
    features: list[str],
    weekdays: list[int],
    opens: time,
    closes: time,
    by: Person,
) -> Room:
    """Add a room (`room=None`) or change one. What is booked in it stays booked."""
    _keeps_rooms(by, site.intake).require()
    may(closes > opens, _("The end has to be after the beginning.")).require()
    name = clean_line(name)[:80]
    twins = Room.objects.filter(site=site, name=name)
    alone = not (twins.exclude(pk=room.pk) if room else twins).exists()
    may(alone, _("This site already has a room of that name.")).require()
    room = room or Room(intake=site.intake)
    room.site, room.name, room.features = site, name, features
    room.weekdays, room.opens, room.closes = sorted(weekdays), opens, closes
    room.save()
    record("interviews.keep_room", by=by, about=room, scope=site.intake.scope)
    return room


@transaction.atomic
def remove_room(*, room: Room, by: Person) -> None:
    """Take a room away in which nothing was ever booked."""
    _keeps_rooms(by, room.intake).require()
    may(not room.interviews.exists(), _("Interviews are or were booked in this room: it stays.")).require()
    record("interviews.remove_room", by=by, about=room, scope=room.intake.scope)
    room.delete()


def _keeps_rooms(person: Person, intake: Intake) -> Verdict:
    """Rooms are shared: whoever recruits for some division of the intake keeps them."""
    scopes = person.scopes(Role.LEAD, Role.RECRUITER)
    inside = any(scope in ("", intake.scope) or scope.startswith(f"{intake.scope}/") for scope in scopes)
    return may(inside, _("Only recruiters of this season may do this."), status=403)
