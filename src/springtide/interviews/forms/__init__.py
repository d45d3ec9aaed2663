"""Forms of interviewing, by what they ask."""

from springtide.interviews.forms.cards import CloseForm, DebriefForm, ScorecardForm
from springtide.interviews.forms.rounds import ExtraTimeForm, InterviewerForm, PanelistForm, RoomForm, RoundForm
from springtide.interviews.forms.times import BookForm, CalendarForm, FreeTimeForm, WeeklyForm

__all__ = [
    "BookForm",
    "CalendarForm",
    "CloseForm",
    "DebriefForm",
    "ExtraTimeForm",
    "FreeTimeForm",
    "InterviewerForm",
    "PanelistForm",
    "RoomForm",
    "RoundForm",
    "ScorecardForm",
    "WeeklyForm",
]
