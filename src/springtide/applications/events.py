"""What applying announces. Receivers run inside the announcing transaction."""

from django.dispatch import Signal

submitted = Signal()  # application
withdrawn = Signal()  # application, by
