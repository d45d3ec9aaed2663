"""DOCX to lines: the directory of the zip first, then the XML that holds text. Only inside the sandbox."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from springtide_engine.resume.limits import Limits
from springtide_engine.resume.text import Document, clean
from springtide_engine.resume.values import Line, Outcome, Unreadable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAIN = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
PLAIN_SIZE, TITLE_SIZE = 11.0, 20.0
HOLDS_CODE = ("vbaProject", "vbaData", "activeX/", "oleObject")
# What zipfile raises, by experiment, where bytes were changed, cut or added.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError)
# A member of a few kilobytes compresses well by nature; the ratio tells only of larger ones.
SMALL_MEMBER = 1_000_000
TINY_HALF_POINTS = 4
PROPERTIES = {f"{W}p": "pPr", f"{W}tc": "tcPr", f"{W}tbl": "tblPr"}


def warm() -> None:
    """Read the smallest document there is: codecs and parsers are loaded on first use."""
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, "<Types/>")
        archive.writestr(MAIN, "<document/>")
    read(package.getvalue(), Limits())


def read(content: bytes, limits: Limits) -> Document:
    """Raises `Unreadable`: not a Word document, damaged, holding code, or larger inside than it may be."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = _checked(package, limits)
            parts = [_tree(package, name, limits) for name in _ordered(names)]
            links = _links(package, names, limits)
    except BROKEN as error:
        raise Unreadable(Outcome.DAMAGED) from error
    hidden = "\n".join(_take_hidden(part) for part in parts).strip()
    lines = tuple(line for part in parts for line in _lines(part))
    return Document(lines, 1, sum(len(line.text) for line in lines), links, hidden=clean(hidden))


def _checked(package: zipfile.ZipFile, limits: Limits) -> set[str]:
    """The member names, once the directory promises nothing too large. Nothing is unpacked here."""
    members = package.infolist()
    names = {member.filename for member in members}
    if MAIN not in names or TYPES not in names:
        raise Unreadable(Outcome.NOT_A_DOCUMENT)
    if any(mark in name for name in names for mark in HOLDS_CODE):
        raise Unreadable(Outcome.NOT_A_DOCUMENT, "holds_code")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(Outcome.ENCRYPTED)
    if len(members) > limits.members or len(names) < len(members):
        raise Unreadable(Outcome.TOO_COMPLEX)
    if sum(member.file_size for member in members) > limits.unpacked_size:
        raise Unreadable(Outcome.TOO_COMPLEX)
    if any(_is_bomb(member, limits) for member in members):
        raise Unreadable(Outcome.TOO_COMPLEX)
    return names


def _is_bomb(member: zipfile.ZipInfo, limits: Limits) -> bool:
    swollen = member.file_size > SMALL_MEMBER and member.file_size > limits.ratio * max(1, member.compress_size)
    return member.file_size > limits.member_size or swollen


def _ordered(names: set[str]) -> list[str]:
    """Headers, body, footers: the order a reader's eye takes them in."""
    of_kind = {
        kind: sorted(name for name in names if name.startswith(f"word/{kind}") and name.endswith(".xml"))
        for kind in ("header", "footer")
    }
    return [*of_kind["header"], MAIN, *of_kind["footer"]]


def _tree(package: zipfile.ZipFile, name: str, limits: Limits) -> etree._Element:
    with package.open(name) as member:
        raw = member.read(limits.member_size + 1)
    if len(raw) > limits.member_size:
        raise Unreadable(Outcome.TOO_COMPLEX)
    if raw.count(b"<") > 2 * limits.elements:
        raise Unreadable(Outcome.TOO_COMPLEX)
    # Word writes no document type; entities come only with one, so this also ends every expansion attack.
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise Unreadable(Outcome.DAMAGED, "document_type")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(Outcome.DAMAGED) from error


def _links(package: zipfile.ZipFile, names: set[str], limits: Limits) -> tuple[str, ...]:
    if RELATIONS not in names:
        return ()
    return tuple(
        relation.get("Target", "")
        for relation in _tree(package, RELATIONS, limits)
        if relation.get("Type", "").endswith("/hyperlink")
    )


