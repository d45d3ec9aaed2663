"""The invented staff as people with roles."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from springtide.foundation.accounts.models import Membership, Person
from springtide.mentoring.models import Mentor
from springtide.sample.ground import Ground
from springtide.sample.intake import SampleIntake
from springtide.sample.past import Past
from springtide.sample.staff import StaffMember, staff

MOST_INTERNS = {"fr": 3}  # by law of the site; elsewhere as many as a good mentor can look after
USUALLY = 6


@dataclass
class Crew:
    """People by role and division key ("" for those of the whole intake), and where each sits."""

    people: dict[tuple[str, str], list[Person]] = field(default_factory=lambda: defaultdict(list))
    told: dict[int, StaffMember] = field(default_factory=dict)

    def of(self, role: str, division: str = "") -> list[Person]:
        return self.people[role, division]

    @property
    def lead(self) -> Person:
        return self.of("lead")[0]


def gather_crew(planned: SampleIntake) -> Crew:
    """Make the people; their roles are given intake by intake."""
    members = staff(planned)
    rows = [Person(email=m.email, name=m.name, language=m.language, time_zone=m.zone) for m in members]
    for row in rows:
        row.set_unusable_password()
    Person.objects.bulk_create(rows)
    crew = Crew()
    for member, row in zip(members, rows, strict=True):
        crew.people[member.role, member.division].append(row)
        crew.told[row.pk] = member
    return crew


def give_roles(crew: Crew, ground: Ground, at: datetime, past: Past) -> None:
    """Memberships over the intake or the division, and a mentor's post for every mentor."""
    posts: list[Mentor] = []
    memberships: list[Membership] = []
    for (role, division), people in crew.people.items():
        scope = ground.divisions[division].scope if division else ground.scope
        for person in people:
            memberships.append(Membership(person=person, role=role, scope=scope))
            past.note(at, "accounts.role_granted", person, by=crew.lead, scope=scope, role=role)
            if role == "mentor":
                site = ground.sites[crew.told[person.pk].site]
                most = MOST_INTERNS.get(site.jurisdiction, USUALLY)
                posts.append(
                    Mentor(
                        person=person, intake=ground.intake, division=ground.divisions[division], site=site, most=most
                    )
                )
    Membership.objects.bulk_create(memberships)
    Mentor.objects.bulk_create(posts)
    for post in posts:
        told = {"person": post.person_id, "site": post.site.slug, "most": post.most}
        past.note(at, "mentoring.add_post", post, by=crew.lead, scope=post.division.scope, **told)
