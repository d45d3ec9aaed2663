"""What screening announces."""

from django.dispatch import Signal

released = Signal()  # decisions: list[Decision], by
