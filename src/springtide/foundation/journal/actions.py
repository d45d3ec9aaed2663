"""Writing to the journal: the last step of every action, inside its transaction."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from springtide.foundation.journal.chain import START, digest
from springtide.foundation.journal.models import Entry

LOCK = 0x53505247  # "SPRG": one writer of the chain at a time, held until commit, so taken last


@dataclass(frozen=True)
class Line:
    """What happened. `data` is plain JSON: ids and values, never whole texts of a person."""

    verb: str
    about: models.Model | None
    scope: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def record(verb: str, *, by: models.Model | None, about: models.Model | None, scope: str = "", **data: Any) -> None:
    """Add one line. `by=None` is the system itself (a due task), or the owner at the command line."""
    record_many([Line(verb, about, scope, data)], by=by)


def record_many(lines: Iterable[Line], *, by: models.Model | None) -> None:
    """Add many lines of one actor at once, in order."""
    with transaction.atomic():
        _take_chain()
        last = Entry.objects.order_by("-id").values_list("hash", flat=True).first() or START
        entries = []
        for line in lines:
            entries.append(_entry(line, by=by, previous=last))
            last = entries[-1].hash
        Entry.objects.bulk_create(entries, batch_size=2000)


def _entry(line: Line, *, by: models.Model | None, previous: str) -> Entry:
    at = timezone.now()
    about = (line.about._meta.label_lower, line.about.pk) if line.about is not None else ("", None)
    # Through JSON and back: what is hashed is what the database will give us later.
    data = json.loads(json.dumps(line.data, cls=DjangoJSONEncoder))
    actor = by.pk if by is not None else None
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
