"""A season in the middle: who got how far."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from springtide.allocation.models import Placement, Run
from springtide.applications.models import Application
from springtide.interviews.models import Interview, Round
from springtide.mentoring.models import Internship
from springtide.offers.models import Offer
from springtide.planning.models import Opening
from springtide.screening.models import Decision, Release, Rubric
from tests.cast import Cast


@dataclass
class Season:
    """Short ways to rows as the steps before leave them; the doors have tests of their own."""

    cast: Cast

    def applies(self, name: str, *openings: Opening, source: str = "", **fields: object) -> Application:
        application = self.cast.application(self.cast.candidate(name), *openings, **fields)  # type: ignore[arg-type]
        Application.objects.filter(pk=application.pk).update(source=source)
        return application

    def advanced(self, application: Application, opening: Opening, verdict: str = "advance") -> Decision:
        return Decision.objects.create(
            application=application,
            division=opening.position.division,
            verdict=verdict,
            category="" if verdict == "advance" else "seats",
            reason="Shown in use.",
            state="released",
            decided_by=self.cast.recruiter,
            release=Release.objects.create(intake=self.cast.intake, released_by=self.cast.approver),
        )

    def interviewed(self, application: Application, opening: Opening) -> Interview:
        rubric, _new = Rubric.objects.get_or_create(intake=self.cast.intake, names={"en": "Talk"}, use="interview")
        held, _new = Round.objects.get_or_create(
            intake=self.cast.intake, division=opening.position.division, names={"en": "Talk"}, rubric=rubric
        )
        talk = Interview.objects.create(
            round=held,
            application=application,
            state="held",
            starts_at=timezone.now() - timedelta(hours=2),
            ends_at=timezone.now() - timedelta(hours=1),
        )
        talk.panel.add(self.cast.interviewer)
        return talk

    def placed(self, application: Application, opening: Opening) -> Placement:
        run, _new = Run.objects.get_or_create(
            intake=self.cast.intake, state="published", name="Run", seed=7, started_by=self.cast.lead
        )
        return Placement.objects.create(run=run, application=application, opening=opening, via="preference", rank=1)

    def offered(self, application: Application, opening: Opening, state: str = "sent") -> Offer:
        return Offer.objects.create(
            application=application,
            opening=opening,
            state=state,
            answer_by=timezone.now() + timedelta(days=5),
            starts_on=self.cast.intake.starts_on,
            ends_on=self.cast.intake.ends_on,
            sent_at=timezone.now(),
        )

    def began(self, offer: Offer, state: str = "running") -> Internship:
        return Internship.objects.create(offer=offer, state=state, starts_on=offer.starts_on, ends_on=offer.ends_on)
