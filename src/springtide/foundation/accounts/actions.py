"""Changes to people and their roles."""

from django.db import transaction
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Membership, Person
from springtide.foundation.accounts.queries import person_by_email
from springtide.foundation.accounts.roles import Role
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.verdicts import may
from springtide.foundation.text.emails import canonical_email


@transaction.atomic
def open_account(*, email: str) -> Person:
    """The person with this address; made where there was none. Nothing is shown before a code proves it."""
    address = canonical_email(email)
    person = person_by_email(address)
    if person is None:
        person = Person.objects.create_user(address)
        record("accounts.opened", by=person, about=person)
    return person


@transaction.atomic
def grant_role(*, person: Person, role: str, scope: str, by: Person | None) -> Membership:
    """Give a role. Only a lead of that scope may; `by=None` is the machine's owner at the command line."""
    if by is not None:
        may(by.holds(Role.LEAD, scope=scope), _("Only the intake lead grants roles."), status=403).require()
    membership, new = Membership.objects.get_or_create(person=person, role=role, scope=scope)
    if new:
        record("accounts.role_granted", by=by, about=person, scope=scope, role=role)
    return membership


@transaction.atomic
def give_role(*, email: str, name: str, role: str, scope: str, by: Person) -> Membership:
    """Give a role to whoever has this address; somebody new gets an account, and `name` if they told none."""
    may(by.holds(Role.LEAD, scope=scope), _("Only the intake lead grants roles."), status=403).require()
    person = open_account(email=email)
    if name and not person.name:
        person.name = name
        person.save(update_fields=["name"])
    return grant_role(person=person, role=role, scope=scope, by=by)


@transaction.atomic
def withdraw_role(*, membership: Membership, by: Person) -> None:
    """Take a role back. Nobody takes their own last lead role: an intake would be without one."""
    may(by.holds(Role.LEAD, scope=membership.scope), _("Only the intake lead withdraws roles."), status=403).require()
    own = membership.person_id == by.pk and membership.role == Role.LEAD
    may(not own, _("Ask another lead to withdraw your own lead role.")).require()
    membership.delete()
    record("accounts.role_withdrawn", by=by, about=membership.person, scope=membership.scope, role=membership.role)


@transaction.atomic
def set_preferences(*, person: Person, language: str, time_zone: str, name: str = "") -> None:
    """Language, zone and name by which the person is addressed."""
    person.language, person.time_zone, person.name = language, time_zone, name or person.name
    person.save(update_fields=["language", "time_zone", "name"])
    record("accounts.preferences_set", by=person, about=person, language=language, time_zone=time_zone)
