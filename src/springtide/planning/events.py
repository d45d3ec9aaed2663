"""What planning announces. Receivers run inside the announcing transaction and may raise Refused."""

from django.dispatch import Signal

seats_changed = (
    Signal()
)  # opening (its new seats written, not committed), before: int, by; also with 0 before a removal
intake_opened = Signal()  # intake (just written, not committed), by
intake_moved = Signal()  # intake (its new state written, not committed), verb, by
plan_changed = Signal()  # intake: something that pages about it may show is now different
