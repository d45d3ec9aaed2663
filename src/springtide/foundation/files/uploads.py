"""Uploads are cut at the limit while they arrive, whatever length they claimed."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

READ_ON = 10  # times the limit: beyond it, nobody is left to whom a form could be shown


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Spools to disk; past the limit the rest is read and thrown away, and the form says which limit.

    The other fields of the form survive: refusing the whole request would lose what was typed. The limit is that
    of all files of a request together, since anybody may send a hundred. Raises RequestDataTooBig far beyond it.
    """

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT * READ_ON:
            raise RequestDataTooBig
        if self.received <= settings.UPLOAD_LIMIT + self.chunk_size:
            super().receive_data_chunk(raw_data, start)
        return None

    def file_complete(self, file_size: int) -> Any:
        file = super().file_complete(file_size)
        if file is not None:
            file.over_limit = self.received > settings.UPLOAD_LIMIT  # type: ignore[attr-defined]
        return file
