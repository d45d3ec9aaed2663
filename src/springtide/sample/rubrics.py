"""The rubrics of a sample intake: for reading, for interviews, for evaluating interns."""

from springtide.foundation.accounts.models import Person
from springtide.sample.ground import Ground
from springtide.sample.words import Table, table
from springtide.screening.actions.rubrics import CriterionDraft, choose_rubric, make_default_rubric, make_rubric
from springtide.screening.models import Rubric


def use_rubrics(ground: Ground, lead: Person) -> dict[str, Rubric]:
    """Make and choose one for each use, through their doors."""
    given, lead = table("rubrics.toml"), Person.objects.get(pk=lead.pk)  # fresh: roles are remembered once read
    return {
        "screening": make_default_rubric(intake=ground.intake, by=lead),
        "interview": _use(ground, given["interview"], "interview", lead),
        "evaluation": _use(ground, given["evaluation"], "evaluation", lead),
    }


def _use(ground: Ground, row: Table, use: str, lead: Person) -> Rubric:
    drafts = [CriterionDraft(each["name"], each["anchors"], each["weight"]) for each in row["criteria"]]
    rubric = make_rubric(intake=ground.intake, names=row["name"], use=use, criteria=drafts, by=lead)
    return choose_rubric(rubric=rubric, by=lead)
