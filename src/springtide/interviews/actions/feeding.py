"""The secret address under which somebody's own calendar reads their interviews."""

import secrets
from hashlib import sha256

from django.db import transaction

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.interviews.models import CalendarFeed

TOKEN_BYTES = 32


def digest(token: str) -> str:
    """What is kept of a token. It is long and random, so a plain hash cannot be searched."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def open_feed(*, person: Person) -> str:
    """A new token, shown this once; the one before stops working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made, _new = CalendarFeed.objects.update_or_create(person=person, defaults={"digest": digest(token)})
    record("interviews.open_feed", by=person, about=made)
    return token


@transaction.atomic
def close_feed(*, person: Person) -> None:
    """Nobody reads under the old address any more."""
    for feed in CalendarFeed.objects.filter(person=person):
        record("interviews.close_feed", by=person, about=feed)
        feed.delete()
