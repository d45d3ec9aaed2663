"""Uploads are cut at the limit while they arrive, whatever length they claimed."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Spools to disk; past the limit the rest is read and thrown away, and the form says which limit.

    The other fields of the form survive: refusing the whole request would lose what was typed.
    """

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.received = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received <= settings.UPLOAD_LIMIT + self.chunk_size:
            super().receive_data_chunk(raw_data, start)
        return None

    def file_complete(self, file_size: int) -> Any:
        file = super().file_complete(file_size)
        if file is not None:
            file.over_limit = file_size > settings.UPLOAD_LIMIT  # type: ignore[attr-defined]
        return file
