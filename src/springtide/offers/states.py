"""The moves of a wave, an offer and a place on the reserve list."""

from django.utils.translation import gettext_lazy as _

from springtide.foundation.steps.moves import Move, Moves, State

WAVE = Moves(
    states=(
        State("draft", _("Being prepared"), tone="warning"),
        State("sent", _("Sent"), tone="success"),
        State("dropped", _("Dropped"), tone="neutral"),
    ),
    moves=(
        Move("send", ("draft",), "sent", _("approver, not the person who prepared it"), _("Approve and send")),
        Move("drop", ("draft",), "dropped", _("intake lead"), _("Drop")),
    ),
)

OFFER = Moves(
    states=(
        State("prepared", _("Waiting for approval"), tone="warning"),
        State("sent", _("Waiting for an answer"), _("Waiting for your answer"), "info"),
        State("accepted", _("Accepted"), _("Accepted"), "success"),
        State("declined", _("Declined"), _("Declined"), "neutral"),
        State("expired", _("Expired"), _("Expired"), "neutral"),
        State("revoked", _("Taken back"), _("Taken back"), "neutral"),
        State("reneged", _("Given back after acceptance"), _("Given back"), "warning"),
    ),
    moves=(
        Move("send", ("prepared",), "sent", _("approver"), _("Send")),
        Move("accept", ("sent",), "accepted", _("candidate"), _("Accept")),
        Move("decline", ("sent",), "declined", _("candidate"), _("Decline")),
        Move("expire", ("sent",), "expired", _("the system, at the deadline"), _("Expire")),
        Move("revoke", ("prepared", "sent"), "revoked", _("intake lead"), _("Take back")),
        Move("renege", ("accepted",), "reneged", _("candidate"), _("Give the seat back")),
    ),
)

# A seat is spoken for by these; by those that are sent or accepted the person has been told so.
STANDING = ("prepared", "sent", "accepted")
TOLD = ("sent", "accepted")
