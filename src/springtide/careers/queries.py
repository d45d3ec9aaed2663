"""Named reads of the public site."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils import timezone

from springtide.careers.catalogue import Row
from springtide.careers.models import Announcement
from springtide.foundation.text.search import tokens, words_match
from springtide.planning.models import Division, Family, Intake, Opening, Position, PositionText, Site
from springtide.planning.queries import published_intakes, visible_openings
from springtide.planning.words import named


def public_intake(slug: str) -> Intake:
    """A published intake, or 404."""
    return get_object_or_404(published_intakes(), slug=slug)


def names_in(intake: Intake) -> dict[str, dict[str, str]]:
    """For "site", "division" and "family": the name of each slug, in order of showing."""

    def read(part: type[Division] | type[Site] | type[Family]) -> dict[str, str]:
        rows = part._default_manager.filter(intake=intake).values_list("slug", "names")
        return {slug: named(names) for slug, names in rows}

    return {"site": read(Site), "division": read(Division), "family": read(Family)}


def rows_of(intake: Intake) -> list[Row]:
    """Every visible opening as a plain row, newest positions first."""
    found = visible_openings(intake).order_by("-position__created", "-position_id", "site__slug")
    columns = ("position_id", "position__division__slug", "site__slug", "position__family__slug")
    return [Row._make(values) for values in found.values_list(*columns, "position__family__is_ai", "seats")]


def found_by(intake: Intake, query: str) -> frozenset[int] | None:
    """Positions whose text, city or division answers the search; None where nothing was searched."""
    words = tokens(query)
    if not words:
        return None
    texts = PositionText.objects.filter(words_match(query), position__intake=intake)
    return frozenset(texts.values_list("position_id", flat=True))


def titles_of(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """{position: (slug, title)} in the order given."""
    ids = list(ids)
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    slugs: dict[int, str] = {}
    rows = Position.objects.filter(pk__in=ids).order_by()
    for pk, slug, language, title in rows.values_list("pk", "slug", "texts__language", "texts__title"):
        slugs[pk] = slug
        if language:
            texts[pk][language] = title
    return {pk: (slugs[pk], named(texts[pk]) or slugs[pk]) for pk in ids if pk in slugs}


def public_position(intake: Intake, slug: str) -> Position:
    """A position that may be seen now, or 404: what is not published yet looks like what does not exist."""
    seen = visible_openings(intake).values("position_id")
    openings = Prefetch("openings", Opening.objects.select_related("site").order_by("site__slug"))
    # By way of the intake that was read already: its long texts are not read again.
    found = intake.positions.filter(pk__in=seen).select_related("division", "family")
    return get_object_or_404(found.prefetch_related("texts", openings), slug=slug)


def announcements(intake: Intake) -> QuerySet[Announcement]:
    return Announcement.objects.filter(intake=intake, published_at__lte=timezone.now())


def intakes_to_show() -> QuerySet[Intake]:
    """Published intakes with their seats, the one that is open longest first."""
    seats = Sum("positions__openings__seats", filter=Q(positions__state="published"))
    return published_intakes().annotate(seats=seats).order_by("-shown_deadline")


def sitemap_positions() -> QuerySet[Opening, tuple[str, str, object]]:
    """(intake, position, changed) of all that is visible, for the sitemap."""
    now = timezone.now()
    return (
        Opening.objects.filter(
            position__state="published",
            position__intake__state="published",
            position__intake__opens_at__lte=now,
            position__division__phase__opens_at__lte=now,
        )
        .order_by("position_id")
        .values_list("position__intake__slug", "position__slug", "position__changed")
        .distinct()
    )
