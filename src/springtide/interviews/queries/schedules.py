"""Named reads of schedule runs, and what a run reads of everybody: plain rows, a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from springtide.applications.models import Preference
from springtide.foundation.accounts.models import Membership, Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.text.search import words_match
from springtide.interviews.models import BusySlot, Interview, Panelist, Proposal, ScheduleRun
from springtide.interviews.queries.availability import BACK, COUNTED
from springtide.interviews.times import QUARTER, Window, merged
from springtide.planning.models import Intake
from springtide.screening.models import Review

SEERS = (Role.LEAD, Role.APPROVER, Role.AUDITOR)


def schedules_for(person: Person, intake: Intake) -> QuerySet[ScheduleRun]:
    """Runs concern everybody's time: seen by those who hold the whole intake."""
    seen = person.holds(*SEERS, scope=intake.scope)
    rows = ScheduleRun.objects.filter(intake=intake)
    rows = rows.select_related("intake", "started_by", "approved_by", "job", "person", "room")
    return rows if seen else rows.none()


def to_schedule(intake: Intake, begins: datetime, ends: datetime, *, waiting: bool) -> QuerySet[Interview]:
    """Those whose time lies around the grid and, where `waiting`, those without one whose people still want one."""
    wanted = Q(state="invited", application__state="shortlisted") if waiting else Q(pk__in=[])
    around = Q(state__in=COUNTED, starts_at__gte=begins - BACK, ends_at__lte=ends)
    rows = Interview.objects.filter(wanted | around, round__intake=intake)
    return (
        rows.select_related(
            "round__division__intake", "application__candidate__person", "application__accommodation", "site"
        )
        .prefetch_related("panelists")
        .order_by("pk")
    )


def interviewing(intake: Intake) -> dict[int, frozenset[str]]:
    """Person → slugs of the divisions they interview for."""
    slugs = frozenset(intake.divisions.values_list("slug", flat=True))
    within = Q(scope__in=["", intake.scope]) | Q(scope__startswith=f"{intake.scope}/")
    held = Membership.objects.filter(within, role=Role.INTERVIEWER, person__is_active=True)
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for person, scope in held.order_by().values_list("person", "scope"):
        _intake, _slash, division = scope.partition("/")
        found[person] |= {division} & slugs if division else slugs
    return dict(found)


def met_before(applications: Collection[int], before: datetime) -> dict[tuple[int, int], set[int]]:
    """(application, division) → who sat on a panel with them before that moment."""
    rows = Panelist.objects.filter(
        interview__application__in=applications, interview__starts_at__lt=before, interview__state__in=COUNTED
    )
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    columns = ("interview__application", "interview__round__division", "person")
    for application, division, person in rows.order_by().values_list(*columns):
        found[application, division].add(person)
    return found


def recused_from(applications: Collection[int]) -> dict[int, set[int]]:
    """Application → reviewers who recused themselves from it."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Review.objects.filter(application__in=applications).exclude(recusal="").order_by()
    for application, reviewer in rows.values_list("application", "reviewer"):
        found[application].add(reviewer)
    return found


def first_sites(applications: Collection[int]) -> dict[tuple[int, int], str]:
    """(application, division) → slug of the site of what they want most there."""
    rows = Preference.objects.filter(application__in=applications).order_by("application", "-rank")
    columns = ("application", "division", "opening__site__slug")
    return {(application, division): site for application, division, site in rows.values_list(*columns)}


def busy_elsewhere(
    people: Collection[int], intake: Intake, begins: datetime, ends: datetime
) -> dict[int, list[Window]]:
    """Person → what interviews of other intakes have taken."""
    rows = BusySlot.objects.filter(person__in=people, starts_at__gt=begins - QUARTER, starts_at__lt=ends)
    found: dict[int, list[Window]] = defaultdict(list)
    for person, start in rows.exclude(interview__round__intake=intake).values_list("person", "starts_at"):
        found[person].append(Window(start, start + QUARTER))
    return {person: merged(windows) for person, windows in found.items()}


def proposals_of(
    run: ScheduleRun, *, words: str = "", change: str = "", division: int | None = None
) -> QuerySet[Proposal]:
    """One run's proposals, those without a time first, by the candidate's name, what changes, and the division."""
    rows = Proposal.objects.filter(run=run).order_by(F("starts_at").asc(nulls_first=True), "pk")
    if change in Proposal.Change.values:
        rows = rows.filter(change=change)
    if division is not None:
        rows = rows.filter(interview__round__division=division)
    return rows.filter(words_match(words, "interview__application__candidate__words")) if words else rows


def with_people(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """The same with what a page shows of them."""
    return rows.select_related(
        "interview__application__candidate__person",
        "interview__round__division__intake",
        "interview__round__intake",
        "interview__room",
        "room",
        "asked",
    ).prefetch_related("interview__panelists")


def names_of(people: Collection[int]) -> dict[int, str]:
    """Person → name as it is shown."""
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=people)}


def interviews_named(pks: Collection[int]) -> QuerySet[Interview]:
    """These interviews, with their candidate and round."""
    return Interview.objects.filter(pk__in=pks).select_related("application__candidate__person", "round")


def refused_to_move(interviews: Collection[int]) -> set[int]:
    """Those of them whose candidate was asked to move for others and said no."""
    rows = Proposal.objects.filter(interview__in=interviews, asked__agrees=False)
    return set(rows.values_list("interview", flat=True))


def questions_to(person: Person, intake: Intake) -> QuerySet[Proposal]:
    """The proposals a candidate was asked about: would they move to make room for others?"""
    rows = Proposal.objects.filter(
        interview__application__candidate__person=person, run__intake=intake, asked__isnull=False
    )
    return rows.select_related("interview__application__candidate", "interview__round__intake", "asked", "run")


def open_questions(person: Person, intake: Intake) -> QuerySet[Proposal]:
    """Those that still wait for an answer."""
    rows = questions_to(person, intake).filter(asked__agrees=None, run__state="proposed", interview__state="booked")
    return rows.order_by("pk")


def unanswered(run: ScheduleRun) -> QuerySet[Proposal]:
    """Bystanders of a run who have not agreed, asked or not."""
    agreed = Exists(Proposal.objects.filter(pk=OuterRef("pk"), asked__agrees=True))
    return Proposal.objects.filter(~agreed, run=run, change=Proposal.Change.BYSTANDER)
