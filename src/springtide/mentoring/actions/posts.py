"""Mentor posts: who looks after interns of a division at a site, and how many."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import Refused, may
from springtide.mentoring import rules
from springtide.mentoring.models import Mentor
from springtide.planning.models import Division, Site


@transaction.atomic
def add_post(*, person: Person, division: Division, site: Site, most: int, by: Person) -> Mentor:
    """Raises Refused where the person is no mentor of the division or has this post. Raises ValidationError."""
    rules.manages(by, division.scope).require()
    no_role = _("%(name)s does not hold the role of mentor in this division.") % {"name": person}
    may(person.holds(Role.MENTOR, scope=division.scope), no_role).require()
    may(site.intake_id == division.intake_id, _("This site belongs to another intake.")).require()
    post = Mentor(person=person, intake=division.intake, division=division, site=site, most=most)
    post.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise Refused(_("%(name)s has this post already.") % {"name": person}) from error
    record("mentoring.post_added", by=by, about=post, scope=division.scope, person=person.pk, site=site.slug, most=most)
    return post


@transaction.atomic
def change_post(*, post: Mentor, most: int, by: Person) -> Mentor:
    """How many interns at most. Fewer than there are now ends no pair; it only takes no further."""
    rules.manages(by, post.division.scope).require()
    row = locked(post)
    before, row.most = row.most, most
    row.full_clean()
    row.save(update_fields=["most"])
    record("mentoring.post_changed", by=by, about=row, scope=post.division.scope, before=before, after=most)
    return row


@transaction.atomic
def remove_post(*, post: Mentor, by: Person) -> None:
    """Only one that never had an intern goes; others take no further with `most` as it is now."""
    scope = post.division.scope
    rules.manages(by, scope).require()
    gone = {"person": post.person_id, "post": post.pk}
    try:
        post.delete()
    except ProtectedError as error:
        raise Refused(_("This mentor has or had interns. Give those who are left another mentor instead.")) from error
    record("mentoring.post_removed", by=by, about=None, scope=scope, **gone)
