"""What a file is, told by its first bytes and never by its name."""

import zipfile
from typing import IO

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXTENSIONS = {PDF: ".pdf", DOCX: ".docx"}


def kind_of(file: IO[bytes]) -> str:
    """PDF, DOCX or "" for anything else. Reads the head and a zip's directory, nothing more."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if b"%PDF-" in head:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(file) as archive:
                names = archive.namelist() if len(archive.filelist) <= 2000 else []
        except (zipfile.BadZipFile, ValueError, OSError):
            names = []
        file.seek(0)
        if "word/document.xml" in names and not any(name.endswith("vbaProject.bin") for name in names):
            return DOCX
    return ""
