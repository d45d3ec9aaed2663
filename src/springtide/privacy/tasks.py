"""The journal is recomputed without being asked."""

from typing import Any

from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.registry import handles
from springtide.privacy.actions import check_journal


@handles("privacy.check_journal", every=6 * 3600)
def check(progress: Progress, payload: dict[str, Any]) -> None:
    check_journal()
