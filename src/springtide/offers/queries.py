"""Named reads over offers, waves, seats and the reserve list, scoped to the person who asks."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from springtide.allocation.models import Placement
from springtide.allocation.queries import set_aside
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.text.search import words_match
from springtide.offers.models import Offer, Reserve, TakenSeat, Wave
from springtide.offers.states import OFFER, STANDING, TOLD
from springtide.planning.models import Intake, Opening
from springtide.planning.queries import divisions_for
from springtide.planning.targets import Cell

WHOLE = (Role.LEAD, Role.APPROVER, Role.AUDITOR)
SEERS = (*WHOLE, Role.RECRUITER)


def openings_for(person: Person, intake: Intake) -> QuerySet[Opening]:
    """Openings of the divisions in which the person follows offers."""
    divisions = list(divisions_for(person, intake, *SEERS).values_list("pk", flat=True))
    rows = Opening.objects.filter(position__intake=intake, position__division__in=divisions)
    return rows.select_related("site", "position__division").prefetch_related("position__texts")


def offers_for(person: Person, intake: Intake) -> QuerySet[Offer]:
    openings = openings_for(person, intake).select_related(None).prefetch_related(None).order_by()
    return Offer.objects.filter(opening__in=openings.values("pk"))


def waves_for(person: Person, intake: Intake) -> QuerySet[Wave]:
    """Waves concern all divisions: seen by those who hold the whole intake."""
    rows = Wave.objects.filter(intake=intake).select_related("intake", "prepared_by", "sent_by")
    return rows if person.holds(*WHOLE, scope=intake.scope) else rows.none()


def with_counts(waves: QuerySet[Wave]) -> QuerySet[Wave]:
    """The same with the number of offers, and how they were answered."""
    return waves.annotate(
        people=Count("offers"),
        accepted=Count("offers", filter=Q(offers__state="accepted")),
        open=Count("offers", filter=Q(offers__state__in=["prepared", "sent"])),
    ).order_by("-number")


def with_people(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """The same with what a page shows of them: 2 queries for any number of rows."""
    return offers.select_related(
        "application__candidate__person",
        "application__intake",
        "opening__site",
        "opening__position__division",
        "wave",
        "letter",
    ).prefetch_related("opening__position__texts")


def filtered(
    offers: QuerySet[Offer], *, words: str = "", state: str = "", division: int | None = None
) -> QuerySet[Offer]:
    if division is not None:
        offers = offers.filter(opening__position__division=division)
    if state in dict(OFFER.choices()):
        offers = offers.filter(state=state)
    return offers.filter(words_match(words, "application__candidate__words")) if words else offers


def state_counts(offers: QuerySet[Offer]) -> dict[str, int]:
    """{state: offers}; every state is there."""
    found: dict[str, int] = dict(offers.order_by().values_list("state").annotate(n=Count("pk")))
    return {state.name: found.get(state.name, 0) for state in OFFER.states}


def offer_told_to(person: Person, intake: Intake) -> Offer | None:
    """The offer a candidate has been told of last, standing or not."""
    rows = Offer.objects.filter(application__intake=intake, application__candidate__person=person)
    return with_people(rows.exclude(sent_at=None)).order_by("-id").first()


def standing_offer(application: Application) -> Offer | None:
    return Offer.objects.filter(application=application, state__in=STANDING).first()


def promised(opening: Opening) -> int:
    """Seats spoken for: set aside by the published run, offered, or accepted."""
    kept = set_aside(opening.position.intake).filter(opening=opening).count()
    return kept + Offer.objects.filter(opening=opening, state__in=TOLD).count()


def told_seats(intake: Intake) -> dict[int, int]:
    """{opening: offers sent or accepted}"""
    rows = Offer.objects.filter(opening__position__intake=intake, state__in=TOLD).order_by()
    return dict(rows.values_list("opening").annotate(n=Count("pk")))


def to_be_offered(intake: Intake, division: int | None = None) -> QuerySet[Placement]:
    """Placed people without an offer, best score first."""
    standing = Offer.objects.filter(application=OuterRef("application"), state__in=STANDING)
    rows = set_aside(intake).filter(~Exists(standing))
    if division is not None:
        rows = rows.filter(opening__position__division=division)
    return rows.order_by("-score", "id")


def waiting_at(opening: Opening) -> QuerySet[Reserve]:
    """Who would be promoted, first first."""
    rows = Reserve.objects.filter(opening=opening, state=Reserve.State.WAITING, application__state="reserve")
    return rows.select_related("application__candidate").order_by("place")


def places_of(application: Application) -> QuerySet[Reserve]:
    """Where somebody on the reserve list waits, with `number`: 1 for the next person. 2 queries."""
    rows = Reserve.objects.filter(application=application, application__state="reserve", state=Reserve.State.WAITING)
    before = Reserve.objects.filter(
        opening=OuterRef("opening"),
        state=Reserve.State.WAITING,
        application__state="reserve",
        place__lt=OuterRef("place"),
    )
    ahead = before.order_by().values("opening").annotate(n=Count("pk")).values("n")
    return (
        rows.annotate(number=Coalesce(Subquery(ahead), 0) + 1)
        .select_related("opening__site", "opening__position__division")
        .prefetch_related("opening__position__texts")
        .order_by("number", "pk")
    )


def taken_numbers(opening: Opening) -> set[int]:
    return set(TakenSeat.objects.filter(opening=opening).values_list("number", flat=True))


def offer_cells(intake: Intake, *states: str) -> list[Cell]:
    """Offers in these states by division, site and family: for targets at "offers out" and "accepted"."""
    rows = (
        Offer.objects.filter(opening__position__intake=intake, state__in=states)
        .order_by()
        .values_list(
            "opening__position__division__slug",
            "opening__site__slug",
            "opening__position__family__slug",
            "opening__position__family__is_ai",
        )
        .annotate(n=Count("pk"))
    )
    return [Cell(*row) for row in rows]


def deadline_in(intake: Intake, days: int) -> datetime:
    """The end of a day in the intake's zone, so many days from now."""
    day = timezone.localtime(timezone.now(), intake.tz).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59), tzinfo=intake.tz)
