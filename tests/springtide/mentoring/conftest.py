"""The house where stories of mentoring begin: posts, and short ways to an accepted offer."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from springtide.applications.models import Candidate
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.mentoring.actions.evaluating import rubric_for, send_evaluation
from springtide.mentoring.actions.moving import start_internship
from springtide.mentoring.models import Evaluation, Internship, Mentor
from springtide.offers import events
from springtide.offers.models import Offer
from springtide.planning.models import Opening, Site
from tests.cast import Cast, staff


@dataclass
class House:
    cast: Cast

    def mentor(self, name: str, site: Site | None = None, most: int = 3, person: Person | None = None) -> Mentor:
        person = person or staff(name, Role.MENTOR, "spring/cloud")
        return Mentor.objects.create(
            person=person,
            intake=self.cast.intake,
            division=self.cast.cloud,
            site=site or self.cast.hangzhou,
            most=most,
        )

    def accepts(self, name: str | Candidate, opening: Opening | None = None) -> Offer:
        """Offers announces it; what mentoring makes of it is the story."""
        candidate = self.cast.candidate(name) if isinstance(name, str) else name
        opening = opening or self.cast.models
        offer = Offer.objects.create(
            application=self.cast.application(candidate, opening, state="accepted"),
            opening=opening,
            state="accepted",
            answer_by=timezone.now(),
            sent_at=timezone.now(),
            starts_on=self.cast.intake.starts_on,
            ends_on=self.cast.intake.ends_on,
        )
        events.accepted.send(Offer, offer=offer)
        return offer

    def intern(self, name: str | Candidate = "Li", opening: Opening | None = None) -> Internship:
        return Internship.objects.get(offer=self.accepts(name, opening))

    def running(self, name: str | Candidate = "Li") -> Internship:
        internship = self.intern(name)
        assert internship.mentor is not None
        return start_internship(internship=internship, by=internship.mentor.person)

    def evaluated(self, name: str | Candidate = "Li", points: int = 4) -> Internship:
        internship = self.running(name)
        assert internship.mentor is not None
        self.evaluate(internship, "final", points)
        return internship

    def evaluate(self, internship: Internship, kind: str, points: int) -> Evaluation:
        assert internship.mentor is not None
        criteria = rubric_for(self.cast.intake).criteria.all()
        return send_evaluation(
            internship=internship,
            kind=kind,
            points={criterion.pk: points for criterion in criteria},
            summary="Built the tool others use.",
            by=internship.mentor.person,
        )

    def set_start(self, internship: Internship, days: int) -> None:
        """Planned so many days from today."""
        start = timezone.now().date() + timedelta(days=days)
        Internship.objects.filter(pk=internship.pk).update(starts_on=start, ends_on=start + timedelta(days=90))


@pytest.fixture
def house(cast: Cast) -> House:
    return House(cast)


@pytest.fixture
def mei(cast: Cast, house: House) -> Mentor:
    """Mei's post in Hangzhou."""
    return house.mentor("Mei", person=cast.mentor)
