"""Work that follows a release."""

from typing import Any

from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.registry import handles
from springtide.screening.actions.telling import tell_outcome


@handles("screening.tell")
def tell(progress: Progress, payload: dict[str, Any]) -> None:
    """Write to the people of one part of a release; killed in the middle, it goes on where it stopped."""
    people = payload["applications"]
    for done, application in enumerate(people):
        tell_outcome(applications=[application], outcome=payload["outcome"])
        if done % 20 == 0:
            progress.step(done, len(people))
