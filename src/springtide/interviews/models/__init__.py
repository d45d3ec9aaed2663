"""Tables of interviewing, by what they hold."""

from springtide.interviews.models.assessments import Assessment, Attempt, Delivery, Result, Sitting
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

__all__ = [
    "SLOT_MINUTES",
    "Assessment",
    "Attempt",
    "BusySlot",
    "Delivery",
    "FreeTime",
    "Interview",
    "Mark",
    "Result",
    "Round",
    "Scorecard",
    "Sitting",
    "new_uid",
]
