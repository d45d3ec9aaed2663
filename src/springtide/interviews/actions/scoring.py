"""After the talk: held or missed, marks, and the lock before anybody compares."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.foundation.text.clean import clean_line, clean_text
from springtide.interviews import events, rules, states
from springtide.interviews.models import Interview, Mark, Scorecard
from springtide.screening.models import HIGHEST_POINTS
from springtide.screening.rules.totals import weighted_total


@dataclass(frozen=True)
class Heard:
    """What was heard to one question. `points` is None while it is blank."""

    points: int | None
    evidence: str = ""


@transaction.atomic
def mark_missed(*, interview: Interview, by: Person) -> Interview:
    """The candidate did not come. The recruiter decides whether to invite again; nothing is decided here."""
    interview = _own(interview, by)
    rules.has_begun(interview.starts_at).require()
    interview.state = states.INTERVIEW.target("miss", interview.state)
    interview.save(update_fields=["state"])
    record("interviews.miss", by=by, about=interview, scope=interview.round.division.scope)
    return interview


@transaction.atomic
def save_marks(*, interview: Interview, heard: Mapping[int, Heard], note: str, by: Person) -> Scorecard:
    """Keep a draft: question id → what was heard. Drafts are the interviewer's own and are not journaled."""
    interview = _own(interview, by)
    card, _new = Scorecard.objects.get_or_create(interview=interview, interviewer=by)
    states.SCORECARD.target("lock", card.state)
    questions = set(interview.round.rubric.criteria.values_list("pk", flat=True))
    for pk, one in heard.items():
        may(pk in questions, _("This question belongs to another rubric. Please reload the page.")).require()
        in_range = one.points is None or 1 <= one.points <= HIGHEST_POINTS
        may(in_range, _("Points go from 1 to 5.")).require()
        if one.points is None:
            card.marks.filter(criterion=pk).delete()
            continue
        values = {"points": one.points, "evidence": clean_line(one.evidence)[:500]}
        Mark.objects.update_or_create(scorecard=card, criterion_id=pk, defaults=values)
    card.note = clean_text(note)[:4000]
    card.save(update_fields=["note"])
    return card


@transaction.atomic
def lock_scorecard(*, interview: Interview, by: Person) -> Scorecard:
    """Lock what was marked, for good; the interview counts as held."""
    interview = _own(interview, by)
    rules.has_begun(interview.starts_at).require()
    card = Scorecard.objects.get_or_create(interview=interview, interviewer=by)[0]
    target = states.SCORECARD.target("lock", card.state)
    marks = list(card.marks.values_list("points", "criterion__weight"))
    rules.is_complete(len(marks), interview.round.rubric.criteria.count()).require()
    card.state, card.locked_at, card.total = target, timezone.now(), weighted_total(marks)
    card.save(update_fields=["state", "locked_at", "total"])
    if interview.state == "booked":
        interview.state = states.INTERVIEW.target("hold", interview.state)
        interview.save(update_fields=["state"])
    events.scored.send(Interview, interview=interview)
    scope = interview.round.division.scope
    record("interviews.lock", by=by, about=interview, scope=scope, total=card.total)
    return card


def _own(interview: Interview, by: Person) -> Interview:
    interview = locked(interview)
    rules.leads_interview(by, interview.interviewer_id).require()
    rules.is_another(by, interview.application.candidate.person_id).require()
    return interview
