"""What allocating announces."""

from django.dispatch import Signal

published = Signal()  # run, by
