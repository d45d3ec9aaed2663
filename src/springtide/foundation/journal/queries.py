"""Reading and proving the journal."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from springtide.foundation.journal.chain import START, digest
from springtide.foundation.journal.models import Entry


@dataclass(frozen=True)
class Proof:
    """What a check of the chain found. `broken_at` is the first line that does not follow from the one before."""

    lines: int
    head: str
    broken_at: int | None = None
    anchor_found: bool = True

    @property
    def whole(self) -> bool:
        return self.broken_at is None and self.anchor_found


def verify_chain(*, anchor: str = "") -> Proof:
    """Recompute every hash. `anchor`: a head noted earlier outside; a cut tail no longer contains it."""
    last, count, met = START, 0, not anchor
    for entry in Entry.objects.order_by("id").iterator(chunk_size=5000):
        expected = digest(
            previous=last,
            at=entry.at,
            actor=entry.actor_id,
            verb=entry.verb,
            about=(entry.about_type, entry.about_id),
            scope=entry.scope,
            data=entry.data,
        )
        if entry.previous != last or entry.hash != expected:
            return Proof(count, last, broken_at=entry.pk, anchor_found=met)
        last, count = entry.hash, count + 1
        met = met or last == anchor
    return Proof(count, last, anchor_found=met)


def entries_in(scopes: list[str]) -> QuerySet[Entry]:
    """The lines of these scopes and of all below them ("" is everything)."""
    entries = Entry.objects.select_related("actor")
    if "" in scopes:
        return entries
    condition = Q(pk__in=[])
    for scope in scopes:
        condition |= Q(scope=scope) | Q(scope__startswith=f"{scope}/")
    return entries.filter(condition)


def history_of(about_type: str, about_id: int) -> QuerySet[Entry]:
    """All lines about one thing, newest first."""
    return Entry.objects.filter(about_type=about_type, about_id=about_id).select_related("actor")
