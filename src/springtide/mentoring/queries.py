"""Named reads of mentoring, scoped to the person who asks."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.mentoring import rules
from springtide.mentoring.models import Evaluation, Internship, Mentor, ReturnOffer, Task
from springtide.planning.models import Division, Intake, Site
from springtide.planning.queries import divisions_for
from springtide.screening.models import Criterion, Rubric

OVERSEERS = (Role.LEAD, Role.RECRUITER, Role.APPROVER, Role.AUDITOR)
MANAGERS = (Role.LEAD, Role.RECRUITER)
ACTIVE = ("preparing", "running")
OPENING = "offer__opening"
MIDTERM_DUE = timedelta(days=42)  # after the start
FINAL_DUE = timedelta(days=14)  # before the end: time for the return offer while the intern is still there


def _ids(person: Person, intake: Intake, *roles: str) -> list[int]:
    return list(divisions_for(person, intake, *roles).values_list("pk", flat=True))


def internships_for(person: Person, intake: Intake) -> QuerySet[Internship]:
    """Those they mentor, and all of the divisions they recruit for or oversee."""
    seen = Q(**{f"{OPENING}__position__division__in": _ids(person, intake, *OVERSEERS)})
    # Not by the intake of the application: of 100,000 of those SQLite would read each.
    return Internship.objects.filter(seen | Q(mentor__person=person, mentor__intake=intake))


def managed(person: Person, intake: Intake) -> QuerySet[Internship]:
    """Those whose pairs they may change."""
    return Internship.objects.filter(**{f"{OPENING}__position__division__in": _ids(person, intake, *MANAGERS)})


def mentored(person: Person, intake: Intake) -> QuerySet[Internship]:
    return Internship.objects.filter(mentor__person=person, mentor__intake=intake)


def with_all(internships: QuerySet[Internship]) -> QuerySet[Internship]:
    """The same with whatever a list shows of them: 2 queries for any number."""
    rows = internships.select_related(
        "offer__application__candidate__person",
        "offer__application__intake",
        f"{OPENING}__position__division__intake",
        f"{OPENING}__site",
        "mentor__person",
        "mentor__site",
        "return_offer",
    )
    return rows.defer("offer__application__motivation", "offer__application__findings").prefetch_related(
        f"{OPENING}__position__texts"
    )


def with_progress(internships: QuerySet[Internship]) -> QuerySet[Internship]:
    """With what `tasks_done` and `tasks_all` count: 1 query, only for the rows that are shown."""
    return internships.prefetch_related(Prefetch("tasks", Task.objects.only("internship", "done_at").order_by("pk")))


def own_internship(person: Person, intake: Intake) -> Internship | None:
    """The person's latest in an intake."""
    rows = Internship.objects.filter(offer__application__candidate__person=person, offer__application__intake=intake)
    return with_all(rows).order_by("-pk").first()


def tasks_of(internship: Internship) -> QuerySet[Task]:
    return internship.tasks.select_related("done_by")


def evaluations_of(internship: Internship) -> QuerySet[Evaluation]:
    """With their grades and the criteria they are by: 3 queries."""
    return internship.evaluations.select_related("by").prefetch_related("grades__criterion").order_by("sent_at")


def unpaired(internships: QuerySet[Internship]) -> QuerySet[Internship]:
    return internships.filter(mentor=None, state__in=ACTIVE)


def with_tasks_overdue(internships: QuerySet[Internship], today: date) -> QuerySet[Internship]:
    late = Task.objects.filter(internship=OuterRef("pk"), done_at=None, due_on__lt=today)
    return internships.filter(Exists(late), state="preparing")


def starting_soon(internships: QuerySet[Internship], today: date) -> QuerySet[Internship]:
    """Start planned within two weeks, or past and not confirmed."""
    return internships.filter(state="preparing", starts_on__lte=today + timedelta(days=14)).order_by("starts_on", "pk")


