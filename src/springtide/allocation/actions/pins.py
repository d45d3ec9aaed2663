"""Seating one person by hand, and taking that back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.allocation import rules
from springtide.allocation.models import Pin
from springtide.allocation.queries import IN_MARKET, held_seats, standing_pins
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.foundation.text.clean import clean_text, is_blank
from springtide.planning.models import Opening


@transaction.atomic
def pin_person(*, application: Application, opening: Opening, reason: str, by: Person) -> Pin:
    """Give one person one seat before anybody is matched; a run that starts from now on reads it.

    Only in the market, only where a seat can be given, only as far as the person agreed. The intake's row is locked,
    so that two leads cannot pin two people to one seat.
    """
    intake = locked(application.intake)
    rules.leads(by, intake.scope).require()
    rules.is_another(by, application.candidate.person_id).require()
    row, place = locked(application), locked(opening)
    may(place.position.intake_id == intake.pk, _("This opening is not part of this intake. Choose it again.")).require()
    reason = "" if is_blank(reason) else clean_text(reason)
    rules.has_reason(reason).require()
    ranked = row.preferences.filter(opening=place).exists()
    waits = row.state in IN_MARKET
    rules.can_sit(waits=waits, ranked=ranked, consented=row.transfer and intake.transfer_offered).require()
    others = standing_pins(intake).exclude(application=row)
    rules.few_pins(others.count()).require()
    taken = others.filter(opening=place, application__state__in=IN_MARKET).count()
    rules.has_room(place.seats - held_seats(intake).get(place.pk, 0) - taken).require()
    standing_pins(intake).filter(application=row).update(ended=timezone.now())
    pin = Pin.objects.create(intake=intake, application=row, opening=place, reason=reason, made_by=by)
    told = {"application": row.pk, "opening": place.pk, "ranked": ranked, "reason": reason}
    record("allocation.pinned", by=by, about=pin, scope=intake.scope, **told)
    return pin


@transaction.atomic
def end_pin(*, pin: Pin, by: Person) -> Pin:
    """Take a pin back; runs that read it keep showing it."""
    rules.leads(by, pin.intake.scope).require()
    row = locked(pin)
    may(row.ended is None, _("This pin was taken away already.")).require()
    row.ended = timezone.now()
    row.save(update_fields=["ended"])
    record("allocation.unpinned", by=by, about=row, scope=row.intake.scope, application=row.application_id)
    return row
