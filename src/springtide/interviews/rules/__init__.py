"""May-questions of interviewing. Each answers with the reason."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import Verdict, may

INVITABLE = ("shortlisted",)
LONGEST_WINDOW = timedelta(hours=16)


def recruits(person: Person, scope: str) -> Verdict:
    holds = person.holds(Role.RECRUITER, Role.LEAD, scope=scope)
    return may(holds, _("Only a recruiter of this division may do this."), status=403)


def is_invitable(state: str) -> Verdict:
    return may(state in INVITABLE, _("Only shortlisted candidates are invited to interviews."))


def books(person: Person, candidate_person_id: int, scope: str) -> Verdict:
    """A time is chosen by the candidate, or for them by a recruiter of the division."""
    own = person.pk == candidate_person_id
    return may(own or bool(recruits(person, scope)), _("This is somebody else's interview."), status=403)


def leads_interview(person: Person, interviewer_id: int | None) -> Verdict:
    return may(person.pk == interviewer_id, _("Only the interviewer may do this."), status=403)


def is_another(person: Person, candidate_person_id: int) -> Verdict:
    return may(person.pk != candidate_person_id, _("Nobody interviews themselves."))


def has_begun(starts_at: datetime | None) -> Verdict:
    begun = starts_at is not None and starts_at <= timezone.now()
    return may(begun, _("This interview has not begun yet."))


def is_to_come(starts_at: datetime | None) -> Verdict:
    to_come = starts_at is None or starts_at > timezone.now()
    return may(to_come, _("This interview has already begun. Ask the recruiter."))


def is_window(starts_at: datetime, ends_at: datetime) -> Verdict:
    """Forward, in the future, and no longer than a long day."""
    if ends_at <= starts_at:
        return may(False, _("The end has to be after the beginning."))
    if ends_at <= timezone.now():
        return may(False, _("This time is over. Choose one to come."))
    return may(ends_at - starts_at <= LONGEST_WINDOW, _("A window is at most 16 hours long. Add one for each day."))


def is_complete(marked: int, questions: int) -> Verdict:
    missing = questions - marked
    reason = ngettext(
        "%(count)s question has no points yet. Blank is not zero: please mark it before you lock.",
        "%(count)s questions have no points yet. Blank is not zero: please mark them before you lock.",
        missing,
    ) % {"count": missing}
    return may(missing == 0 and questions > 0, reason)
