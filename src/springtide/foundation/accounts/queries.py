"""Named reads over people."""

from django.db.models import Q, QuerySet

from springtide.foundation.accounts.models import Person


def people_with(role: str, *, scope: str) -> QuerySet[Person]:
    """Active people who hold `role` over `scope`: there, or above it."""
    above = [scope[:i] for i, c in enumerate(scope) if c == "/"]
    return Person.objects.filter(
        is_active=True, memberships__role=role, memberships__scope__in=["", *above, scope]
    ).distinct()


def person_by_email(email: str) -> Person | None:
    """The person with this canonical address."""
    return Person.objects.filter(email=email).first()


def scope_filter(scopes: list[str], *, intake: str, division: str) -> Q:
    """Rows whose intake and division (paths of their slug columns) lie in one of the scopes.

    No scope, no row: the empty list gives a condition that nothing meets.
    """
    condition = Q(pk__in=[])
    for scope in scopes:
        if not scope:
            return Q()
        intake_slug, _, division_slug = scope.partition("/")
        part = Q(**{intake: intake_slug})
        condition |= part & Q(**{division: division_slug}) if division_slug else part
    return condition
