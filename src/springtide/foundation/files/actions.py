"""Storing files."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.conf import settings

from springtide.foundation.files.kinds import EXTENSIONS
from springtide.foundation.files.models import StoredFile
from springtide.foundation.files.names import display_name

if TYPE_CHECKING:
    from springtide.foundation.accounts.models import Person

CHUNK = 256 * 1024


@dataclass(frozen=True)
class Written:
    """Bytes on disk that no row knows yet."""

    path: str
    size: int
    sha256: str


def write_bytes(content: IO[bytes]) -> Written:
    """Write the bytes to disk, synced. Until a row knows them they are a stray that `files.sweep` removes.

    Call it before the transaction: on SQLite nobody else writes while one is open.
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
    return Written(path, size, digest.hexdigest())


def keep_file(*, written: Written, name: str, content_type: str, owner: "Person | None") -> StoredFile:
    """The row that knows the bytes."""
    return StoredFile.objects.create(
        path=written.path,
        name=display_name(name, extension=EXTENSIONS.get(content_type, "")),
        content_type=content_type,
        size=written.size,
        sha256=written.sha256,
        owner=owner,
    )


def store_file(*, content: IO[bytes], name: str, content_type: str, owner: "Person | None") -> StoredFile:
    """Both at once, for small files."""
    return keep_file(written=write_bytes(content), name=name, content_type=content_type, owner=owner)
