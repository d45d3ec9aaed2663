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
from springtide.interviews.models import Debrief, Interview, Mark, Scorecard
from springtide.interviews.queries import debrief_of, is_compared
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
    rules.is_scoring(debrief_of(interview) is not None).require()
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
    rules.is_scoring(debrief_of(interview) is not None).require()
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


@transaction.atomic
def close_scoring(*, interview: Interview, reason: str, by: Person) -> Debrief:
    """Begin the debrief although somebody has not locked: with a reason, which the journal keeps."""
    rules.recruits(by, interview.round.division.scope).require()
    interview = locked(interview)
    rules.has_begun(interview.starts_at).require()
    rules.is_scoring(is_compared(interview)).require()
    reason = clean_line(reason)[:500]
    may(bool(reason), _("Say why the debrief begins without the missing scorecards.")).require()
    if interview.state == "booked":
        interview.state = states.INTERVIEW.target("hold", interview.state)
        interview.save(update_fields=["state"])
    may(interview.state == "held", _("This interview was not held.")).require()
    made = Debrief.objects.create(interview=interview, reason=reason, by=by)
    record("interviews.close_scoring", by=by, about=interview, scope=interview.round.division.scope, reason=reason)
    return made


@transaction.atomic
def note_debrief(*, interview: Interview, note: str, by: Person) -> Debrief:
    """Write down what the panel concluded. Opens when every panelist has locked."""
    rules.recruits(by, interview.round.division.scope).require()
    interview = locked(interview)
    may(is_compared(interview), _("Wait until every panelist has locked their scorecard.")).require()
    made, _new = Debrief.objects.get_or_create(interview=interview, defaults={"by": by})
    made.note, made.by = clean_text(note)[:4000], by
    made.save(update_fields=["note", "by"])
    record("interviews.note_debrief", by=by, about=interview, scope=interview.round.division.scope)
    return made


def _own(interview: Interview, by: Person) -> Interview:
    interview = locked(interview)
    rules.sits_on_panel(interview.panelists.filter(person=by).exists()).require()
    rules.is_another(by, interview.application.candidate.person_id).require()
    return interview
