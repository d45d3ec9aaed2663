"""Strays: bytes on disk that no row knows, left by a crash between the two."""

import time
from typing import Any

from django.conf import settings

from springtide.foundation.files.models import StoredFile
from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.registry import handles

STRAY_AFTER = 24 * 3600


@handles("files.sweep", every=6 * 3600)
def sweep(progress: Progress, payload: dict[str, Any]) -> None:
    """Remove strays older than a day."""
    old = time.time() - STRAY_AFTER
    for folder in sorted(settings.FILES_DIR.glob("??")):
        paths = {f"{folder.name}/{file.name}": file for file in folder.iterdir() if file.stat().st_mtime < old}
        known = set(StoredFile.objects.filter(path__in=paths).values_list("path", flat=True))
        for path in paths.keys() - known:
            paths[path].unlink(missing_ok=True)
