"""PDF to lines, by pdfium: every character with its box. Only ever called inside the sandbox."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from springtide_engine.resume.hidden import Ink, sift
from springtide_engine.resume.layout import Glyph, read_page, without_running
from springtide_engine.resume.limits import Limits
from springtide_engine.resume.png import encode
from springtide_engine.resume.text import Document
from springtide_engine.resume.values import Line, Outcome, Unreadable

MAX_LINKS = 200


def warm() -> None:
    """Start pdfium, which opens its shared library and fonts, and let it read one page."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(10, 10).close()
    document.close()


def read(content: bytes, limits: Limits) -> Document:
    """Raises `Unreadable` where the file is damaged, encrypted or drawn with too many characters."""
    document = _open(content)
    lines: list[Line] = []
    hidden: list[Line] = []
    links: list[str] = []
    glyphs = 0
    for number in range(min(len(document), limits.pages)):
        try:
            page = document[number]
            drawn, unseen = _glyphs(page, limits.glyphs - glyphs)
        except pypdfium2.PdfiumError:
            continue
        glyphs += len(drawn)
        lines += read_page(drawn, number + 1)
        hidden += read_page(unseen, number + 1)
        links += _links(document, page)
        page.close()
    return Document(
        tuple(without_running(lines)),
        len(document),
        glyphs,
        tuple(links[:MAX_LINKS]),
        _warnings(document, limits),
        "\n".join(line.text for line in hidden),
    )


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
        if not len(document):
            raise Unreadable(Outcome.DAMAGED)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise Unreadable(Outcome.ENCRYPTED if encrypted else Outcome.DAMAGED) from error
    return document


def _warnings(document: pypdfium2.PdfDocument, limits: Limits) -> tuple[str, ...]:
    found = {
        "pages_cut": len(document) > limits.pages,
        "active_content": pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0,
        "attachments": pdfium.FPDFDoc_GetAttachmentCount(document) > 0,
    }
    return tuple(word for word, present in found.items() if present)


def _glyphs(page: pypdfium2.PdfPage, most: int) -> tuple[list[Glyph], list[Glyph]]:
    """(seen, hidden) characters in the order they are drawn."""
    words = page.get_textpage()
    count = pdfium.FPDFText_CountChars(words)
    if count > most:
        raise Unreadable(Outcome.TOO_COMPLEX)
    left, bottom, right, top = page.get_bbox()
    ink = Ink(words.raw, right - left, top - bottom)
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    glyphs, looks, spaced, raw = [], [], False, words.raw
    for index in range(count):
        char = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if char in "\r\n\0" or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            spaced = char == " "
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        size, drawn = ink.of(index)
        base = top - y.value
        above, below = base - 0.8 * size, base + 0.2 * size
        glyph = Glyph(char, box.left - left, box.right - left, base, above, below, size, spaced)
        glyphs.append(glyph)
        looks.append(ink.look(glyph, drawn))
        spaced = False
    words.close()
    return sift(page, glyphs, looks)


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[str]:
    place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    for _ in range(MAX_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, place, link):
            return
        action = pdfium.FPDFLink_GetAction(link)
        if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
            buffer = ctypes.create_string_buffer(2048)
            length = pdfium.FPDFAction_GetURIPath(document, action, buffer, 2048)
            if 1 < length <= 2048:
                yield buffer.raw[: length - 1].decode("utf-8", "ignore")


def previews(content: bytes, limits: Limits) -> Iterator[bytes]:
    """PNG of the first pages, at most `preview_pixels` on the longer side; a huge page is not drawn."""
    try:
        document = _open(content)
    except Unreadable:
        return
    for number in range(min(len(document), limits.previews)):
        try:
            page = document[number]
            width, height = page.get_size()
            longest = max(width, height)
            if not 1 <= longest <= limits.preview_page_points:
                continue
            scale = min(2.0, limits.preview_pixels / longest)
            picture = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        except pypdfium2.PdfiumError:
            continue
        pixels = bytes(picture.buffer)
        yield encode(pixels, picture.width, picture.height, picture.stride, picture.n_channels)
