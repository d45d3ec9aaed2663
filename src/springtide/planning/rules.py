"""Who may change the plan, and what may be taken away."""

from django.utils.translation import gettext_lazy as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.steps.verdicts import Verdict, may

# Addresses of the site itself: an intake of that name would hide them.
RESERVED_SLUGS = frozenset(
    {"account", "callbacks", "console", "health", "jobs", "journal", "language", "me", "metrics", "outbox", "sample"}
    | {"standin", "static", "styleguide", "intakes", "waiting-room"}
)


def can_plan(person: Person, scope: str) -> Verdict:
    """The whole plan of an intake (`scope`: its slug)."""
    return may(person.holds("lead", scope=scope), _("Only the intake lead changes the plan."), status=403)


def can_open_intake(person: Person) -> Verdict:
    return may(bool(person.scopes("lead")), _("Only somebody who leads an intake opens another one."), status=403)


def can_edit_positions(person: Person, scope: str) -> Verdict:
    """The positions of a division (`scope`: intake/division)."""
    return may(
        person.holds("lead", "recruiter", scope=scope),
        _("Only the recruiters of this division and the intake lead change its positions."),
        status=403,
    )


def sees_whole_intake(person: Person, scope: str) -> bool:
    return person.holds(scope=scope)


def slug_is_free(slug: str) -> Verdict:
    return may(slug not in RESERVED_SLUGS, _("This short name is an address of the site itself. Choose another."))
