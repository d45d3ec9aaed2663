"""Résumés of invented people: typeset, handed in, and read by the same reader as everybody's."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

from springtide.applications.actions.documents import note_reading
from springtide.applications.bridge import as_read
from springtide.applications.models import Application, Document
from springtide.foundation.files.actions import store_file
from springtide.foundation.files.kinds import PDF
from springtide.sample.applicants import Applicant
from springtide.sample.past import Past, lived
from springtide.sample.resumes import typeset, write_resume
from springtide_engine.resume.reading import Reading, read_resumes


def hand_in(applicants: Sequence[Applicant], most: int, scope: str, past: Past) -> int:
    """Give up to `most` of those who sent an application a résumé of their own. Returns how many got one."""
    chosen = [one for one in applicants if one.at is not None][:most]
    papers = [typeset(write_resume(one.told, one.told.index)) for one in chosen]
    for one, paper, reading in zip(chosen, papers, _read(papers, past.now.date()), strict=True):
        row, at = one.application, one.application.created
        with lived(at):
            name = f"{one.told.name}.pdf"
            row.resume = store_file(content=BytesIO(paper), name=name, content_type=PDF, owner=one.person)
            Application.objects.filter(pk=row.pk).update(resume=row.resume)
            document = Document.objects.create(application=row, file=row.resume)
            note_reading(document=document, read=as_read(reading))
        past.note(at, "applications.resume_attached", row, by=one.person, scope=scope, sha256=row.resume.sha256)
    return len(chosen)


def _read(papers: Sequence[bytes], today: date) -> Iterator[Reading]:
    """In order, by a reader for each processor: somebody waits for the first page."""
    readers = os.cpu_count() or 1
    share = max(-(-len(papers) // readers), 1)
    parts = [papers[first : first + share] for first in range(0, len(papers), share)]
    with ThreadPoolExecutor(readers) as pool:
        for part in pool.map(lambda part: list(read_resumes(part, today=today)), parts):
            yield from (reading for _source, reading in part)
