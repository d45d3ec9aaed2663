"""What planning announces. Receivers run inside the announcing transaction and may raise Refused."""

from django.dispatch import Signal

seats_changed = Signal()  # opening (with its new seats, not yet committed), before: int, by
