"""Positions with their texts and openings: one form, one action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import Refused, may
from springtide.foundation.text.search import search_words
from springtide.planning import rules, states
from springtide.planning.actions.rows import Changes, check_open, fill
from springtide.planning.events import plan_changed, seats_changed
from springtide.planning.models import Division, Family, Intake, Opening, Position, PositionText, Site


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a position says. `texts`: {language: (title, Markdown)}; `seats`: {site: seats}."""

    division: Division
    family: Family
    texts: Mapping[str, tuple[str, str]]
    required: Sequence[str] = ()
    wished: Sequence[str] = ()
    seats: Mapping[Site, int] = field(default_factory=dict)


@transaction.atomic
def add_position(*, content: Content, by: Person | None) -> Position:
    """Add a position as a draft. Raises ValidationError."""
    _check(content.division, by)
    intake = content.division.intake
    position = Position(intake=intake, slug=free_slug(intake, content))
    fill(position, _fields(content))
    position.save()
    changes = _write_texts(position, content.texts) | _write_seats(position, content.seats, by)
    record("planning.position_added", by=by, about=position, scope=content.division.scope, changes=changes)
    plan_changed.send(Intake, intake=intake)
    return position


@transaction.atomic
def change_position(
    *, position: Position, content: Content, by: Person | None, seen: datetime | None = None
) -> Position:
    """Change all of it at once. `seen`: when the form was read; a change by somebody else since stays."""
    row = locked(position)
    _check(row.division, by)
    _check(content.division, by)
    current = seen is None or row.changed == seen
    may(current, _("Somebody changed this position while you were writing. Open it again beside this page.")).require()
    changes = fill(row, _fields(content))
    changes |= _write_texts(row, content.texts) | _write_seats(row, content.seats, by)
    if changes:
        row.save()
        record("planning.position_changed", by=by, about=row, scope=row.division.scope, changes=changes)
        plan_changed.send(Intake, intake=row.intake)
    return row


@transaction.atomic
def move_position(*, position: Position, verb: str, by: Person | None) -> Position:
    """Publish or close: the one door for the state of a position."""
    row = locked(position)
    _check(row.division, by)
    target = states.POSITION.target(verb, row.state)
    if verb == "publish":
        has_seats = row.openings.filter(seats__gt=0).exists()
        may(has_seats, _("Give it at least one seat at one site before you publish it.")).require()
    before, row.state = row.state, target
    row.save(update_fields=["state", "changed"])
    record(f"planning.position_{target}", by=by, about=row, scope=row.division.scope, before=before)
    plan_changed.send(Intake, intake=row.intake)
    return row


@transaction.atomic
def remove_position(*, position: Position, by: Person | None) -> None:
    """Remove a position that nobody ranked."""
    _check(position.division, by)
    _write_seats(position, {}, by)
    about = {"slug": position.slug, "id": position.pk}
    position.delete()
    record("planning.position_removed", by=by, about=None, scope=position.division.scope, **about)
    plan_changed.send(Intake, intake=position.intake)


def free_slug(intake: Intake, content: Content) -> str:
    """A short name nobody in the intake has: from the English title, else from division and family."""
    title = content.texts.get("en", ("", ""))[0]
    base = slugify(title)[:80].strip("-") or f"{content.division.slug}-{content.family.slug}"[:80]
    taken = set(Position.objects.filter(intake=intake, slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(len(taken) + 1) if (slug := f"{base}-{n + 1}" if n else base) not in taken)


def _check(division: Division, by: Person | None) -> None:
    check_open(division.intake)
    if by is not None:
        rules.can_edit_positions(by, division.scope).require()


def _fields(content: Content) -> dict[str, Any]:
    if content.family.intake_id != content.division.intake_id:
        raise ValidationError({"family": _("This job family belongs to another intake.")})
    return {
        "division": content.division,
        "family": content.family,
        "required_skills": list(content.required),
        "wished_skills": list(content.wished),
    }


def _write_texts(position: Position, texts: Mapping[str, tuple[str, str]]) -> Changes:
    """The journal keeps which languages changed, not the texts."""
    may(bool(texts), _("Give the position a title in at least one language.")).require()
    before = {text.language: text for text in position.texts.all()}
    for language in before.keys() - texts.keys():
        before[language].delete()
    changed = sorted(before.keys() ^ texts.keys())
    for language, (title, description) in texts.items():
        row = before.get(language) or PositionText(position=position, language=language)
        values = {"title": title, "description": description, "words": search_words(title, description)}
        if fill(row, values) or row.pk is None:
            row.save()
            changed.append(language)
    return {"texts": sorted(set(changed))} if changed else {}


def _write_seats(position: Position, seats: Mapping[Site, int], by: Person | None) -> Changes:
    before = {opening.site: opening for opening in position.openings.select_related("site")}
    changes: Changes = {}
    for site in before.keys() | seats.keys():
        opening, wanted = before.get(site), seats.get(site)
        old = opening.seats if opening else None
        if old == wanted:
            continue
        opening = opening or Opening(position=position, site=site)
        fill(opening, {"seats": wanted or 0})
        opening.save()
        seats_changed.send(Opening, opening=opening, before=old or 0, by=by)
        if wanted is None:
            _remove(opening)
        changes[f"seats at {site.slug}"] = [old, wanted]
    return changes


def _remove(opening: Opening) -> None:
    try:
        opening.delete()
    except ProtectedError as error:
        raise Refused(
            _("Candidates have ranked the opening at %(site)s. Set its seats to 0 instead of removing it.")
            % {"site": opening.site}
        ) from error
