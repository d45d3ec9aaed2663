"""Inviting to an assessment, and what becomes of a seat. Order of locks: attempt, sitting, journal."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.actions import enqueue_many
from springtide.foundation.journal.actions import Line, record, record_many
from springtide.foundation.steps.locks import held, locked, one_at_a_time
from springtide.foundation.steps.verdicts import Refused, may
from springtide.interviews import rules as common
from springtide.interviews import states
from springtide.interviews.actions.sitting_letters import tell
from springtide.interviews.models import Assessment, Attempt, Sitting
from springtide.interviews.queries.assessments import invitable_to, seats_meeting, taken_numbers
from springtide.interviews.rules import assessments as rules
from springtide.planning.models import Division

TRIES, PART = 3, 200


@transaction.atomic
def invite_to(
    *, applications: Iterable[Application], assessment: Assessment, division: Division, by: Person
) -> list[Attempt]:
    """Invite shortlisted people of a division; letters follow by job. Who may not be invited is passed over."""
    common.recruits(by, division.scope).require()
    used = assessment.divisions.filter(pk=division.pk).exists()
    may(used, _("This assessment is not one of this division's.")).require()
    wanted = {application.pk for application in applications}
    rows = [row for row in invitable_to(by, assessment, division).order_by("pk") if row.pk in wanted]
    made = Attempt.objects.bulk_create(
        Attempt(application=application, assessment=assessment, division=division) for application in rows
    )
    keys = [attempt.pk for attempt in made]
    parts = [keys[start : start + PART] for start in range(0, len(keys), PART)]
    enqueue_many("interviews.tell_invited", [(f"{part[0]}-{part[-1]}", {"attempts": part}) for part in parts])
    told = [Line("interviews.invite_to_assessment", a, division.scope, {"application": a.application_id}) for a in made]
    record_many(told, by=by)
    return made


def book_sitting(*, attempt: Attempt, sitting: Sitting, shared: bool, by: Person) -> Attempt:
    """Take a seat, or move to another sitting, and say whether the result may count for other divisions.

    Again: the same answer. Raises Refused where no seat is left.
    """
    for _try in range(TRIES):
        try:
            with one_at_a_time():
                return _book(attempt, sitting, shared, by)
        except IntegrityError:
            continue  # the constraint stopped what the lock should have prevented
    raise Refused(_("Many people are choosing at this moment. Nothing was changed: please try again."))


def _book(attempt: Attempt, sitting: Sitting, shared: bool, by: Person) -> Attempt:
    attempt, now = held(attempt), timezone.now()
    rules.is_own(by, attempt).require()
    common.is_invitable(attempt.application.state).require()
    if attempt.state in states.SEATED and attempt.sitting_id == sitting.pk:
        return agree(attempt=attempt, shared=shared, by=by)
    rules.is_still_open(attempt, now).require()
    rules.may_sit(attempt, sitting, now).require()
    for other in seats_meeting(attempt, sitting):
        if other.sitting is not None:
            both = attempt.assessment.minutes + other.assessment.minutes
            rules.leaves_time(sitting, other.sitting, both).require()
    moves = attempt.state in states.SEATED
    state = states.ATTEMPT.target("book", attempt.state)
    sitting, seat = take_place(sitting)
    rules.may_sit(attempt, sitting, now).require()  # once more, now that nobody can change it
    attempt.state, attempt.sitting, attempt.seat, attempt.link = state, sitting, seat, ""
    attempt.sequence += 1
    attempt.save(update_fields=["state", "sitting", "seat", "link", "sequence"])
    tell(attempt, "moved" if moves else "booked", sitting=sitting)
    told = {"sitting": sitting.pk, "seat": seat}
    record("interviews.book_sitting", by=by, about=attempt, scope=attempt.division.scope, **told)
    return agree(attempt=attempt, shared=shared, by=by)


def agree(*, attempt: Attempt, shared: bool, by: Person) -> Attempt:
    """Write down what the candidate (checked by the caller, who has the lock) says about other divisions."""
    if attempt.shared != shared:
        attempt.shared = shared
        attempt.save(update_fields=["shared"])
        record("interviews.share_result", by=by, about=attempt, scope=attempt.division.scope, shared=shared)
    return attempt


def take_place(sitting: Sitting) -> tuple[Sitting, int]:
    """The sitting, held, and its first free seat number. Raises Refused where there is none."""
    sitting = held(sitting)
    taken = taken_numbers(sitting)
    full = _("The last seat of this sitting has just been taken. Please choose another one; the list is fresh.")
    may(len(taken) < sitting.seats, full).require()
    return sitting, next(n for n in range(1, sitting.seats + 1) if n not in taken)


@transaction.atomic
def cancel_attempt(*, attempt: Attempt, by: Person) -> Attempt:
    """Give the invitation back before the sitting begins; the seat is free again. Nobody is rejected by it."""
    attempt = locked(attempt)
    common.books(by, attempt.application.candidate.person_id, attempt.division.scope).require()
    rules.is_still_open(attempt, timezone.now()).require()
    return drop(attempt=attempt, by=by)


@transaction.atomic
def drop_all(*, application_id: int, by: Person | None) -> None:
    """When an application ends, so do its attempts that have not begun."""
    waiting = Attempt.objects.filter(application=application_id, state__in=("invited", *states.SEATED))
    for attempt in waiting.order_by("pk"):
        drop(attempt=locked(attempt), by=by)


def drop(*, attempt: Attempt, by: Person | None) -> Attempt:
    """Cancel an attempt that the caller has locked."""
    _vacate(attempt, "cancel", "cancelled")
    record("interviews.cancel_attempt", by=by, about=attempt, scope=attempt.division.scope)
    return attempt


@transaction.atomic
def put_back(*, attempt: Attempt) -> Attempt:
    """The sitting does not take place for somebody: they are told, and choose again. Not seated any more: no change."""
    attempt = locked(attempt)
    if attempt.state in states.SEATED:
        _vacate(attempt, "put_back", "called_off")
        record("interviews.put_back", by=None, about=attempt, scope=attempt.division.scope)
    return attempt


def _vacate(attempt: Attempt, verb: str, letter: str) -> None:
    before = attempt.sitting
    attempt.state = states.ATTEMPT.target(verb, attempt.state)
    attempt.sitting, attempt.seat, attempt.link = None, None, ""
    attempt.sequence += 1
    attempt.save(update_fields=["state", "sitting", "seat", "link", "sequence"])
    tell(attempt, letter, sitting=before)


@transaction.atomic
def miss_sitting(*, attempt: Attempt) -> Attempt:
    """Nobody came, as far as the provider told. A make-up is offered where there is one; nothing else follows."""
    attempt = locked(attempt)
    if attempt.state != "sent":
        return attempt  # something was heard in this moment
    attempt.state = states.ATTEMPT.target("miss", attempt.state)
    attempt.link = ""
    attempt.save(update_fields=["state", "link"])
    tell(attempt, "missed", sitting=attempt.sitting)
    record("interviews.miss_sitting", by=None, about=attempt, scope=attempt.division.scope, sitting=attempt.sitting_id)
    return attempt


@transaction.atomic
def reinvite_to(*, attempt: Attempt, by: Person) -> Attempt:
    """After a missed, cancelled or broken-off attempt: choose an ordinary sitting once more."""
    common.recruits(by, attempt.division.scope).require()
    attempt = locked(attempt)
    common.is_invitable(attempt.application.state).require()
    running = attempt.state == "started" and attempt.sitting is not None and attempt.sitting.ends_at > timezone.now()
    may(not running, _("The sitting is not over yet: the result may still come.")).require()
    attempt.state = states.ATTEMPT.target("reinvite", attempt.state)
    attempt.sitting, attempt.seat, attempt.link = None, None, ""
    attempt.sequence += 1
    attempt.save(update_fields=["state", "sitting", "seat", "link", "sequence"])
    tell(attempt, "invited")
    record("interviews.reinvite_to_assessment", by=by, about=attempt, scope=attempt.division.scope)
    return attempt
