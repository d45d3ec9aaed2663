"""Bringing a file of postings in: all of it or nothing."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import Line, record, record_many
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.foundation.text.search import search_words
from springtide.planning.actions.parts import add_part
from springtide.planning.actions.rows import check_lead
from springtide.planning.events import plan_changed
from springtide.planning.models import Division, Family, Intake, Named, Opening, Position, PositionText, Site
from springtide.planning.queries import import_keys

if TYPE_CHECKING:
    from springtide.planning.imports.drafts import Posting
    from springtide.planning.imports.report import Report

BATCH = 500


@transaction.atomic
def import_postings(*, intake: Intake, report: "Report", by: Person | None, publish: bool = False) -> int:
    """Write what a dry run promised: how many positions are new. Raises Refused where the report has problems."""
    check_lead(intake, by)
    may(report.ok, _("The file has problems. Mend them and look at it again; nothing was written.")).require()
    # The same file from two windows at once: the second finds what the first brought.
    there = import_keys(locked(intake))
    postings = [posting for posting in report.postings if posting.key not in there]
    _add_parts(intake, postings, by)
    positions = _add_positions(intake, postings, publish=publish)
    lines = [
        Line("planning.position_imported", position, position.division.scope, {"line": p.line, "reason": p.reason})
        for position, p in zip(positions, postings, strict=True)
    ]
    record_many(lines, by=by)
    told = {"sha256": report.sha256, "new": len(positions), "already": report.already, "published": publish}
    record("planning.postings_imported", by=by, about=intake, scope=intake.scope, **told)
    plan_changed.send(Intake, intake=intake)
    return len(positions)


def _add_parts(intake: Intake, postings: "Iterable[Posting]", by: Person | None) -> None:
    new = {key: value for posting in postings for key, value in posting.new.items()}
    phase = intake.phases.first()
    may(phase is not None, _("The intake has no phase yet. Add one first: new divisions open with it.")).require()
    for (kind, slug), described in new.items():
        if kind == "division":
            add_part(intake=intake, kind=Division, by=by, slug=slug, names={"en": described}, phase=phase)
        elif kind == "site":
            values = {"country": described.country, "zone": described.zone, "jurisdiction": described.jurisdiction}
            add_part(intake=intake, kind=Site, by=by, slug=slug, names=described.names, **values)
        else:
            values = {"names": described.names, "is_ai": described.is_ai, "reasons": described.reasons}
            add_part(intake=intake, kind=Family, by=by, slug=slug, **values)


def _add_positions(intake: Intake, postings: "Sequence[Posting]", *, publish: bool) -> list[Position]:
    divisions, families, sites = (_by_slug(kind, intake) for kind in (Division, Family, Site))
    taken = set(Position.objects.filter(intake=intake).values_list("slug", flat=True))
    positions = [
        Position(
            intake=intake,
            division=divisions[posting.division],
            family=families[posting.family],
            slug=_slug(posting, taken),
            state="published" if publish else "draft",
            required_skills=posting.required,
            wished_skills=posting.wished,
            import_key=posting.key,
        )
        for posting in postings
    ]
    Position.objects.bulk_create(positions, batch_size=BATCH)
    both = list(zip(positions, postings, strict=True))
    texts = [
        PositionText(
            position=position, language=language, title=title, description=words, words=search_words(title, words)
        )
        for position, posting in both
        for language, (title, words) in posting.texts.items()
    ]
    PositionText.objects.bulk_create(texts, batch_size=BATCH)
    openings = [
        Opening(position=position, site=sites[slug], seats=seats)
        for position, posting in both
        for slug, seats in posting.seats.items()
    ]
    Opening.objects.bulk_create(openings, batch_size=BATCH)
    return positions


def _by_slug(kind: type[Named], intake: Intake) -> dict[str, Any]:
    rows = kind._default_manager.filter(intake=intake)  # type: ignore[misc]
    if kind is Division:
        rows = rows.select_related("intake")  # type: ignore[misc]
    return {row.slug: row for row in rows}


def _slug(posting: "Posting", taken: set[str]) -> str:
    title = posting.texts.get("en", ("", ""))[0]
    base = slugify(title)[:80].strip("-") or f"{posting.division}-{posting.family}"[:80]
    slug = next(s for n in range(len(taken) + 1) if (s := f"{base}-{n + 1}" if n else base) not in taken)
    taken.add(slug)
    return slug
