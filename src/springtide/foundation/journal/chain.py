"""How one line is bound to the line before it. Plain functions, so that anybody can recompute them."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


def digest(
    *, previous: str, at: datetime, actor: int | None, verb: str, about: tuple[str, int | None], scope: str, data: Any
) -> str:
    """SHA-256 over the canonical JSON of a line and the hash of the line before it."""
    line = [previous, at.astimezone(UTC).isoformat(timespec="microseconds"), actor, verb, *about, scope, data]
    return hashlib.sha256(json.dumps(line, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
