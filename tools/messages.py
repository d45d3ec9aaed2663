"""Translations without gettext's programs, which a bare machine lacks: messages.py update | compile | check.

`update` brings every catalogue in line with the texts of the source, keeping what is translated;
`check` says what differs, what a language promised complete still lacks, and which translation lost
a placeholder; `compile` writes the .mo files that pages read.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "springtide"
LOCALE = SOURCE / "locale"
LANGUAGES = {"zh_Hans": True, "fr": False, "ar": False}  # True: promised complete
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")


def texts() -> Catalog:
    """Every translatable text of the source, with the files it stands in."""
    catalogue = Catalog(project="Springtide", charset="utf-8")
    for path, source in _sources():
        place = path.relative_to(ROOT).as_posix()
        for _line, ids, comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS, ["Translators:"]):
            catalogue.add(ids, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def _sources() -> Iterator[tuple[Path, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text()
    for path in sorted(p for p in SOURCE.rglob("templates/**/*") if p.suffix in {".html", ".txt"}):
        # In brackets a template's indentation means nothing to Python's reader.
        yield path, f"({templatize(path.read_text())}\n)"


def catalogue_of(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, project="Springtide", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def update() -> None:
    wanted = texts()
    for language in LANGUAGES:
        catalogue = catalogue_of(language)
        catalogue.update(wanted, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
        catalogue.obsolete.clear()
        path = _path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_by_file=True, include_lineno=False)
        print(f"{language}: {len(catalogue)} texts, {sum(map(_untranslated, catalogue))} to translate")


def compile_all() -> None:
    for language in LANGUAGES:
        if _path(language).exists():
            with _path(language).with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue_of(language))


def check() -> list[str]:
    """What is wrong with the catalogues, a line each; empty when all is well."""
    wanted = texts()
    return [fault for language in LANGUAGES for fault in faults(catalogue_of(language), wanted, language)]


def faults(catalogue: Catalog, wanted: Catalog, language: str) -> Iterator[str]:
    here, there = _identities(catalogue), _identities(wanted)
    for key in sorted(there - here):
        yield f"{language}: not in the catalogue: {key[0]!r}"
    for key in sorted(here - there):
        yield f"{language}: no longer in the source: {key[0]!r}"
    for message in catalogue:
        if not message.id:
            continue
        if LANGUAGES[language] and (_untranslated(message) or message.fuzzy):
            yield f"{language}: not translated: {message.id!r}"
        elif not _untranslated(message) and not _same_placeholders(message):
            yield f"{language}: placeholders differ: {message.id!r}"


def _identities(catalogue: Catalog) -> set[tuple[str, str]]:
    return {(_forms(message.id)[0], message.context or "") for message in catalogue if message.id}


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _untranslated(message: Message) -> bool:
    return bool(message.id) and not all(_forms(message.string))


def _same_placeholders(message: Message) -> bool:
    """Every form of the translation names what the plural names; a singular may leave the count out."""
    allowed = set(PLACEHOLDER.findall(_forms(message.id)[-1]))
    forms = [set(PLACEHOLDER.findall(form)) for form in _forms(message.string)]
    return all(form <= allowed for form in forms) and set().union(*forms) == allowed


def main(argv: list[str]) -> int:
    match argv:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = check()
            print("\n".join(found[:40]) or "The catalogues are current.")
            return int(bool(found))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
