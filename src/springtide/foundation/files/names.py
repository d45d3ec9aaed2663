"""The name under which a file is shown."""

import re
import unicodedata

from springtide.foundation.text.clean import clean_line

RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def display_name(name: str, *, extension: str) -> str:
    """A harmless name of at most 120 characters that ends in the extension its content has."""
    base = re.split(r"[\\/]", clean_line(name))[-1]
    base = re.sub(r'[<>:"|?*%\x00-\x1f]', "_", unicodedata.normalize("NFC", base)).strip(". ")
    stem = base[: len(base) - len(extension)] if base.lower().endswith(extension) else base
    if not stem.strip("_. ") or RESERVED.match(stem):
        stem = "file"
    while len((stem + extension).encode()) > 120:
        stem = stem[:-1]
    return stem + extension
