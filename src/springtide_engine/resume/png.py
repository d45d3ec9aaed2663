"""The smallest honest PNG writer, because it is all a preview needs."""

import struct
import zlib

COLOUR_TYPE = {1: 0, 3: 2, 4: 6}


def encode(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """PNG of 8-bit grey (1 channel), RGB (3) or RGBA (4) rows of `stride` bytes each."""
    used = width * channels
    rows = b"".join(b"\x00" + pixels[at : at + used] for at in range(0, height * stride, stride))
    header = struct.pack(">IIBBBBB", width, height, 8, COLOUR_TYPE[channels], 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 4)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
