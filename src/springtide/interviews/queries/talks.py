"""Named reads of interviewing, scoped to the person who asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Q, QuerySet
from django.utils import timezone

from springtide.applications.models import Application
from springtide.applications.queries import applications_for, own_applications
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.interviews.models import Debrief, Interview, Mark, Panelist, Room, Round, Scorecard
from springtide.planning.models import Intake
from springtide.planning.queries import divisions_for, intakes_for
from springtide.screening.models import Criterion

OVERSEERS = (Role.LEAD, Role.APPROVER, Role.AUDITOR, Role.RECRUITER)


def rounds_for(person: Person, intake: Intake) -> QuerySet[Round]:
    """Rounds of the divisions that a person recruits for or oversees."""
    divisions = divisions_for(person, intake, *OVERSEERS)
    return (
        Round.objects.filter(division__in=divisions)
        .select_related("division__intake", "rubric")
        .prefetch_related("families")
    )


def interviews_for(person: Person, intake: Intake) -> QuerySet[Interview]:
    """Their own as interviewer, and all of the divisions they recruit for or oversee; never those they applied for."""
    divisions = list(divisions_for(person, intake, *OVERSEERS).values_list("pk", flat=True))
    mine = Q(pk__in=Panelist.objects.filter(person=person).values("interview"))
    seen = Interview.objects.filter(mine | Q(round__division__in=divisions), round__intake=intake)
    return seen.exclude(application__in=own_applications(person).values("pk"))


def on_panel(interviews: QuerySet[Interview], person: Person) -> QuerySet[Interview]:
    """Those of them on whose panel the person sits."""
    return interviews.filter(panelists__person=person)


def with_all(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """The same with whatever a list shows of them, in two queries."""
    return interviews.select_related(
        "application__candidate__person", "application__intake", "round__division__intake", "site", "room"
    ).prefetch_related("panelists__person")


def own_interviews(person: Person, intake: Intake) -> QuerySet[Interview]:
    """A candidate's own."""
    found = Interview.objects.filter(application__candidate__person=person, round__intake=intake)
    return with_all(found).order_by("round__place")


def invitable(person: Person, chosen: Round) -> QuerySet[Application]:
    """Shortlisted applicants who rank what the round is for and are not invited to it yet; never oneself."""
    return (
        applications_for(person, chosen.intake)
        .filter(preferences_for(chosen), state="shortlisted")
        .exclude(interviews__round=chosen)
        .exclude(candidate__person=person)
        .select_related("candidate__person", "intake")
        .distinct()
    )


def preferences_for(chosen: Round) -> Q:
    """Applications that rank an opening of the round's division, in one of its families where it names some."""
    families = list(chosen.families.values_list("pk", flat=True))
    wanted = Q(preferences__division=chosen.division_id)
    return wanted & Q(preferences__opening__position__family__in=families) if families else wanted


def rooms_in(intake: Intake) -> QuerySet[Room]:
    return Room.objects.filter(intake=intake).select_related("site").order_by("site", "name")


def waiting_scorecards(person: Person, intake: Intake) -> QuerySet[Interview]:
    """Interviews with this person on the panel that have begun, whose own scorecard is still open to be locked."""
    begun = Interview.objects.filter(round__intake=intake, starts_at__lte=timezone.now(), debrief=None)
    locked = Scorecard.objects.filter(interviewer=person, state="locked").values("interview")
    return with_all(on_panel(begun.filter(state__in=["booked", "held"]).exclude(pk__in=locked), person))


def scorecard_of(interview: Interview, person: Person) -> Scorecard | None:
    cards = Scorecard.objects.filter(interview=interview, interviewer=person).prefetch_related("marks")
    return cards.first()


def missing_cards(interview: Interview) -> list[Person]:
    """Who sits on the panel and has not locked a scorecard."""
    locked = set(interview.scorecards.filter(state="locked").values_list("interviewer", flat=True))
    return [row.person for row in interview.panelists.select_related("person") if row.person_id not in locked]


@dataclass(frozen=True)
class Compared:
    """One question of a debrief: the marks of each card in order, None for a blank, and how far they lie apart."""

    question: Criterion
    marks: list[Mark | None]

    @property
    def spread(self) -> int:
        points = [mark.points for mark in self.marks if mark]
        return max(points) - min(points) if points else 0


def locked_cards(interview: Interview) -> list[Scorecard]:
    """Cards side by side, in the order of the seats. For those only who may see the marks of all."""
    cards = interview.scorecards.filter(state="locked").select_related("interviewer").prefetch_related("marks")
    seats = {panelist.person_id: panelist.seat for panelist in interview.panelists.all()}
    return sorted(cards, key=lambda card: (seats.get(card.interviewer_id, 9), card.pk))


def side_by_side(interview: Interview, cards: list[Scorecard]) -> list[Compared]:
    """Each question with its marks on all of `cards`."""
    by_card = [{mark.criterion_id: mark for mark in card.marks.all()} for card in cards]
    return [
        Compared(question, [marks.get(question.pk) for marks in by_card])
        for question in interview.round.rubric.criteria.all()
    ]


def feed_interviews(person: Person, *, since: datetime) -> QuerySet[Interview]:
    """What stands in somebody's calendar: theirs as candidate, and as panelist in intakes where they have a role."""
    sits = Q(pk__in=Panelist.objects.filter(person=person).values("interview"), round__intake__in=intakes_for(person))
    own = Q(application__candidate__person=person)
    found = Interview.objects.filter(sits | own, state__in=["booked", "held"], starts_at__gt=since)
    return with_all(found).order_by("starts_at", "pk")


def feed_owner(digest: str) -> Person | None:
    """Whose feed a token opens, by its digest."""
    return Person.objects.filter(calendar_feed__digest=digest, is_active=True).first()


def debrief_of(interview: Interview) -> Debrief | None:
    return Debrief.objects.filter(interview=interview).select_related("by").first()


def is_compared(interview: Interview) -> bool:
    """True once the marks of all may be seen: every panelist has locked, or a recruiter closed the scoring."""
    panel, cards = interview.panelists.count(), interview.scorecards.filter(state="locked").count()
    return (panel > 0 and cards >= panel) or debrief_of(interview) is not None


def interview_scores(intake: Intake) -> Iterator[tuple[int, int, int]]:
    """(application, division, 0..10000): the mean of locked totals × 100, for allocation."""
    rows = (
        Scorecard.objects.filter(state="locked", interview__round__intake=intake)
        .order_by()
        .values_list("interview__application", "interview__round__division")
        .annotate(mean=Avg("total"))
    )
    for application, division, mean in rows.iterator(chunk_size=5000):
        yield application, division, round(mean * 100)
