"""Letters to candidates, in their language and time zone."""

from typing import Any

from springtide.applications.models import Application
from springtide.foundation.mail.actions import queue_letter

NO_ADDRESS = "@import.invalid"  # reserved by RFC 2606: imported people whose résumé names no address


def write_letter(application: Application, name: str, *, key: str, **context: Any) -> None:
    """Queue `applications/mail/<name>.txt`; once for each `key`, and to nobody where there is no address."""
    person = application.candidate.person
    if person.email.endswith(NO_ADDRESS):
        return
    queue_letter(
        to=person.email,
        person=person,
        language=person.language,
        time_zone=person.time_zone,
        template=f"applications/mail/{name}.txt",
        kind=f"applications.{name}",
        key=key,
        context={
            "application": application,
            "candidate": application.candidate,
            "intake": application.intake,
            **context,
        },
    )
