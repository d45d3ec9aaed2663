"""May-questions of mentoring. Each answers with the reason."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import Verdict, may
from springtide.foundation.text.clean import is_blank

# France: a tutor looks after at most three interns at a time (Code de l'éducation, R124-13).
LAW = {"FR": 3}


def room(*, most: int, load: int, person_load: int, countries: Iterable[str]) -> int:
    """How many more interns a post may take: `load` counts the post's, `person_load` all of the person's."""
    laws = [LAW[country] - person_load for country in countries if country in LAW]
    return max(min([most - load, *laws]), 0)


def has_room(left: bool, name: str) -> Verdict:
    reason = _("%(name)s has no room for another intern. Choose somebody else, or end another pair first.")
    return may(left, reason % {"name": name})


def manages(person: Person, scope: str) -> Verdict:
    """Pairs and posts are the division's recruiter's, or the lead's."""
    holds = person.holds(Role.RECRUITER, Role.LEAD, scope=scope)
    return may(holds, _("Only a recruiter of this division or the intake lead may do this."), status=403)


def mentors(person: Person, mentor_id: int | None) -> Verdict:
    """`mentor_id`: the person who is the mentor now."""
    return may(person.pk == mentor_id, _("Only the mentor of this intern may do this."), status=403)


def accompanies(person: Person, mentor_id: int | None, scope: str) -> Verdict:
    """The mentor, or whoever manages the division."""
    reason = _("Only the mentor, a recruiter of this division or the intake lead may do this.")
    return may(bool(mentors(person, mentor_id)) or bool(manages(person, scope)), reason, status=403)


def approves(person: Person, scope: str) -> Verdict:
    holds = person.holds(Role.APPROVER, scope=scope)
    return may(holds, _("Only an approver decides about return offers."), status=403)


def is_second_person(person: Person, *involved: int | None) -> Verdict:
    """Four eyes: whoever recommended, mentors or is the intern does not decide."""
    reason = _("You recommended, mentor this intern or are the intern: somebody else has to decide.")
    return may(person.pk not in involved, reason)


def gives_reason(reason: str) -> Verdict:
    return may(not is_blank(reason), _("Please give the reason in words: others will rely on it."))


def is_under_way(state: str) -> Verdict:
    return may(state == "running", _("Confirm the start first: the internship is not running."))


def can_be_evaluated(state: str, kind: str, sent: Iterable[str]) -> Verdict:
    begun = may(state in ("running", "finished"), _("Confirm the start first: the internship has not begun."))
    return begun & may(kind not in sent, _("This evaluation has been sent and stays as it is."))


def is_graded(graded: int, criteria: int) -> Verdict:
    return may(graded == criteria > 0, _("Every criterion needs its points: blank is not zero."))


def can_be_recommended(sent: Iterable[str], asked: bool) -> Verdict:
    final = may("final" in sent, _("Send the final evaluation first: the recommendation rests on it."))
    return final & may(not asked, _("You have already said whether this intern should come back."))
