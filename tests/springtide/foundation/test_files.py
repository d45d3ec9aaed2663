"""Files are told by their content, kept under names of our own, and strays are swept."""

import io
import os
import time
import zipfile

import pytest
from django.conf import settings

from springtide.foundation.files.actions import store_file
from springtide.foundation.files.answers import as_download
from springtide.foundation.files.kinds import DOCX, PDF, kind_of
from springtide.foundation.files.names import display_name
from springtide.foundation.files.queries import disk_path
from springtide.foundation.files.tasks import sweep


def docx(*more: str) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("word/document.xml", *more):
            archive.writestr(name, "<x/>")
    return file


def test_i25_i32_the_content_decides_not_the_name() -> None:
    assert kind_of(io.BytesIO(b"%PDF-1.7\n")) == PDF
    assert kind_of(docx()) == DOCX
    assert kind_of(docx("word/vbaProject.bin")) == ""
    assert kind_of(io.BytesIO(b"MZ\x90\x00")) == ""
    assert kind_of(io.BytesIO(b"<html>")) == ""
    assert kind_of(io.BytesIO(b"")) == ""
    assert kind_of(io.BytesIO(b"PK\x03\x04 broken")) == ""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\cv\\mine.PDF", "mine.pdf"),
        ("CON", "file.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe.pdf"),
        ('a\n"b".pdf', "a _b_.pdf"),
        ("evil%00.pdf", "evil_00.pdf"),
        ("简历.pdf", "简历.pdf"),
        ("...", "file.pdf"),
    ],
)
def test_i35_names_are_only_shown_and_harmless(typed: str, shown: str) -> None:
    assert display_name(typed, extension=".pdf") == shown


def test_i35_a_long_name_is_cut_between_characters() -> None:
    assert len(display_name("历" * 300, extension=".pdf").encode()) <= 120


@pytest.mark.django_db
def test_a_file_is_handed_out_as_a_download_only() -> None:
    file = store_file(content=io.BytesIO(b"%PDF-1.7"), name="cv.pdf", content_type=PDF, owner=None)
    answer = as_download(file)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "cv" not in file.path


@pytest.mark.django_db
def test_x01_strays_are_swept_after_a_day_and_known_files_stay() -> None:
    known = disk_path(store_file(content=io.BytesIO(b"%PDF-1.7"), name="cv.pdf", content_type=PDF, owner=None))
    stray = settings.FILES_DIR / "ab" / "stray"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    sweep(None, {})  # type: ignore[arg-type]
    assert stray.exists()
    for file in (stray, known):
        os.utime(file, (time.time() - 90_000,) * 2)
    sweep(None, {})  # type: ignore[arg-type]
    assert not stray.exists() and known.exists()
