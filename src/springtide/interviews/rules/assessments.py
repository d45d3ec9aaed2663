"""May-questions of assessments: who sets them up, who sits where, whose result it is."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import Verdict, may
from springtide.interviews.states import SEATED

if TYPE_CHECKING:
    from springtide.interviews.models import Attempt, Sitting

LONGEST = timedelta(days=31)


def sets_up(person: Person, scope: str) -> Verdict:
    """Assessments and sittings are shared by divisions: the lead of the intake sets them up."""
    return may(person.holds(Role.LEAD, scope=scope), _("Only the intake lead may do this."), status=403)


def is_own(person: Person, attempt: "Attempt") -> Verdict:
    own = attempt.application.candidate.person_id == person.pk
    return may(own, _("This is somebody else's assessment."), status=403)


def is_long_enough(starts_at: datetime, ends_at: datetime, minutes: int) -> Verdict:
    """Forward, in the future, at least as long as the assessment, at most a month."""
    if starts_at <= timezone.now():
        return may(False, _("This sitting would have begun already. Choose a time to come."))
    length = ends_at - starts_at
    short = ngettext(
        "The assessment takes %(n)s minute: the sitting has to be at least as long.",
        "The assessment takes %(n)s minutes: the sitting has to be at least as long.",
        minutes,
    ) % {"n": minutes}
    long = _("A sitting is at most 31 days long. Add another one.")
    return may(length >= timedelta(minutes=minutes), short) & may(length <= LONGEST, long)


def is_still_open(attempt: "Attempt", at: datetime) -> Verdict:
    """Whoever has a seat may move or give it back until their sitting begins."""
    begun = attempt.state in SEATED and attempt.sitting is not None and attempt.sitting.starts_at <= at
    return may(not begun, _("Your sitting has begun. It can no longer be moved or given back."))


def missed_sitting(attempt: "Attempt") -> int | None:
    """The sitting whose make-ups this attempt chooses from; None where it chooses from the ordinary ones."""
    if attempt.sitting is None:
        return None
    return attempt.sitting.makeup_of_id or (attempt.sitting.pk if attempt.state == "missed" else None)


def may_sit(attempt: "Attempt", sitting: "Sitting", at: datetime) -> Verdict:
    """This attempt in this sitting: of the same assessment, open, to come, a make-up for those who missed it only."""
    fits = sitting.assessment_id == attempt.assessment_id and sitting.makeup_of_id == missed_sitting(attempt)
    return (
        may(fits, _("This sitting is not one of yours. Please choose one of the list."))
        & may(sitting.state == "open", _("This sitting was called off. Please choose another one."))
        & may(sitting.starts_at > at, _("This sitting has begun. Please choose another one."))
    )


def leaves_time(sitting: "Sitting", other: "Sitting", minutes: int) -> Verdict:
    """Two windows of one person that overlap: together they have to be long enough for both assessments."""
    together = max(sitting.ends_at, other.ends_at) - min(sitting.starts_at, other.starts_at)
    reason = _("You have a seat in another assessment at that time. Please choose another sitting.")
    return may(together >= timedelta(minutes=minutes), reason)
