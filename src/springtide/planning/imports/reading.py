"""Bytes of a file to rows with their line numbers: CSV or JSON, in the encodings that spreadsheets write."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.utils.translation import gettext as _

LARGEST_CELL = 50_000
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 (BOM)"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(Exception):
    """Nothing of the file can be read; the reason is a whole sentence."""


@dataclass(frozen=True)
class Problem:
    """What is wrong (or worth knowing) in one line. `line` counts from 1 as an editor does."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Row:
    line: int
    values: dict[str, Any]


@dataclass
class Table:
    """What a file holds before anybody asks what it means."""

    format: str
    encoding: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_table(content: bytes) -> Table:
    """Raises Unreadable for an empty file, an unknown encoding and JSON that is none."""
    text, encoding = decode(content)
    if not text.strip():
        raise Unreadable(_("The file is empty. Choose the file again."))
    if text.lstrip()[0] in "[{":
        return Table("JSON", encoding, rows=list(_json_rows(text)))
    table = Table("CSV", encoding)
    _read_csv(text, table)
    return table


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding, to be shown: a guess can be wrong."""
    for mark, codec, name in BOMS:
        if content.startswith(mark):
            return _decoded(content, codec), name
    if content[1:4:2] == b"\0\0" or content[:3:2] == b"\0\0":
        return _decoded(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _decoded(content, "gb18030"), "GB18030"


def _decoded(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            _("Line %(line)d holds bytes that are neither UTF-8, UTF-16 nor GB18030. Save the file as UTF-8.")
            % {"line": line}
        ) from error


def _json_rows(text: str) -> Iterator[Row]:
    """The objects of the list at the top, or of the first list of objects one level below."""
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    try:
        whole = decoder.decode(text)
        at = _start_of_list(text, whole)
        line, counted = 1, 0
        while (at := _skip(text, at)) < len(text) and text[at] != "]":
            line, counted = line + text.count("\n", counted, at), at
            value, at = decoder.raw_decode(text, at)
            yield Row(line, value if isinstance(value, dict) else {"": value})
    except json.JSONDecodeError as error:
        raise Unreadable(
            _("This is not JSON: line %(line)d, column %(column)d. %(reason)s.")
            % {"line": error.lineno, "column": error.colno, "reason": error.msg}
        ) from error
    except RecursionError as error:
        raise Unreadable(_("This JSON is nested too deeply to be a list of postings.")) from error


def _start_of_list(text: str, whole: Any) -> int:
    if isinstance(whole, list):
        return text.index("[") + 1
    for key, value in whole.items():
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            after_key = text.index(json.dumps(key, ensure_ascii=key.isascii())) + len(key) + 2
            return text.index("[", after_key) + 1
    raise Unreadable(_("There is no list of postings in this JSON."))


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _refuse_constant(name: str) -> NoReturn:
    raise Unreadable(_("“%(name)s” is no value in JSON.") % {"name": name})


def _read_csv(text: str, table: Table) -> None:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(LARGEST_CELL)
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = [name.strip().strip("\ufeff").lower() for name in cells]
            elif any(cell.strip() for cell in cells):
                _add_row(table, line, names, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        table.problems.append(Problem(line, "", _("The quotes or cells of this line cannot be read: %s.") % error))


def _add_row(table: Table, line: int, names: list[str], cells: list[str]) -> None:
    if len(cells) > len(names):
        words = _("%(cells)d cells where the first line names %(names)d columns.")
        table.problems.append(Problem(line, "", words % {"cells": len(cells), "names": len(names)}))
        return
    table.rows.append(Row(line, dict(zip(names, map(plain, cells), strict=False))))


def plain(cell: str) -> str:
    """A cell as it was before an export made it harmless: '=1+1 came from =1+1."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in FORMULA and cell[1:2] else cell
