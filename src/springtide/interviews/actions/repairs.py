"""Somebody drops out, or a room: nobody books them any more, and a run looks for the fewest moves."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.mail.actions import queue_letter
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.foundation.text.clean import clean_line
from springtide.interviews import rules
from springtide.interviews.actions.schedules import queue_schedule
from springtide.interviews.models import Asked, AwayTime, Interview, Proposal, Room, RoomClosing, ScheduleRun
from springtide.interviews.queries.schedules import unanswered
from springtide.interviews.times import QUARTER, floor_quarter
from springtide.planning.models import Intake

AFTERWARDS = timedelta(days=7)  # so much room behind the last interview for those that move


@transaction.atomic
def drop_out(
    *,
    intake: Intake,
    person: Person | None,
    room: Room | None,
    away_from: datetime,
    away_until: datetime,
    zone: str,
    reason: str,
    with_bystanders: bool,
    by: Person,
) -> ScheduleRun:
    """Note that an interviewer or a room is away, and ask for a repair of what that touches. Give one of the two."""
    rules.leads_schedules(by, intake.scope).require()
    rules.is_absence(away_from, away_until).require()
    may((person is None) != (room is None), _("Choose an interviewer or a room, not both.")).require()
    if person is not None:
        AwayTime.objects.create(person=person, intake=intake, starts_at=away_from, ends_at=away_until, zone=zone)
    elif room is not None:
        RoomClosing.objects.create(room=room, starts_at=away_from, ends_at=away_until)
    begins = floor_quarter(timezone.now()) + QUARTER
    last = Interview.objects.filter(round__intake=intake, state="booked").aggregate(last=Max("ends_at"))["last"]
    run = ScheduleRun(
        intake=intake,
        kind=ScheduleRun.Kind.REPAIR,
        name=_("%(who)s is away") % {"who": person or room},
        begins_at=begins,
        ends_at=floor_quarter(max(last or begins, begins) + AFTERWARDS),
        person=person,
        room=room,
        away_from=away_from,
        away_until=away_until,
        reason=clean_line(reason)[:200],
        with_bystanders=with_bystanders,
        started_by=by,
    )
    return queue_schedule(run, by)


@transaction.atomic
def ask_bystanders(*, run: ScheduleRun, by: Person) -> int:
    """Ask everybody who would move for others. Asked twice, each still gets one letter."""
    rules.leads_schedules(by, run.intake.scope).require()
    run = locked(run)
    may(run.state == "proposed", _("This run is not a proposal any more.")).require()
    rows = (
        unanswered(run)
        .filter(asked=None)
        .select_related("interview__round__intake", "interview__application__candidate__person")
    )
    waiting = list(rows)
    Asked.objects.bulk_create(Asked(proposal=row) for row in waiting)
    for row in waiting:
        _ask(row)
    record("interviews.bystanders_asked", by=by, about=run, scope=run.intake.scope, people=len(waiting))
    return len(waiting)


@transaction.atomic
def answer_question(*, proposal: Proposal, agrees: bool, by: Person) -> Asked:
    """A bystander says yes or no. A no is final: nobody is asked again for the same interview."""
    interview = proposal.interview
    own = interview.application.candidate.person_id == by.pk
    may(own, _("This is somebody else's interview."), status=403).require()
    run = locked(proposal.run)
    may(run.state == "proposed", _("Thank you. This has been settled already, and your time stays.")).require()
    row = locked(proposal.asked)
    if row.agrees is None:
        row.agrees, row.answered_at = agrees, timezone.now()
        row.save(update_fields=["agrees", "answered_at"])
        record("interviews.bystander_answered", by=by, about=proposal, scope=run.intake.scope, agrees=agrees)
    return row


def _ask(row: Proposal) -> None:
    interview, person = row.interview, row.interview.application.candidate.person
    intake = interview.round.intake
    queue_letter(
        to=person.email,
        person=person,
        language=person.language,
        time_zone=person.time_zone or intake.zone,
        template="interviews/mail/would_you_move.txt",
        kind="interviews.would_you_move",
        key=f"move-{row.pk}",
        context={
            "interview": interview,
            "round": interview.round,
            "intake": intake,
            "old_starts_at": row.old_starts_at,
            "new_starts_at": row.starts_at,
            "address": f"{settings.SITE_URL}/me/{intake.slug}/interviews/",
        },
    )
