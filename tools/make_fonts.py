"""Cut the fonts that PDFs are set in down to the letters they need.

Needs fonttools and brotli, which the product itself does not: run it in a venv
of its own. Where the sources come from is told in assets/fonts/README.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

OUT = Path(__file__).resolve().parents[1] / "src/springtide/foundation/ui/fonts"
LATIN = [*range(0x20, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070)]
SIGNS = [*range(0x20A0, 0x20C0), *range(0x2100, 0x2150), *range(0x2190, 0x2194), *range(0x25A0, 0x2600)]
CJK_SIGNS = [*range(0x3000, 0x3100), *range(0xFF00, 0xFFF0), 0x20BB7]  # 0x20BB7 is 𠮷, a family name


def gb2312() -> list[int]:
    """Code points of GB2312 levels 1 and 2: the 6,763 characters of everyday Chinese."""
    rows = range(0xB0, 0xF8)
    cells = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF))
    return [ord(char) for char in cells if char]


def cut(font: TTFont, unicodes: list[int], to: Path) -> None:
    """Write `font` with only `unicodes` and what shaping needs, uncompressed (typst reads no woff)."""
    options = Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.hinting = False  # a PDF is drawn without it, and the files shrink
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    font.flavor = None
    font.save(to)
    print(f"{to.name}: {to.stat().st_size / 1e6:.2f} MB")


def simplified(collection: Path) -> TTFont:
    """The Simplified Chinese member of a Noto Sans CJK collection."""
    fonts = TTCollection(str(collection)).fonts
    return next(font for font in fonts if font["name"].getDebugName(1) == "Noto Sans CJK SC")


def main() -> None:
    """Remake every font; each argument is the folder that holds one family."""
    parser = argparse.ArgumentParser(description=__doc__)
    for family in ("inter", "plex-arabic", "noto-cjk"):
        parser.add_argument(f"--{family}", type=Path, required=True)
    told = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    for weight, number in (("Regular", 400), ("Bold", 700)):
        cut(TTFont(told.inter / f"Inter-{weight}.otf"), LATIN + SIGNS, OUT / f"Inter-{weight}.otf")
        arabic = TTFont(told.plex_arabic / f"ibm-plex-sans-arabic-arabic-{number}-normal.woff2")
        cut(arabic, sorted(arabic.getBestCmap()), OUT / f"IBMPlexSansArabic-{weight}.ttf")
        chinese = simplified(told.noto_cjk / f"NotoSansCJK-{weight}.ttc")
        cut(chinese, gb2312() + CJK_SIGNS, OUT / f"NotoSansCJKsc-{weight}.otf")


if __name__ == "__main__":
    main()
