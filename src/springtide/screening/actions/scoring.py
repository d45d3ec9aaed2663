"""What a reviewer does with one application: note down, lock, hand back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import Refused, may
from springtide.foundation.text.clean import clean_line, clean_text
from springtide.screening import rules, states
from springtide.screening.actions.standing import hold, refresh_standings
from springtide.screening.models import HIGHEST_POINTS, Review, Score
from springtide.screening.rules.totals import weighted_total
from springtide.screening.rules.words import personal_words


@dataclass(frozen=True)
class Found:
    """What a reviewer found for one criterion. `points` is None while it is blank."""

    points: int | None
    evidence: str = ""


class Overtaken(Refused):
    """Another tab saved this review since it was opened."""


@transaction.atomic
def save_scores(*, review: Review, found: Mapping[int, Found], note: str, version: int | None, by: Person) -> Review:
    """Keep a draft: criterion id → what was found. Drafts are the reviewer's own and are not journaled.

    `version` is the one the form was opened with; raises Overtaken where another tab was faster (None: whatever).
    """
    review = _own(review, by)
    states.REVIEW.target("lock", review.state)
    if version is not None and version != review.version:
        raise Overtaken(_("You changed these scores in another tab. Reload to see them; nothing was overwritten."))
    criteria = set(review.rubric.criteria.values_list("pk", flat=True))
    for pk, one in found.items():
        may(pk in criteria, _("This criterion belongs to another rubric. Please reload the page.")).require()
        in_range = one.points is None or 1 <= one.points <= HIGHEST_POINTS
        may(in_range, _("Points go from 1 to 5.")).require()
    for pk, one in found.items():
        values = {"points": one.points, "evidence": clean_line(one.evidence)[:500]}
        Score.objects.update_or_create(review=review, criterion_id=pk, defaults=values)
    review.note, review.version = clean_text(note)[:4000], review.version + 1
    review.save(update_fields=["note", "version"])
    return review


@transaction.atomic
def lock_scores(*, review: Review, meant: bool = False, by: Person) -> Review:
    """Lock what was saved, for good, and compute its total. `meant`: personal words were seen and are to stay."""
    review = _own(review, by)
    target = states.REVIEW.target("lock", review.state)
    scores = review.scores.filter(points__isnull=False).values_list("points", "criterion__weight", "evidence")
    rules.is_complete(len(scores), review.rubric.criteria.count()).require()
    ask_about_words(review.note, *(evidence for _points, _weight, evidence in scores), meant=meant)
    review.state, review.locked_at = target, timezone.now()
    review.total = weighted_total((points or 0, weight) for points, weight, _evidence in scores)
    review.save(update_fields=["state", "locked_at", "total"])
    refresh_standings(applications=[review.application_id])
    _journal("screening.lock", review, by, total=review.total)
    return review


@transaction.atomic
def recuse(*, review: Review, reason: str, by: Person) -> Review:
    """Hand an application back because of a conflict of interest: it cannot be given to this person again."""
    review = _own(review, by)
    review.state = states.REVIEW.target("recuse", review.state)
    rules.gives_reason(reason).require()
    review.recusal = clean_line(reason)[:500]
    review.save(update_fields=["state", "recusal"])
    refresh_standings(applications=[review.application_id])
    _journal("screening.recuse", review, by)
    return review


def ask_about_words(*texts: str, meant: bool) -> None:
    """Ask once whether words about health, family, origin, belief or age belong there. Raises Refused."""
    words = [] if meant else personal_words(*texts)
    reason = _(
        "Please look at this again: %(words)s. Judge what the application shows, not what the person is. "
        "Leave it out, or tick the box if it is about the work itself."
    ) % {"words": ", ".join(f"“{word}”" for word in words)}
    may(not words, reason).require()


def _own(review: Review, by: Person) -> Review:
    """The review, fresh and locked, if this person may still work on it."""
    application = hold([review.application_id])[review.application_id]
    review = locked(review)
    rules.is_own_review(by, review.reviewer_id).require()
    rules.is_another(by, application.candidate.person_id).require()
    rules.is_screened(application.state).require()
    return review


def _journal(verb: str, review: Review, by: Person, **data: int | None) -> None:
    values = {"review": review.pk, "division": review.division_id, **data}
    record(verb, by=by, about=review.application, scope=review.division.scope, **values)
