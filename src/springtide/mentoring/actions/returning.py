"""Return offers: the mentor recommends, somebody else decides, the intern is told once."""

from django.db import transaction
from django.utils import timezone

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.mail.actions import queue_letter
from springtide.foundation.steps.locks import locked
from springtide.foundation.text.clean import clean_text
from springtide.mentoring import rules, states
from springtide.mentoring.models import Internship, ReturnOffer


@transaction.atomic
def recommend_return(*, internship: Internship, recommended: bool, reason: str, by: Person) -> ReturnOffer:
    """Yes or no, resting on the final evaluation. Said once."""
    rules.mentors(by, internship.mentor_person_id).require()
    rules.gives_reason(reason).require()
    locked(internship)
    sent = internship.evaluations.values_list("kind", flat=True)
    asked = ReturnOffer.objects.filter(internship=internship).exists()
    rules.can_be_recommended(sent, asked).require()
    state = "recommended" if recommended else "advised_against"
    made = ReturnOffer.objects.create(internship=internship, state=state, reason=clean_text(reason), recommended_by=by)
    record(f"mentoring.{state}", by=by, about=internship, scope=internship.division.scope)
    return made


@transaction.atomic
def decide_return(*, return_offer: ReturnOffer, verb: str, reason: str, by: Person) -> ReturnOffer:
    """Approve or refuse: the one door for the state of a return offer."""
    internship = return_offer.internship
    rules.approves(by, internship.division.scope).require()
    involved = (return_offer.recommended_by_id, internship.mentor_person_id, internship.candidate.person_id)
    rules.is_second_person(by, *involved).require()
    rules.gives_reason(reason).require()
    row = locked(return_offer)
    before, row.state = row.state, states.RETURN_OFFER.target(verb, row.state)
    row.decision_reason, row.decided_by, row.decided_at = clean_text(reason), by, timezone.now()
    row.save(update_fields=["state", "decision_reason", "decided_by", "decided_at"])
    return_offer.state = row.state
    _tell(row, internship)
    scope = internship.division.scope
    record(f"mentoring.return_{row.state}", by=by, about=internship, scope=scope, before=before)
    return row


def _tell(return_offer: ReturnOffer, internship: Internship) -> None:
    person, intake = internship.candidate.person, internship.offer.application.intake
    queue_letter(
        to=person.email,
        template=f"mentoring/mail/return_{return_offer.state}.txt",
        kind=f"mentoring.return_{return_offer.state}",
        context={"candidate": internship.candidate, "internship": internship, "intake": intake},
        key=f"return-offer:{return_offer.pk}",
        person=person,
        language=person.language,
        time_zone=person.time_zone,
    )
