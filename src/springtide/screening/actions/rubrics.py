"""Making rubrics: drafts can be changed, a rubric once chosen never is (make a copy)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.planning.models import Intake
from springtide.screening import rules, states
from springtide.screening.models import HIGHEST_POINTS, Criterion, Rubric
from springtide.screening.queries import rubric_for

MOST_CRITERIA = 10
Words = dict[str, str]


@dataclass(frozen=True)
class CriterionDraft:
    """One criterion: names by language, anchors by points ("1" to "5") and language, weight 1 to 10."""

    names: Words
    anchors: dict[str, Words] = field(default_factory=dict)
    weight: int = 1


@transaction.atomic
def make_rubric(
    *, intake: Intake, names: Words, use: str, criteria: Iterable[CriterionDraft] = (), by: Person | None
) -> Rubric:
    """A new draft. `by=None` is the owner at the command line."""
    _lead(intake, by)
    rubric = Rubric(intake=intake, names=names, use=use)
    rubric.full_clean()
    rubric.save()
    for place, draft in enumerate(criteria, 1):
        _write(Criterion(rubric=rubric, place=place), draft)
    record("screening.make_rubric", by=by, about=rubric, scope=intake.scope, use=use)
    return rubric


@transaction.atomic
def edit_rubric(*, rubric: Rubric, names: Words, use: str, by: Person) -> Rubric:
    rubric = _draft(rubric, by)
    rubric.names, rubric.use = names, use
    rubric.full_clean()
    rubric.save(update_fields=["names", "use"])
    record("screening.edit_rubric", by=by, about=rubric, scope=rubric.intake.scope)
    return rubric


@transaction.atomic
def write_criterion(*, rubric: Rubric, criterion: Criterion | None, draft: CriterionDraft, by: Person) -> Criterion:
    """Add a criterion (None) or change one of a draft."""
    rubric = _draft(rubric, by)
    if criterion is None:
        may(rubric.criteria.count() < MOST_CRITERIA, _("Ten criteria are enough: readers tire.")).require()
        last = rubric.criteria.aggregate(last=Max("place"))["last"] or 0
        criterion = Criterion(rubric=rubric, place=last + 1)
    _write(criterion, draft)
    record("screening.write_criterion", by=by, about=rubric, scope=rubric.intake.scope, criterion=criterion.pk)
    return criterion


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: Person) -> None:
    rubric = _draft(criterion.rubric, by)
    record("screening.remove_criterion", by=by, about=rubric, scope=rubric.intake.scope, criterion=criterion.pk)
    criterion.delete()


@transaction.atomic
def copy_rubric(*, rubric: Rubric, by: Person) -> Rubric:
    """A draft with the same words: the way to change a rubric that was chosen."""
    drafts = [CriterionDraft(c.names, c.anchors, c.weight) for c in rubric.criteria.all()]
    return make_rubric(intake=rubric.intake, names=rubric.names, use=rubric.use, criteria=drafts, by=by)


@transaction.atomic
def drop_rubric(*, rubric: Rubric, by: Person) -> None:
    """Throw a draft away."""
    rubric = _draft(rubric, by)
    record("screening.drop_rubric", by=by, about=rubric, scope=rubric.intake.scope)
    rubric.delete()


@transaction.atomic
def choose_rubric(*, rubric: Rubric, by: Person | None) -> Rubric:
    """Use it from now on. For reading there is one: the former is retired; reviews begun keep theirs."""
    _lead(rubric.intake, by)
    rubric = locked(rubric)
    target = states.RUBRIC.target("choose", rubric.state)
    ready = [bool(criterion.anchors) for criterion in rubric.criteria.all()]
    may(bool(ready) and all(ready), _("A rubric needs at least one criterion, each with anchors in words.")).require()
    if rubric.use == Rubric.Use.SCREENING:
        former = rubric_for(rubric.intake)
        if former is not None:
            former.state = states.RUBRIC.target("retire", former.state)
            former.save(update_fields=["state"])
    rubric.state = target
    rubric.save(update_fields=["state"])
    record("screening.choose_rubric", by=by, about=rubric, scope=rubric.intake.scope)
    return rubric


@transaction.atomic
def make_default_rubric(*, intake: Intake, by: Person | None) -> Rubric:
    """Make and choose the rubric that comes with Springtide, in four languages; the one in use stays if there is one.

    It asks for evidence of what predicts good work (structured, anchored), and gives nothing for school or years.
    """
    current = rubric_for(intake)
    if current is not None:
        return current
    given = json.loads(files("springtide.screening").joinpath("default_rubric.json").read_text("utf-8"))
    drafts = [CriterionDraft(**criterion) for criterion in given["criteria"]]
    rubric = make_rubric(intake=intake, names=given["names"], use=Rubric.Use.SCREENING, criteria=drafts, by=by)
    return choose_rubric(rubric=rubric, by=by)


def _lead(intake: Intake, by: Person | None) -> None:
    if by is not None:
        rules.leads(by, intake.scope).require()


def _draft(rubric: Rubric, by: Person) -> Rubric:
    _lead(rubric.intake, by)
    rubric = locked(rubric)
    frozen = _("People are measured by this rubric, so it does not change. Make a copy and change that.")
    may(rubric.state == "draft", frozen).require()
    return rubric


def _write(criterion: Criterion, draft: CriterionDraft) -> None:
    points = {str(n) for n in range(1, HIGHEST_POINTS + 1)}
    may(set(draft.anchors) <= points, _("Anchors belong to the points 1 to 5.")).require()
    criterion.names, criterion.anchors, criterion.weight = draft.names, draft.anchors, draft.weight
    criterion.full_clean()
    criterion.save()
