"""The moves of a run."""

from django.utils.translation import gettext_lazy as _

from springtide.foundation.steps.moves import Move, Moves, State

RUN = Moves(
    states=(
        State("queued", _("Waiting"), tone="neutral"),
        State("running", _("Running"), tone="info"),
        State("proposed", _("Proposal"), tone="warning"),
        State("failed", _("Failed"), tone="error"),
        State("stopped", _("Stopped"), tone="neutral"),
        State("published", _("Published"), tone="success"),
    ),
    moves=(
        Move("begin", ("queued", "running"), "running", _("the system"), _("Begin")),
        Move("propose", ("running",), "proposed", _("the system"), _("Finish")),
        Move("fail", ("queued", "running"), "failed", _("the system"), _("Fail")),
        Move("stop", ("queued", "running"), "stopped", _("intake lead"), _("Stop")),
        Move("publish", ("proposed",), "published", _("approver, not the person who ran it"), _("Publish")),
    ),
)
