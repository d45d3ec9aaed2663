"""Who may offer, and what may still be answered."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import YES, Verdict, may

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from springtide.offers.models import Offer, Wave

# From this many people on, sending asks for the number to be typed.
TYPED_FROM = 51
HAPPENED: dict[str, "StrPromise"] = {
    "accepted": gettext_lazy("This offer was accepted on %(when)s."),
    "declined": gettext_lazy("This offer was declined on %(when)s, and the seat has gone to the reserve list."),
    "expired": gettext_lazy(
        "The time to answer ended, and the seat has gone to the reserve list. That was on %(when)s."
    ),
    "revoked": gettext_lazy("This offer was taken back on %(when)s."),
    "reneged": gettext_lazy("The seat was given back on %(when)s, and has gone to the reserve list."),
}


def leads(person: Person, scope: str) -> Verdict:
    return may(person.holds(Role.LEAD, scope=scope), gettext_lazy("Only the intake lead prepares offers."), status=403)


def approves(person: Person, wave: "Wave") -> Verdict:
    """A second person: an approver of the intake who did not prepare the wave."""
    holds = person.holds(Role.APPROVER, scope=wave.intake.scope)
    return may(holds, gettext_lazy("Only an approver sends offers."), status=403) & may(
        wave.prepared_by_id != person.pk,
        gettext_lazy("You prepared this wave. Somebody else has to send it."),
        status=403,
    )


def is_meant(people: int, typed: int | None) -> Verdict:
    return may(
        people < TYPED_FROM or typed == people,
        gettext_lazy("Type the number of offers, exactly as the page shows it. Nothing was sent."),
    )


def is_in_time(answer_by: datetime) -> Verdict:
    return may(
        answer_by > timezone.now(),
        gettext_lazy("The day to answer by is past. Drop this wave and prepare one with a later day."),
    )


def is_own(offer: "Offer", person: Person) -> Verdict:
    return may(
        offer.application.candidate.person_id == person.pk,
        gettext_lazy("Only the candidate answers an offer."),
        status=403,
    )


def is_answerable(offer: "Offer", at: datetime) -> Verdict:
    """Sent and in time; otherwise what happened to it, and when."""
    if offer.state == "sent":
        late = _("The time to answer ended on %(when)s.") % {"when": _when(offer.answer_by)}
        return may(at <= offer.answer_by, late)
    if offer.state == "prepared":
        return may(False, gettext_lazy("This offer has not been sent yet."))
    return may(False, HAPPENED[offer.state] % {"when": _when(offer.answered_at or offer.created)})


def is_accepted(offer: "Offer") -> Verdict:
    if offer.state == "accepted":
        return YES
    return may(False, gettext_lazy("Only an accepted seat can be given back."))


def _when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