def _take_hidden(root: etree._Element) -> str:
    """Remove the runs nobody sees, and return their words."""
    taken = []
    for run in list(root.iter(f"{W}r")):
        words = _text(run)
        if words.strip() and _is_hidden(run):
            taken.append(words)
            for child in list(run):
                run.remove(child)
    return " ".join(taken)


def _is_hidden(run: etree._Element) -> bool:
    marks = run.find(f"{W}rPr")
    if marks is None:
        return False
    if _value(marks, "vanish", "off") not in {"off", "0", "false"}:
        return True
    size = _value(marks, "sz", "")
    if size.isdecimal() and int(size) <= TINY_HALF_POINTS:
        return True
    # White words are for dark cells and boxes; on plain paper nobody reads them.
    return _value(marks, "color", "").lower() == "ffffff" and not _is_shaded(run)


def _value(marks: etree._Element, name: str, absent: str) -> str:
    mark = marks.find(f"{W}{name}")
    return absent if mark is None else mark.get(f"{W}val", "on")


def _is_shaded(run: etree._Element) -> bool:
    for parent in (run, *run.iterancestors()):
        if parent.tag == f"{W}txbxContent":
            return True
        for shade in parent.iterfind(f"{W}{PROPERTIES.get(parent.tag, 'rPr')}/{W}shd"):
            if shade.get(f"{W}fill", "auto").lower() not in {"auto", "ffffff"}:
                return True
    return False


def _lines(root: etree._Element) -> Iterator[Line]:
    """Paragraphs in document order. A row of one-paragraph cells is one line, like a line with tabs."""
    for child in root:
        if child.tag == f"{W}p":
            yield from _paragraph(child)
        elif child.tag == f"{W}tr":
            yield from _row(child)
        elif child.tag != f"{MC}Fallback":
            yield from _lines(child)


def _row(row: etree._Element) -> Iterator[Line]:
    cells = [list(_lines(cell)) for cell in row.iter(f"{W}tc") if _parent_row(cell) is row]
    if all(len(cell) <= 1 for cell in cells):
        found = [line for cell in cells for line in cell]
        if found:
            yield _line("\t".join(line.text for line in found), max(line.size for line in found))
    else:
        for cell in cells:
            yield from cell


def _parent_row(cell: etree._Element) -> etree._Element | None:
    return next(cell.iterancestors(f"{W}tr"), None)


def _paragraph(paragraph: etree._Element) -> Iterator[Line]:
    boxes = [box for box in paragraph.iter(f"{W}txbxContent") if _is_shown(box, paragraph)]
    for text in _text(paragraph).split("\n"):
        if text.strip():
            yield _line(text, _size(paragraph))
    for box in boxes:
        yield from _lines(box)


def _is_shown(box: etree._Element, paragraph: etree._Element) -> bool:
    """Outermost boxes only, and not the copy Word keeps for programs that cannot draw them."""
    for parent in box.iterancestors():
        if parent is paragraph:
            return True
        if parent.tag in {f"{MC}Fallback", f"{W}txbxContent"}:
            return False
    return False


def _text(node: etree._Element) -> str:
    found = ""
    for child in node:
        if child.tag == f"{W}t":
            found += child.text or ""
        elif child.tag == f"{W}tab":
            found += "\t"
        elif child.tag in {f"{W}br", f"{W}cr"}:
            found += "\n"
        elif child.tag == f"{W}noBreakHyphen":
            found += "-"
        elif child.tag not in SKIPPED:
            found += _text(child)
    return found


SKIPPED = {f"{W}txbxContent", f"{MC}Fallback", f"{W}del", f"{W}instrText", f"{W}pPr", f"{W}rPr"}


def _size(paragraph: etree._Element) -> float:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    if style is not None and style.get(f"{W}val", "").lower() in {"title", "a3", "titre"}:
        return TITLE_SIZE
    sizes = [mark.get(f"{W}val", "") for mark in paragraph.iterfind(f"{W}r/{W}rPr/{W}sz")]
    return max((int(size) / 2 for size in sizes if size.isdecimal()), default=PLAIN_SIZE)


def _line(raw: str, size: float) -> Line:
    parts = tuple(part.strip() for part in clean(raw).split("\t") if part.strip())
    return Line("\t".join(parts), 1, parts, None, size)
