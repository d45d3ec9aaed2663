"""What interviewing announces."""

from django.dispatch import Signal

booked = Signal()  # interview
scored = Signal()  # interview
