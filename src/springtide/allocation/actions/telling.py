"""Letters about a published result."""

from collections.abc import Sequence

from springtide.allocation.models import Placement, Run
from springtide.allocation.queries import with_people
from springtide.foundation.mail.actions import queue_letter


def tell_result(*, run: Run, applications: Sequence[int]) -> None:
    """Write to these people, each once however often this is called. Who left meanwhile is not written to."""
    rows = Placement.objects.filter(run=run, application__in=applications)
    for placement in with_people(rows).filter(application__state__in=["placed", "reserve", "offered"]):
        person = placement.application.candidate.person
        queue_letter(
            to=person.email,
            person=person,
            language=person.language,
            time_zone=person.time_zone,
            template=f"allocation/mail/{'reserve' if placement.opening_id is None else 'placed'}.txt",
            kind="allocation.result",
            key=f"allocation-{run.pk}-{placement.application_id}",
            context={
                "person": person,
                "name": placement.application.candidate.name,
                "intake": run.intake,
                "placement": placement,
                "opening": placement.opening,
            },
        )
