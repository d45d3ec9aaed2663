"""Tables of interviewing, by what they hold."""

from springtide.interviews.models.assessments import Assessment, Attempt, Delivery, Result, Sitting
from springtide.interviews.models.availability import (
    Accommodation,
    AwayTime,
    CalendarFeed,
    FreeTime,
    Interviewer,
    WeeklyTime,
)
from springtide.interviews.models.cards import Debrief, Mark, Scorecard
from springtide.interviews.models.day import Arrival, Attendance, Board, DayStep
from springtide.interviews.models.places import Room, RoomSlot
from springtide.interviews.models.rounds import Round
from springtide.interviews.models.schedules import Asked, Proposal, RoomClosing, ScheduleDetails, ScheduleRun
from springtide.interviews.models.talks import SLOT_MINUTES, BusySlot, Interview, Panelist, new_uid

__all__ = [
    "SLOT_MINUTES",
    "Accommodation",
    "Arrival",
    "Asked",
    "Assessment",
    "Attempt",
    "Attendance",
    "AwayTime",
    "Board",
    "BusySlot",
    "CalendarFeed",
    "DayStep",
    "Debrief",
    "Delivery",
    "FreeTime",
    "Interview",
    "Interviewer",
    "Mark",
    "Panelist",
    "Proposal",
    "Result",
    "Room",
    "RoomClosing",
    "RoomSlot",
    "Round",
    "ScheduleDetails",
    "ScheduleRun",
    "Scorecard",
    "Sitting",
    "WeeklyTime",
    "new_uid",
]
