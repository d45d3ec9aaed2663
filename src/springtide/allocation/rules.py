"""Who may run and publish, and what must hold before."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import YES, Verdict, may

if TYPE_CHECKING:
    from springtide.allocation.models import Run

# From this many people on, publishing asks for the number to be typed.
TYPED_FROM = 51
# A pin is an exception, and whoever publishes reads every one of them.
MOST_PINS = 100
MOST_SEATS = 100_000
LONGEST_REASON = 1000


def leads(person: Person, scope: str) -> Verdict:
    return may(person.holds(Role.LEAD, scope=scope), _("Only the intake lead starts and stops runs."), status=403)


def approves(person: Person, run: "Run") -> Verdict:
    """A second person: an approver of the intake who did not start the run."""
    holds = person.holds(Role.APPROVER, scope=run.intake.scope)
    return may(holds, _("Only an approver publishes a result."), status=403) & may(
        run.started_by_id != person.pk, _("You started this run. Somebody else has to publish it."), status=403
    )


def pinned_nobody(pinned: bool) -> Verdict:
    """The second person must be one for the pins too."""
    return may(not pinned, _("You pinned somebody in this run. Somebody else has to publish it."), status=403)


def is_season(run: "Run") -> Verdict:
    return may(
        not run.what_if,
        _("A what-if is never published: it read changed input. Make the change in the plan, then start a run."),
    )


def is_proven(run: "Run") -> Verdict:
    return may(run.proven, _("This result did not pass the independent check, so it cannot be published. Run again."))


def is_meant(people: int, typed: int | None) -> Verdict:
    return may(
        people < TYPED_FROM or typed == people,
        _("Type the number of people concerned, exactly as the page shows it. Nothing was published."),
    )


def seats_possible(seats: Iterable[int]) -> Verdict:
    return may(all(0 <= n <= MOST_SEATS for n in seats), _("An opening has from 0 to 100,000 seats."))


def value_possible(kind: str, value: Decimal | None) -> Verdict:
    """The value of a target; None leaves it out."""
    if value is None:
        return YES
    if not value.is_finite() or value < 0:
        return may(False, _("The value of a target is 0 or more."))
    if kind == "share":
        return may(value <= 100, _("A share is at most 100 percent."))
    whole = value == value.to_integral_value() and value <= MOST_SEATS
    return may(whole, _("A number of seats is a whole number, at most 100,000."))


def preferences_possible(longest: int | None, interviews: int | None) -> Verdict:
    return may(longest is None or longest >= 1, _("At least one choice has to be considered.")) & may(
        interviews is None or 0 <= interviews <= 100, _("Interviews weigh from 0 to 100 percent.")
    )


def has_reason(reason: str) -> Verdict:
    return may(0 < len(reason) <= LONGEST_REASON, _("Give the reason, in at most 1,000 characters."))


def is_another(person: Person, candidate_person_id: int) -> Verdict:
    return may(person.pk != candidate_person_id, _("Nobody seats themselves. Ask another lead to pin you."), status=403)


def can_sit(*, waits: bool, ranked: bool, consented: bool) -> Verdict:
    """Where a person may be pinned: as far as they themselves agreed."""
    return may(
        waits, _("Only people who are shortlisted or on the reserve list can be pinned: this person takes no part.")
    ) & may(
        ranked or consented,
        _("This person did not rank this opening and did not agree to a transfer. Choose one of their openings."),
    )


def has_room(free: int) -> Verdict:
    return may(free > 0, _("No seat is left in this opening: those it has are held or pinned. Choose another opening."))


def few_pins(pins: int) -> Verdict:
    return may(pins < MOST_PINS, _("At most 100 people can be pinned at a time. Take a pin away first."))
