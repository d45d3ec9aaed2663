"""Named reads over what a season offers, scoped to the person who asks."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils import timezone

from springtide.foundation.accounts.models import Membership, Person
from springtide.foundation.accounts.queries import scope_filter
from springtide.foundation.text.search import words_match
from springtide.planning import rules
from springtide.planning.models import (
    Division,
    Family,
    Intake,
    Named,
    Opening,
    Phase,
    Position,
    PositionText,
    Site,
    Target,
)
from springtide.planning.targets import Cell


def intakes_for(person: Person) -> QuerySet[Intake]:
    """Intakes in which the person holds any role."""
    slugs = {scope.partition("/")[0] for scope in person.scopes()}
    return Intake.objects.all() if "" in slugs else Intake.objects.filter(slug__in=slugs)


def intake_for(person: Person, slug: str) -> Intake:
    """One of them, or 404."""
    return get_object_or_404(intakes_for(person), slug=slug)


def divisions_for(person: Person, intake: Intake, *roles: str) -> QuerySet[Division]:
    """Divisions of an intake over which the person holds one of the roles (any where none is named)."""
    covered = scope_filter(person.scopes(*roles), intake="intake__slug", division="slug")
    return Division.objects.filter(covered, intake=intake).select_related("intake", "phase")


def published_intakes() -> QuerySet[Intake]:
    """Intakes that the public site shows."""
    return Intake.objects.filter(state="published")


def visible_openings(intake: Intake, at: datetime | None = None) -> QuerySet[Opening]:
    """What the public may see at a moment: published, its phase begun. Also after the deadline."""
    at = at or timezone.now()
    if intake.state != "published" or at < intake.opens_at:
        return Opening.objects.none()
    return Opening.objects.filter(
        position__intake=intake, position__state="published", position__division__phase__opens_at__lte=at
    )


def open_openings(intake: Intake, at: datetime | None = None) -> QuerySet[Opening]:
    """What a candidate may rank at a moment: visible, and the real deadline not past."""
    at = at or timezone.now()
    return visible_openings(intake, at) if intake.takes_applications(at) else Opening.objects.none()


def seat_cells(intake: Intake) -> list[Cell]:
    """The planned seats of an intake, drafts and closed positions too: closing ends applying, not the seats."""
    rows = (
        Opening.objects.filter(position__intake=intake)
        .order_by()
        .values_list("position__division__slug", "site__slug", "position__family__slug", "position__family__is_ai")
        .annotate(seats=Sum("seats"))
    )
    return [Cell(*row) for row in rows]


def with_all(positions: QuerySet[Position]) -> QuerySet[Position]:
    """The same positions with whatever a page shows of them: 3 queries for any number of rows."""
    openings = Prefetch("openings", Opening.objects.select_related("site").order_by("site__slug"))
    return positions.select_related("intake", "division__phase", "division__intake", "family").prefetch_related(
        "texts", openings
    )


def positions_for(person: Person, intake: Intake, *roles: str) -> QuerySet[Position]:
    """Positions of the divisions over which the person holds one of the roles (any where none is named)."""
    return Position.objects.filter(intake=intake, division__in=divisions_for(person, intake, *roles))


def positions_list(
    positions: QuerySet[Position], *, q: str = "", division: str = "", family: str = "", site: str = "", state: str = ""
) -> QuerySet[Position]:
    """A list of positions narrowed down and ready to show (see `with_all`). All but `q` are slugs; "" is any."""
    exact = {"division__slug": division, "family__slug": family, "state": state}
    positions = positions.filter(**{column: value for column, value in exact.items() if value})
    if site:
        positions = positions.filter(Exists(Opening.objects.filter(position=OuterRef("pk"), site__slug=site)))
    if q:
        positions = positions.filter(Exists(PositionText.objects.filter(words_match(q), position=OuterRef("pk"))))
    return with_all(positions.order_by("division__slug", "slug"))


def position_states(person: Person, intake: Intake) -> dict[str, int]:
    """{state: how many positions the person sees in it}"""
    rows = positions_for(person, intake).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def parts_for(person: Person, intake: Intake, kind: type[Named]) -> QuerySet[Any]:
    """Phases, sites or families of an intake; divisions only those of the person."""
    rows: dict[type[Named], QuerySet[Any]] = {
        Division: divisions_for(person, intake),
        Phase: intake.phases.prefetch_related("divisions"),
        Site: intake.sites.all(),
        Family: intake.families.all(),
    }
    return rows[kind]


def cells_for(person: Person, intake: Intake) -> list[Cell]:
    """The planned seats of the divisions that the person may see."""
    if rules.sees_whole_intake(person, intake.scope):
        return seat_cells(intake)
    own = set(divisions_for(person, intake).values_list("slug", flat=True))
    return [cell for cell in seat_cells(intake) if cell.division in own]


def targets_for(person: Person, intake: Intake) -> list[Target]:
    """All targets for whoever sees the whole intake, else those about one of the person's divisions alone."""
    targets = list(Target.objects.filter(intake=intake).select_related("intake"))
    if rules.sees_whole_intake(person, intake.scope):
        return targets
    own = set(divisions_for(person, intake).values_list("slug", flat=True))
    return [t for t in targets if (t.within if t.kind == "share" else t.of).get("division") in own]


def scope_names(intake: Intake) -> dict[tuple[str, str], str]:
    """Names of everything a target may speak of: {("division", "cloud"): "Cloud"}."""
    found: dict[tuple[str, str], str] = {}
    for kind, key in ((Division, "division"), (Site, "site"), (Family, "family")):
        for row in kind._default_manager.filter(intake=intake):
            found[key, row.slug] = row.name
    return found


def known_parts(intake: Intake) -> dict[tuple[str, str], str]:
    """What an import may call by name: {("site", casefolded slug or name in any language): slug}."""
    found: dict[tuple[str, str], str] = {}
    for kind, key in ((Division, "division"), (Site, "site"), (Family, "family")):
        for row in kind._default_manager.filter(intake=intake):
            for word in (*row.names.values(), row.slug):
                found[key, word.casefold()] = row.slug
    return found


def import_keys(intake: Intake) -> set[str]:
    """Keys of all postings that imports brought into an intake."""
    return set(Position.objects.filter(intake=intake).exclude(import_key="").values_list("import_key", flat=True))


def memberships_of(intake: Intake, *, role: str = "") -> QuerySet[Membership]:
    """Roles held over an intake or one of its divisions; those over everything are not the intake's to change."""
    within = Q(scope=intake.scope) | Q(scope__startswith=f"{intake.scope}/")
    held = Membership.objects.filter(within, person__is_active=True).select_related("person")
    return (held.filter(role=role) if role else held).order_by("person__name", "person__email", "pk")
