"""What offering announces."""

from django.dispatch import Signal

accepted = Signal()  # offer
ended = Signal()  # offer: declined, expired, revoked or reneged; its seat is free again
