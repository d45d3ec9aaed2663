"""What the stories about applying have in common."""

from datetime import date
from typing import Any

from django.db import connection

from springtide.applications.rules.entries import NOTICE, Entries
from tests.cast import Cast


def entries(cast: Cast, **changes: Any) -> Entries:
    """A complete application of somebody who fits, changed where a story says so."""
    whole = Entries(
        name="Wei Zhang",
        phone="+8613812345678",
        phone_typed="138 1234 5678",
        country="CN",
        school="Zhejiang University",
        degree="master",
        field="Computer science",
        graduation=date(2026, 6, 1),
        work_countries=["CN"],
        motivation="Because of the sea.",
        transfer=True,
        openings=[cast.models.pk, cast.portal.pk],
        notice_version=NOTICE,
    )
    return Entries(**{**whole, **changes})


def chain_lock() -> int:
    """PostgreSQL asks for the journal's lock by a query of its own; on SQLite the transaction is the lock."""
    return int(connection.vendor == "postgresql")
