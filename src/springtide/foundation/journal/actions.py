"""Writing to the journal: the last step of every action, inside its transaction."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from springtide.foundation.journal.chain import START, digest
from springtide.foundation.journal.models import Entry

BATCH = 2000
LOCK = 0x53505247  # "SPRG": one writer of the chain at a time, held until commit, so taken last


@dataclass(frozen=True)
class Line:
    """What happened. `data` is plain JSON: ids and values, never whole texts of a person."""

    verb: str
    about: models.Model | None
    scope: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PastLine:
    """What happened at a moment before it came into this journal. `actor`: id of the person, or None."""

    at: datetime
    actor: int | None
    line: Line


def record(verb: str, *, by: models.Model | None, about: models.Model | None, scope: str = "", **data: Any) -> None:
    """Add one line. `by=None` is the system itself (a due task), or the owner at the command line."""
    record_many([Line(verb, about, scope, data)], by=by)


def record_many(lines: Iterable[Line], *, by: models.Model | None) -> None:
    """Add many lines of one actor at once, in order."""
    actor = by.pk if by is not None else None
    record_past(PastLine(timezone.now(), actor, line) for line in lines)


def record_past(lines: Iterable[PastLine]) -> None:
    """Add a history that was lived elsewhere (the sample's), in order. Actions use `record`."""
    with transaction.atomic():
        _take_chain()
        last = Entry.objects.order_by("-id").values_list("hash", flat=True).first() or START
        rows = iter(lines)
        while batch := list(islice(rows, BATCH)):
            entries = []
            for past in batch:
                entries.append(_entry(past, previous=last))
                last = entries[-1].hash
            Entry.objects.bulk_create(entries)


def _entry(past: PastLine, *, previous: str) -> Entry:
    line, at, actor = past.line, past.at, past.actor
    about = (line.about._meta.label_lower, line.about.pk) if line.about is not None else ("", None)
    # Through JSON and back: what is hashed is what the database will give us later.
    data = json.loads(json.dumps(line.data, cls=DjangoJSONEncoder))
    return Entry(
        at=at,
        actor_id=actor,
        verb=line.verb,
        about_type=about[0],
        about_id=about[1],
        scope=line.scope,
        data=data,
        previous=previous,
        hash=digest(previous=previous, at=at, actor=actor, verb=line.verb, about=about, scope=line.scope, data=data),
    )


def _take_chain() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
