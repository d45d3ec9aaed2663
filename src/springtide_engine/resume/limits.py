"""What one file may cost. Every default is far above what real résumés need (docs/algorithms/resume.md)."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds for reading one file; sizes in bytes, times in seconds, lengths in points or pixels."""

    file_size: int = 10 * MEGABYTE
    memory: int = 512 * MEGABYTE
    cpu_seconds: int = 4
    wall_seconds: float = 5.0
    answer_size: int = 24 * MEGABYTE
    pages: int = 30
    glyphs: int = 200_000
    members: int = 2_000
    unpacked_size: int = 50 * MEGABYTE
    member_size: int = 20 * MEGABYTE
    ratio: int = 100
    elements: int = 200_000
    previews: int = 3
    preview_pixels: int = 1_100
    preview_page_points: float = 3_000.0
