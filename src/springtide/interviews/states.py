"""The moves of an interview and of a scorecard."""

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
