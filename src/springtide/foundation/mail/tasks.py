"""Delivery of queued letters."""

from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.utils import timezone

from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.registry import handles
from springtide.foundation.mail.models import Letter
from springtide.foundation.mail.smtp import deliver


def as_message(letter: Letter) -> EmailMessage:
    """The letter as it goes over the wire. The stored Message-ID makes a repeat recognisable as one."""
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = letter.to
    message["Message-ID"] = letter.message_id
    message["Date"] = letter.created
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    for enclosure in letter.attachments.all():
        main, _, sub = enclosure.content_type.partition("/")
        message.add_attachment(
            bytes(enclosure.content), maintype=main, subtype=sub.partition(";")[0], filename=enclosure.name
        )
    return message


@handles("mail.deliver")
def deliver_letter(progress: Progress, payload: dict[str, Any]) -> None:
    """Send one letter; without a mail server it stays in the outbox, to be read there."""
    letter = Letter.objects.prefetch_related("attachments").filter(pk=payload["letter"]).first()
    if letter is None or letter.state in (Letter.State.SENT, Letter.State.KEPT):
        return
    # RFC 2606: nobody lives under .invalid; imported people without an address have one there.
    if not settings.EMAIL_URL or letter.to.endswith(".invalid"):
        letter.state = Letter.State.KEPT
    else:
        try:
            deliver(as_message(letter), settings.EMAIL_URL)
        except OSError as problem:
            Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FAILED, error=str(problem)[:500])
            raise
        letter.state, letter.error = Letter.State.SENT, ""
    letter.sent = timezone.now()
    letter.save(update_fields=["state", "sent", "error"])
