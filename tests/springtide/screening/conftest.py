"""The room where stories of screening begin: a chosen rubric and short ways through the doors."""

from dataclasses import dataclass

import pytest

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.planning.models import Division
from springtide.screening.actions.assigning import assign_reviewer
from springtide.screening.actions.deciding import Ground, decide
from springtide.screening.actions.releasing import release_decisions
from springtide.screening.actions.rubrics import make_default_rubric
from springtide.screening.actions.scoring import Found, lock_scores, save_scores
from springtide.screening.actions.standing import refresh_standings
from springtide.screening.models import Decision, Release, Review, Rubric, Standing
from springtide.screening.queries import releasable
from tests.cast import Cast, staff

NO = Ground("reject", "Nothing shows Python in use.", "skills")
YES = Ground("advance", "Built and measured a tokenizer.")


@dataclass
class Room:
    cast: Cast
    rubric: Rubric
    omar_reads: Person  # Olga, reviewer of gaode

    def applies(self, name: str, *openings: object, state: str = "submitted") -> Application:
        application = self.cast.application(self.cast.candidate(name), *openings, state=state)  # type: ignore[arg-type]
        refresh_standings(applications=[application.pk])
        return application

    def assigned(self, application: Application, reviewer: Person | None = None) -> Review:
        reviewer = reviewer or self.cast.reviewer
        division = self.cast.gaode if reviewer == self.omar_reads else self.cast.cloud
        by = self.cast.outsider if reviewer == self.omar_reads else self.cast.recruiter
        assign_reviewer(applications=[application], division=division, reviewer=reviewer, by=by)
        return Review.objects.get(application=application, reviewer=reviewer)

    def found(self, *points: int | None) -> dict[int, Found]:
        """These points, the last for all further criteria."""
        given = [*points, *[points[-1]] * 9]
        return {c.pk: Found(p, "page 1") for c, p in zip(self.rubric.criteria.all(), given, strict=False)}

    def read(self, application: Application, *points: int, reviewer: Person | None = None) -> Review:
        review = self.assigned(application, reviewer)
        save_scores(review=review, found=self.found(*points), note="", version=None, by=review.reviewer)
        return lock_scores(review=review, by=review.reviewer)

    def decide(self, ground: Ground, *applications: Application, division: Division | None = None) -> list[Decision]:
        division = division or self.cast.cloud
        by = self.cast.recruiter if division == self.cast.cloud else self.cast.outsider
        return decide(applications=applications, division=division, ground=ground, by=by)

    def release(self) -> Release:
        pks = list(releasable(self.cast.approver, self.cast.intake).values_list("pk", flat=True))
        return release_decisions(
            intake=self.cast.intake, decisions=pks, shown=len(pks), typed=len(pks), by=self.cast.approver
        )

    def stage(self, application: Application, division: Division | None = None) -> str:
        return Standing.objects.get(application=application, division=division or self.cast.cloud).stage


@pytest.fixture
def room(cast: Cast) -> Room:
    olga = staff("Olga", Role.REVIEWER, "spring/gaode")
    return Room(cast, make_default_rubric(intake=cast.intake, by=cast.lead), olga)
