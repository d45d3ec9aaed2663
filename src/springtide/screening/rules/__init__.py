"""May-questions of screening. Each answers with the reason."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import Verdict, may
from springtide.foundation.text.clean import is_blank

READABLE = ("submitted", "shortlisted")  # states of an application that is being screened
UNTYPED = 50  # a release to more people than this asks for their number


def leads(person: Person, scope: str) -> Verdict:
    """Rubrics are the lead's."""
    return may(person.holds(Role.LEAD, scope=scope), _("Only the intake lead may do this."), status=403)


def recruits(person: Person, scope: str) -> Verdict:
    """Assigning and deciding are the division's recruiter's, or the lead's."""
    holds = person.holds(Role.RECRUITER, Role.LEAD, scope=scope)
    return may(holds, _("Only a recruiter of this division may do this."), status=403)


def approves(person: Person, scope: str) -> Verdict:
    holds = person.holds(Role.APPROVER, scope=scope)
    return may(holds, _("Only an approver may release decisions."), status=403)


def is_another(person: Person, candidate_person_id: int) -> Verdict:
    """Nobody judges themselves."""
    return may(person.pk != candidate_person_id, _("This is your own application: somebody else has to judge it."))


def is_screened(state: str) -> Verdict:
    return may(state in READABLE, _("This application is no longer being screened. Go back to the queue."))


def stays_out(reviewer: str, state: str | None) -> Verdict:
    """Who handed an application back is not asked again."""
    reason = _("%(name)s handed this application back and stays out of it.") % {"name": reviewer}
    return may(state != "recused", reason)


def is_own_review(person: Person, reviewer_id: int) -> Verdict:
    return may(person.pk == reviewer_id, _("Only the person who was asked to read may score."), status=403)


def gives_reason(reason: str) -> Verdict:
    return may(not is_blank(reason), _("Please give the reason in words: the second person reads it."))


def was_read(locked: int, *, found_ineligible: bool) -> Verdict:
    """Nobody is judged unread; the one exception is a finding of the eligibility rules that a person confirms."""
    reason = _("Nobody has read this application and locked scores yet. Assign a reviewer first.")
    return may(locked > 0 or found_ineligible, reason)


def is_complete(scored: int, criteria: int) -> Verdict:
    missing = criteria - scored
    reason = ngettext(
        "%(count)s criterion has no points yet. Blank is not zero: please score it before you lock.",
        "%(count)s criteria have no points yet. Blank is not zero: please score them before you lock.",
        missing,
    ) % {"count": missing}
    return may(missing == 0 and criteria > 0, reason)


def is_unchanged(shown: int, found: int) -> Verdict:
    """What is released is what was looked at."""
    reason = _("You looked at %(shown)s decisions; now %(found)s are waiting. Please look at the list again.")
    return may(shown == found and found > 0, reason % {"shown": shown, "found": found})


def is_second_person(own: int) -> Verdict:
    """Four eyes: the approver made none of the decisions and is none of the candidates."""
    reason = ngettext(
        "%(count)s of these decisions is yours or about you. Somebody else has to release it.",
        "%(count)s of these decisions are yours or about you. Somebody else has to release them.",
        own,
    )
    return may(own == 0, reason % {"count": own})


def is_meant(people: int, typed: int | None) -> Verdict:
    """A release to many is typed out, so that the wrong list is noticed."""
    reason = _("This reaches %(count)s people. Please type that number to confirm.") % {"count": people}
    return may(people <= UNTYPED or typed == people, reason)
