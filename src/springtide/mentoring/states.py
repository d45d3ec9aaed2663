"""The moves of an internship and of a return offer."""

from django.utils.translation import gettext_lazy as _

from springtide.foundation.steps.moves import Move, Moves, State

INTERNSHIP = Moves(
    states=(
        State("preparing", _("Preparing"), _("Before you start"), "info"),
        State("running", _("Running"), _("Running"), "success"),
        State("finished", _("Finished"), _("Finished"), "neutral"),
        State("cancelled", _("Did not start"), _("Cancelled"), "neutral"),
    ),
    moves=(
        Move("start", ("preparing",), "running", _("mentor or recruiter"), _("Confirm the start")),
        Move("finish", ("running",), "finished", _("mentor or recruiter"), _("Finish")),
        Move("cancel", ("preparing",), "cancelled", _("the system, when the seat is given back"), _("Cancel")),
    ),
)

RETURN_OFFER = Moves(
    states=(
        State("recommended", _("Recommended by the mentor"), tone="info"),
        State("advised_against", _("Not recommended by the mentor"), tone="warning"),
        State("approved", _("Return offer approved"), tone="success"),
        State("refused", _("No return offer"), tone="neutral"),
    ),
    moves=(
        Move("approve", ("recommended", "advised_against"), "approved", _("approver"), _("Approve a return offer")),
        Move("refuse", ("recommended", "advised_against"), "refused", _("approver"), _("Decide against")),
    ),
)
