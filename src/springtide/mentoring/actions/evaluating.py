"""Check-ins and evaluations: what the mentor saw."""

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.foundation.text.clean import clean_text
from springtide.mentoring import queries, rules
from springtide.mentoring.models import CheckIn, Evaluation, Grade, Internship
from springtide.planning.models import Intake
from springtide.screening.actions.rubrics import CriterionDraft, choose_rubric, make_rubric
from springtide.screening.models import Rubric
from springtide.screening.rules.totals import weighted_total


@transaction.atomic
def note_check_in(*, internship: Internship, held_on: date, note: str, going_well: int, by: Person) -> CheckIn:
    """Note a talk with the intern. Raises ValidationError for points outside 1 to 5."""
    rules.mentors(by, internship.mentor_person_id).require()
    rules.is_under_way(locked(internship).state).require()
    today = timezone.now().astimezone(internship.offer.application.intake.tz).date()
    may(held_on <= today, _("A talk that has not taken place yet cannot be noted.")).require()
    check_in = CheckIn(internship=internship, held_on=held_on, note=clean_text(note), going_well=going_well, by=by)
    check_in.full_clean()
    check_in.save()
    record(
        "mentoring.checked_in",
        by=by,
        about=internship,
        scope=internship.division.scope,
        check_in=check_in.pk,
        going_well=going_well,
    )
    return check_in


@transaction.atomic
def send_evaluation(
    *, internship: Internship, kind: str, points: Mapping[int, int], summary: str, by: Person
) -> Evaluation:
    """`points`: criterion → 1 to 5, all of the rubric. Once sent it stays."""
    rules.mentors(by, internship.mentor_person_id).require()
    row = locked(internship)
    sent = internship.evaluations.values_list("kind", flat=True)
    rules.can_be_evaluated(row.state, kind, sent).require()
    rules.gives_reason(summary).require()
    criteria = list(rubric_for(internship.offer.application.intake).criteria.all())
    graded = [(criterion, points[criterion.pk]) for criterion in criteria if criterion.pk in points]
    rules.is_graded(len(graded), len(criteria)).require()
    total = weighted_total((given, criterion.weight) for criterion, given in graded)
    evaluation = Evaluation(internship=row, kind=kind, summary=clean_text(summary), total=total, by=by)
    evaluation.full_clean()
    evaluation.save()
    Grade.objects.bulk_create(Grade(evaluation=evaluation, criterion=c, points=given) for c, given in graded)
    record("mentoring.evaluated", by=by, about=internship, scope=internship.division.scope, kind=kind, total=total)
    return evaluation


@transaction.atomic
def rubric_for(intake: Intake) -> Rubric:
    """The one in use; an intake that has none gets the one that comes with Springtide."""
    current = queries.evaluation_rubric(intake)
    if current is not None:
        return current
    given = json.loads(files("springtide.mentoring").joinpath("evaluation_rubric.json").read_text("utf-8"))
    drafts = [CriterionDraft(**criterion) for criterion in given["criteria"]]
    made = make_rubric(intake=intake, names=given["names"], use=Rubric.Use.EVALUATION, criteria=drafts, by=None)
    return choose_rubric(rubric=made, by=None)
