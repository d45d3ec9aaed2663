"""What allocating announces."""

from django.dispatch import Signal

published = Signal()  # run, by
# A question: intake → {opening id: seats that a later step holds there}. Receivers answer.
seats_asked = Signal()
