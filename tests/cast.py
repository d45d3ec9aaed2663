"""The people and the small season of every test story.

Two divisions: cloud (phase one, open) and gaode (phase two, not yet). Omar belongs to gaode and must never
see what is cloud's. All dates lie around the moment of the test.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from springtide.applications.models import Application, Candidate, Preference
from springtide.foundation.accounts.models import Membership, Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.text.search import search_words
from springtide.planning.models import Division, Family, Intake, Opening, Phase, Position, PositionText, Site


@dataclass
class Cast:
    intake: Intake
    cloud: Division
    gaode: Division
    hangzhou: Site
    paris: Site
    ai: Family
    web: Family
    models: Opening  # cloud, AI, Hangzhou, 2 seats
    models_paris: Opening  # the same position in Paris, 1 seat
    portal: Opening  # cloud, not AI, Hangzhou, 1 seat
    maps: Opening  # gaode, AI, Hangzhou, 2 seats
    lead: Person  # Lena, the whole intake
    approver: Person  # Ana, the whole intake
    recruiter: Person  # Rui, cloud
    outsider: Person  # Omar, recruiter of gaode
    reviewer: Person  # Rosa, cloud
    interviewer: Person  # Ines, cloud
    mentor: Person  # Mei, cloud
    auditor: Person  # Adam, the whole intake
    wei: Candidate
    lina: Candidate

    def application(self, candidate: Candidate, *openings: Opening, state: str = "submitted") -> Application:
        """An application as it stands after the doors it went through; the doors have tests of their own."""
        application = Application.objects.create(
            candidate=candidate,
            intake=self.intake,
            state=state,
            school="Zhejiang University",
            degree="master",
            field="Computer science",
            graduation=self.intake.graduation_from + timedelta(days=60),
            receipt=None if state == "draft" else f"ST-TEST-{candidate.pk:04d}-00",
            submitted_at=None if state == "draft" else timezone.now(),
            eligible=True,
        )
        for rank, opening in enumerate(openings, 1):
            Preference.objects.create(
                application=application, opening=opening, division=opening.position.division, rank=rank
            )
        return application

    def candidate(self, name: str) -> Candidate:
        """One more candidate."""
        person = Person.objects.create_user(f"{name.lower()}@example.org", name=name)
        return Candidate.objects.create(person=person, name=name, country="CN")


def staff(name: str, role: Role, scope: str) -> Person:
    person = Person.objects.create_user(f"{name.lower()}@springtide.example", name=name)
    Membership.objects.create(person=person, role=role, scope=scope)
    return person


def position(division: Division, family: Family, slug: str, title: str, chinese: str) -> Position:
    made = Position.objects.create(
        intake=division.intake,
        division=division,
        family=family,
        slug=slug,
        state="published",
        required_skills=["Python"],
        wished_skills=["PyTorch"],
    )
    for language, text in (("en", title), ("zh-hans", chinese)):
        PositionText.objects.create(
            position=made, language=language, title=text, description=f"**{text}**", words=search_words(text)
        )
    return made


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    now = timezone.now()
    intake = Intake.objects.create(
        slug="spring",
        names={"en": "Spring internships", "zh-hans": "春季实习"},
        company={"en": "Acme"},
        state="published",
        zone="Asia/Shanghai",
        opens_at=now - timedelta(days=10),
        shown_deadline=now + timedelta(days=10),
        starts_on=(now + timedelta(days=60)).date(),
        ends_on=(now + timedelta(days=150)).date(),
        graduation_from=date(2025, 11, 1),
        graduation_to=date(2026, 10, 31),
        most_preferences=3,
    )
    first = Phase.objects.create(
        intake=intake, slug="first", names={"en": "First group"}, opens_at=now - timedelta(days=10)
    )
    second = Phase.objects.create(
        intake=intake, slug="second", names={"en": "Second group"}, opens_at=now + timedelta(days=5)
    )
    cloud = Division.objects.create(intake=intake, phase=first, slug="cloud", names={"en": "Cloud", "zh-hans": "云"})
    gaode = Division.objects.create(intake=intake, phase=second, slug="gaode", names={"en": "Gaode"})
    hangzhou = Site.objects.create(
        intake=intake,
        slug="hangzhou",
        names={"en": "Hangzhou", "zh-hans": "杭州"},
        country="CN",
        zone="Asia/Shanghai",
        jurisdiction="cn",
        staff=5000,
    )
    paris = Site.objects.create(
        intake=intake,
        slug="paris",
        names={"en": "Paris"},
        country="FR",
        zone="Europe/Paris",
        jurisdiction="fr",
        staff=100,
    )
    ai = Family.objects.create(
        intake=intake, slug="ml", names={"en": "Machine learning"}, is_ai=True, reasons={"en": "Builds models."}
    )
    web = Family.objects.create(intake=intake, slug="web", names={"en": "Web"})
    models = position(cloud, ai, "models", "Model engineer", "模型工程师")
    portal = position(cloud, web, "portal", "Portal engineer", "门户工程师")
    maps = position(gaode, ai, "maps", "Map researcher", "地图研究员")

    def candidate(name: str) -> Candidate:
        person = Person.objects.create_user(f"{name.lower()}@example.org", name=name)
        return Candidate.objects.create(person=person, name=name, country="CN")

    return Cast(
        intake=intake,
        cloud=cloud,
        gaode=gaode,
        hangzhou=hangzhou,
        paris=paris,
        ai=ai,
        web=web,
        models=Opening.objects.create(position=models, site=hangzhou, seats=2),
        models_paris=Opening.objects.create(position=models, site=paris, seats=1),
        portal=Opening.objects.create(position=portal, site=hangzhou, seats=1),
        maps=Opening.objects.create(position=maps, site=hangzhou, seats=2),
        lead=staff("Lena", Role.LEAD, "spring"),
        approver=staff("Ana", Role.APPROVER, "spring"),
        recruiter=staff("Rui", Role.RECRUITER, "spring/cloud"),
        outsider=staff("Omar", Role.RECRUITER, "spring/gaode"),
        reviewer=staff("Rosa", Role.REVIEWER, "spring/cloud"),
        interviewer=staff("Ines", Role.INTERVIEWER, "spring/cloud"),
        mentor=staff("Mei", Role.MENTOR, "spring/cloud"),
        auditor=staff("Adam", Role.AUDITOR, "spring"),
        wei=candidate("Wei"),
        lina=candidate("Lina"),
    )
