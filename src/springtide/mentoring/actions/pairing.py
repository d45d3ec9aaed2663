"""Interns and their mentors: paired when an offer is accepted, changed by a person with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.mail.actions import queue_letter
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.foundation.text.clean import clean_text
from springtide.mentoring import queries, rules
from springtide.mentoring.models import Internship, Mentor
from springtide.mentoring.queries import ACTIVE


@transaction.atomic
def pair_mentor(*, internship: Internship, by: Person | None) -> Mentor | None:
    """The least loaded mentor with room, of the same site first. None where nobody has room."""
    _lock_posts(internship)
    free = queries.candidates_for(internship)
    chosen = free[0][0] if free else None
    if chosen is None:
        record("mentoring.nobody_has_room", by=by, about=internship, scope=internship.division.scope)
    else:
        _pair(internship, chosen, by, reason="")
    return chosen


@transaction.atomic
def change_mentor(*, internship: Internship, mentor: Mentor, reason: str, by: Person) -> Internship:
    """Another mentor of the division, within the same limits."""
    scope = internship.division.scope
    rules.manages(by, scope).require()
    rules.gives_reason(reason).require()
    _lock_posts(internship)
    row = locked(internship)
    may(row.state in ACTIVE, _("This internship is over: its mentor stays as it was.")).require()
    may(row.mentor_id != mentor.pk, _("This is the mentor already.")).require()
    may(mentor.division_id == internship.division.pk, _("This mentor belongs to another division.")).require()
    free = {post.pk for post, _load in queries.candidates_for(internship)}
    rules.has_room(mentor.pk in free, str(mentor)).require()
    _pair(internship, mentor, by, reason=clean_text(reason))
    return internship


def _pair(internship: Internship, mentor: Mentor, by: Person | None, *, reason: str) -> None:
    before, internship.mentor = internship.mentor_id, mentor
    internship.save(update_fields=["mentor"])
    _tell(internship, mentor.person)
    scope = internship.division.scope
    record("mentoring.paired", by=by, about=internship, scope=scope, before=before, mentor=mentor.pk, reason=reason)


def _lock_posts(internship: Internship) -> None:
    """Two pairings in a division come one after the other, so that the last room is given once."""
    list(Mentor.objects.select_for_update().filter(division=internship.division).order_by("pk").values_list("pk"))


def _tell(internship: Internship, mentor: Person) -> None:
    queue_letter(
        to=mentor.email,
        template="mentoring/mail/paired.txt",
        kind="mentoring.paired",
        context={"internship": internship, "mentor": mentor, "intake": internship.offer.application.intake},
        key=f"paired:{internship.pk}:{mentor.pk}",
        person=mentor,
        language=mentor.language,
        time_zone=mentor.time_zone,
    )
