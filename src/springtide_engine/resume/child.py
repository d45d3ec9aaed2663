"""Inside the sandbox: one file, read to the end or until the limits end it."""

from typing import BinaryIO

import phonenumbers

from springtide_engine.resume import docx, kinds, pdf
from springtide_engine.resume.limits import Limits
from springtide_engine.resume.profile import read_profile
from springtide_engine.resume.text import guess_language, health
from springtide_engine.resume.values import Hints, Outcome, Reading, Unreadable
from springtide_engine.resume.wire import PREVIEW, READING, frame, pack_reading


def warm() -> None:
    """Load what is otherwise loaded on first use: the child cannot open files any more."""
    pdf.warm()
    docx.warm()
    for region in phonenumbers.SUPPORTED_REGIONS:
        phonenumbers.PhoneMetadata.metadata_for_region(region)
    for code in phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS:
        phonenumbers.PhoneMetadata.metadata_for_nongeo_region(code)


def serve(content: bytes, limits: Limits, hints: Hints, sink: BinaryIO) -> None:
    """Write the reading first and the previews after it, so that a costly picture cannot lose us the text."""
    reading = read(content, limits, hints)
    sink.write(frame(READING, pack_reading(reading)))
    sink.flush()
    if reading.kind == "pdf":
        for picture in pdf.previews(content, limits):
            sink.write(frame(PREVIEW, picture))
            sink.flush()


def read(content: bytes, limits: Limits, hints: Hints) -> Reading:
    """The reading without its previews. Runs in this process: only for bytes that are already caged."""
    kind = ""
    warnings: tuple[str, ...] = ()
    try:
        kind, warnings = kinds.recognise(content)
        document = pdf.read(content, limits) if kind == "pdf" else docx.read(content, limits)
    except Unreadable as refusal:
        return Reading(refusal.outcome, kind, warnings=warnings + refusal.warnings)
    except MemoryError:
        return Reading(Outcome.TOO_COMPLEX, kind)
    lines = document.lines
    text = "\n".join(line.text for line in lines)
    language = guess_language(text)
    outcome = health(text, document.glyphs)
    readable = outcome is Outcome.READ
    return Reading(
        outcome=outcome,
        kind=kind,
        text=text,
        hidden_text=document.hidden,
        pages=document.pages,
        lines=lines,
        profile=read_profile(lines, document.links, language, hints) if readable else Reading(outcome).profile,
        language=language if readable else "",
        warnings=warnings + document.warnings + (("hidden_text",) if document.hidden.strip() else ()),
    )
