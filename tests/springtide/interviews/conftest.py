"""What several stories of interviewing share."""

import pytest
from django.utils import timezone

from tests.springtide.interviews.days import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Ten o'clock in Hangzhou, and it stands still."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock
