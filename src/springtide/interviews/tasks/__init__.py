"""Work of interviewing that is due."""

from springtide.interviews.tasks import sittings, talks

__all__ = ["sittings", "talks"]
