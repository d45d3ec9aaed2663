"""Every change to a run."""

from springtide.allocation.actions.computing import compute_run
from springtide.allocation.actions.pins import end_pin, pin_person
from springtide.allocation.actions.publishing import publish_run
from springtide.allocation.actions.runs import start_run, stop_run
from springtide.allocation.actions.telling import tell_result

__all__ = ["compute_run", "end_pin", "pin_person", "publish_run", "start_run", "stop_run", "tell_result"]
