"""Where the bytes of a file are."""

from pathlib import Path

from django.conf import settings

from springtide.foundation.files.models import StoredFile


def disk_path(file: StoredFile) -> Path:
    return Path(settings.FILES_DIR) / file.path
