"""Storing files."""

import hashlib
import os
import secrets
from typing import IO, TYPE_CHECKING

from django.conf import settings

from springtide.foundation.files.kinds import EXTENSIONS
from springtide.foundation.files.models import StoredFile
from springtide.foundation.files.names import display_name

if TYPE_CHECKING:
    from springtide.foundation.accounts.models import Person

CHUNK = 256 * 1024


def store_file(*, content: IO[bytes], name: str, content_type: str, owner: "Person | None") -> StoredFile:
    """Write the bytes to disk, synced, then the row that knows them.

    Without the row (a crash between the two) the file is a stray that `files.sweep` removes after a day.
    """
    token = secrets.token_hex(20)
    path = f"{token[:2]}/{token}"
    target = settings.FILES_DIR / path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    with target.open("xb") as out:
        while chunk := content.read(CHUNK):
            out.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        out.flush()
        os.fsync(out.fileno())
    return StoredFile.objects.create(
        path=path,
        name=display_name(name, extension=EXTENSIONS.get(content_type, "")),
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        owner=owner,
    )
