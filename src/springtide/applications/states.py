"""The moves of an application, from draft to start, with two wordings: for staff and for the candidate."""

from django.utils.translation import gettext_lazy as _

from springtide.foundation.steps.moves import Move, Moves, State

CANDIDATE, RECRUITER, LEAD, APPROVER = _("candidate"), _("recruiter"), _("intake lead"), _("approver")
UNDECIDED = ("submitted", "shortlisted", "placed", "reserve", "offered")

APPLICATION = Moves(
    states=(
        State("draft", _("Draft"), _("Not sent yet"), "neutral"),
        State("late", _("Arrived late"), _("Arrived after the deadline"), "warning"),
        State("submitted", _("To be screened"), _("Received, being read"), "info"),
        State("shortlisted", _("Shortlisted"), _("In interviews"), "info"),
        State("rejected", _("Rejected"), _("Not selected"), "neutral"),
        State("placed", _("Placed"), _("A seat is set aside for you"), "accent"),
        State("reserve", _("On the reserve list"), _("On the reserve list"), "warning"),
        State("offered", _("Offer out"), _("You have an offer"), "primary"),
        State("accepted", _("Accepted"), _("Offer accepted"), "success"),
        State("declined", _("Declined"), _("Offer declined"), "neutral"),
        State("withdrawn", _("Withdrawn"), _("Withdrawn by you"), "neutral"),
        State("started", _("Started"), _("Internship running"), "success"),
        State("finished", _("Finished"), _("Internship finished"), "success"),
    ),
    moves=(
        Move("submit", ("draft",), "submitted", CANDIDATE, _("Submit")),
        Move("submit_late", ("draft",), "late", CANDIDATE, _("Submit after the deadline")),
        Move("admit", ("late",), "submitted", LEAD, _("Admit although late")),
        Move("shortlist", ("submitted",), "shortlisted", APPROVER, _("Shortlist")),
        Move("reject", ("submitted", "late", "shortlisted", "reserve"), "rejected", APPROVER, _("Reject")),
        Move("place", ("shortlisted", "reserve"), "placed", APPROVER, _("Place in an opening")),
        Move("hold", ("shortlisted", "placed", "offered"), "reserve", APPROVER, _("Put on the reserve list")),
        Move("offer", ("placed", "reserve"), "offered", APPROVER, _("Send an offer")),
        Move("accept", ("offered",), "accepted", CANDIDATE, _("Accept the offer")),
        Move("decline", ("offered",), "declined", CANDIDATE, _("Decline the offer")),
        Move("renege", ("accepted",), "declined", CANDIDATE, _("Give the accepted seat back")),
        Move("withdraw", ("draft", "late", *UNDECIDED), "withdrawn", CANDIDATE, _("Withdraw")),
        Move("reopen", ("withdrawn",), "draft", CANDIDATE, _("Apply again")),
        Move("start", ("accepted",), "started", _("mentor"), _("Start the internship")),
        Move("finish", ("started",), "finished", _("mentor"), _("Finish the internship")),
    ),
)

# What counts as an application in figures: everything once sent, whatever became of it.
SENT = tuple(state.name for state in APPLICATION.states if state.name != "draft")
