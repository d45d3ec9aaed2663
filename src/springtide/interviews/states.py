"""The moves of an interview, a scorecard, the interview day, a schedule, a sitting and an attempt."""

from django.utils.translation import gettext_lazy as _

from springtide.foundation.steps.moves import Move, Moves, State

INTERVIEW = Moves(
    states=(
        State("invited", _("Invited, no time yet"), _("Choose a time"), "warning"),
        State("booked", _("Booked"), _("Booked"), "info"),
        State("held", _("Held"), _("Done"), "success"),
        State("missed", _("Candidate did not come"), _("Missed"), "warning"),
        State("cancelled", _("Cancelled"), _("Cancelled"), "neutral"),
    ),
    moves=(
        Move("book", ("invited", "booked"), "booked", _("candidate or recruiter"), _("Book a time")),
        Move("hold", ("booked",), "held", _("interviewer"), _("Mark as held")),
        Move("miss", ("booked",), "missed", _("interviewer"), _("Candidate did not come")),
        Move("reinvite", ("missed", "cancelled"), "invited", _("recruiter"), _("Invite again")),
        Move("cancel", ("invited", "booked"), "cancelled", _("candidate or recruiter"), _("Cancel")),
        Move("return", ("missed",), "booked", _("the desk that marked it, taking that back"), _("Came after all")),
    ),
)

SCORECARD = Moves(
    states=(
        State("open", _("To be filled in"), tone="info"),
        State("locked", _("Locked"), tone="success"),
    ),
    moves=(Move("lock", ("open",), "locked", _("interviewer"), _("Lock the scorecard")),),
)

# Where an interview stands on its day. Without a row it is expected.
ATTENDANCE = Moves(
    states=(
        State("expected", _("Expected"), tone="neutral"),
        State("late", _("Comes late"), tone="warning"),
        State("waiting", _("Waiting"), _("You are in the queue"), "info"),
        State("called", _("Called"), _("Please come in"), "accent"),
        State("talking", _("In the interview"), _("In the interview"), "success"),
        State("ended", _("Ended"), _("Done"), "neutral"),
        State("absent", _("Did not come"), _("Missed"), "error"),
    ),
    moves=(
        Move("check-in", ("expected", "late"), "waiting", _("the desk"), _("Check in")),
        Move("late", ("expected",), "late", _("the desk"), _("Comes late")),
        Move("call", ("waiting", "called"), "called", _("the desk or the panel"), _("Call")),
        Move("start", ("waiting", "called"), "talking", _("the desk or the panel"), _("Start")),
        Move("end", ("talking",), "ended", _("the desk or the panel"), _("End")),
        Move(
            "no-show",
            ("expected", "late", "waiting", "called"),
            "absent",
            _("the desk or the panel"),
            _("Did not come"),
        ),
    ),
)

SCHEDULE = Moves(
    states=(
        State("queued", _("Waiting"), tone="neutral"),
        State("running", _("Running"), tone="info"),
        State("proposed", _("Proposal"), tone="warning"),
        State("failed", _("Failed"), tone="error"),
        State("stopped", _("Stopped"), tone="neutral"),
        State("approved", _("Approved"), tone="success"),
    ),
    moves=(
        Move("begin", ("queued", "running"), "running", _("the system"), _("Begin")),
        Move("propose", ("running",), "proposed", _("the system"), _("Finish")),
        Move("fail", ("queued", "running"), "failed", _("the system"), _("Fail")),
        Move("stop", ("queued", "running"), "stopped", _("intake lead"), _("Stop")),
        Move("approve", ("proposed",), "approved", _("approver, not the person who ran it"), _("Approve")),
    ),
)

SITTING = Moves(
    states=(State("open", _("Open"), tone="success"), State("off", _("Called off"), tone="neutral")),
    moves=(Move("call_off", ("open",), "off", _("intake lead"), _("Call off")),),
)

# What has a seat that can still be given back.
SEATED = ("booked", "sent")
ATTEMPT = Moves(
    states=(
        State("invited", _("Invited, no sitting yet"), _("Choose a sitting"), "warning"),
        State("booked", _("Has a seat"), _("Booked"), "info"),
        State("sent", _("With the provider"), _("Booked"), "info"),
        State("started", _("Begun"), _("Begun"), "primary"),
        State("done", _("Result in"), _("Result in"), "success"),
        State("missed", _("Did not sit"), _("Missed"), "warning"),
        State("cancelled", _("Cancelled"), _("Cancelled"), "neutral"),
    ),
    moves=(
        Move("book", ("invited", *SEATED, "missed"), "booked", _("candidate"), _("Choose a sitting")),
        Move("hand_over", ("booked",), "sent", _("the product"), _("Hand to the provider")),
        Move("start", ("sent", "missed"), "started", _("provider"), _("Begin")),
        Move("finish", ("sent", "started", "missed", "done"), "done", _("provider"), _("Hand in the result")),
        Move("miss", ("sent",), "missed", _("the product"), _("Did not sit")),
        Move("put_back", SEATED, "invited", _("the product"), _("Choose another sitting")),
        Move("cancel", ("invited", *SEATED), "cancelled", _("candidate or recruiter"), _("Cancel")),
        Move("reinvite", ("started", "missed", "cancelled"), "invited", _("recruiter"), _("Invite again")),
    ),
)