def to_evaluate(internships: QuerySet[Internship], today: date) -> QuerySet[Internship]:
    """The final evaluation is due and not sent, or six weeks are over without a mid-term one."""
    rows = internships.filter(state__in=["running", "finished"]).annotate(
        has_final=Exists(_sent(Evaluation.Kind.FINAL)), has_midterm=Exists(_sent(Evaluation.Kind.MIDTERM))
    )
    final = Q(ends_on__lte=today + FINAL_DUE) | Q(state="finished")
    midterm = Q(has_midterm=False, starts_on__lte=today - MIDTERM_DUE)
    return rows.filter(Q(has_final=False) & (final | midterm))


def _sent(kind: str) -> QuerySet[Evaluation]:
    return Evaluation.objects.filter(internship=OuterRef("pk"), kind=kind)


def to_decide(person: Person, intake: Intake) -> QuerySet[ReturnOffer]:
    """Return offers that wait for this approver, without those they had a part in."""
    divisions = _ids(person, intake, Role.APPROVER)
    rows = ReturnOffer.objects.filter(
        internship__offer__opening__position__division__in=divisions, state__in=["recommended", "advised_against"]
    )
    own = Q(recommended_by=person) | Q(internship__mentor__person=person)
    return rows.exclude(own | Q(internship__offer__application__candidate__person=person)).order_by("recommended_at")


def posts_for(person: Person, intake: Intake) -> QuerySet[Mentor]:
    """Mentor posts of the divisions they manage."""
    rows = Mentor.objects.filter(intake=intake, division__in=_ids(person, intake, *MANAGERS))
    return rows.select_related("person", "division__intake", "site").order_by("division__slug", "person__name", "pk")


def rooms(posts: Iterable[Mentor], site: Site | None = None) -> list[tuple[Mentor, int, int]]:
    """(post, its interns now, how many more) in the order given; `site`: where the intern would work. One query."""
    posts = list(posts)
    active = Internship.objects.filter(mentor__person__in={post.person_id for post in posts}, state__in=ACTIVE)
    loads: Counter[int] = Counter()
    people: Counter[int] = Counter()
    for post_id, person_id, n in active.order_by().values_list("mentor", "mentor__person").annotate(n=Count("pk")):
        loads[post_id] += n
        people[person_id] += n
    found = []
    for post in posts:
        load, person_load = loads[post.pk], people[post.person_id]
        countries = {post.site.country, *([site.country] if site else [])}
        found.append((post, load, rules.room(most=post.most, load=load, person_load=person_load, countries=countries)))
    return found


def candidates_for(internship: Internship) -> list[tuple[Mentor, int]]:
    """(post, its interns now) with room for this intern: same site first, then the least loaded."""
    site, intern = internship.offer.opening.site, internship.candidate.person_id
    posts = Mentor.objects.filter(division=internship.division, person__is_active=True).exclude(person=intern)
    free = [(post, load) for post, load, left in rooms(posts.select_related("person", "site"), site) if left > 0]
    return sorted(free, key=lambda pair: (pair[0].site_id != site.pk, pair[1], pair[0].pk))


def evaluation_rubric(intake: Intake) -> Rubric | None:
    """The one interns are evaluated by now."""
    criteria = Prefetch("criteria", Criterion.objects.order_by("place", "id"))
    rows = Rubric.objects.filter(intake=intake, use=Rubric.Use.EVALUATION, state="current")
    return rows.prefetch_related(criteria).order_by("-pk").first()


def own_divisions(person: Person, intake: Intake) -> QuerySet[Division]:
    """Divisions whose posts they manage."""
    return divisions_for(person, intake, *MANAGERS)


def possible_mentors(divisions: QuerySet[Division]) -> QuerySet[Person]:
    """Active people who hold the role over one of these divisions, or above it."""
    scopes = {"", *(scope for d in divisions for scope in (d.intake.slug, d.scope))}
    held = Person.objects.filter(is_active=True, memberships__role=Role.MENTOR, memberships__scope__in=scopes)
    return held.distinct().order_by("name", "pk")
