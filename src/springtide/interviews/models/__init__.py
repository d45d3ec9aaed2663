"""Tables of interviewing, by what they hold."""

from springtide.interviews.models.talks import (
    SLOT_MINUTES,
    BusySlot,
    FreeTime,
    Interview,
    Mark,
    Round,
    Scorecard,
    new_uid,
)

__all__ = ["SLOT_MINUTES", "BusySlot", "FreeTime", "Interview", "Mark", "Round", "Scorecard", "new_uid"]
