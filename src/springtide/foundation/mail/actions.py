"""Writing letters. Nothing is sent here: a letter is a row of the caller's transaction."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from springtide.foundation.jobs.actions import enqueue
from springtide.foundation.mail.models import Attachment, Letter

if TYPE_CHECKING:
    from springtide.foundation.accounts.models import Person


@dataclass(frozen=True)
class Enclosure:
    """A file to attach: name, MIME type, bytes."""

    name: str
    content_type: str
    content: bytes


def queue_letter(
    *,
    to: str,
    template: str,
    kind: str,
    context: dict[str, Any],
    key: str = "",
    person: "Person | None" = None,
    language: str = "",
    time_zone: str = "",
    enclosures: Iterable[Enclosure] = (),
    urgent: bool = False,
) -> Letter:
    """Render a letter and queue it. `template` is a text: first line the subject, then the body.

    `key` makes it one letter however often it is asked for. Values of `context` are data: they are never
    read as templates, and a subject is always one line.
    """
    key = key or secrets.token_urlsafe(16)
    found = Letter.objects.filter(key=key).first()
    if found is not None:
        return found
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    zone = ZoneInfo(time_zone) if time_zone else timezone.get_current_timezone()
    with translation.override(language), timezone.override(zone):
        values = Context({"site_url": settings.SITE_URL, **context}, autoescape=False)
        text = get_template(template).template.render(values)  # type: ignore[attr-defined]
    subject, _sep, body = text.lstrip().partition("\n")
    letter = Letter.objects.create(
        kind=kind,
        key=key,
        person=person,
        to=to,
        language=language,
        subject=" ".join(subject.split())[:250],
        body=body.strip() + "\n",
        message_id=f"<{secrets.token_hex(16)}@{urlsplit(settings.SITE_URL).hostname}>",
    )
    Attachment.objects.bulk_create(
        Attachment(letter=letter, name=e.name, content_type=e.content_type, content=e.content) for e in enclosures
    )
    enqueue("mail.deliver", key=str(letter.pk), payload={"letter": letter.pk}, urgent=urgent)
    return letter
