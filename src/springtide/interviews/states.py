"""The moves of an interview, of a scorecard, of a sitting and of an attempt at an assessment."""

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
    ),
)

SCORECARD = Moves(
    states=(
        State("open", _("To be filled in"), tone="info"),
        State("locked", _("Locked"), tone="success"),
    ),
    moves=(Move("lock", ("open",), "locked", _("interviewer"), _("Lock the scorecard")),),
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
