"""A folder of résumés becomes draft applications, each file once."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from springtide.applications.models import Application, Document
from springtide.foundation.accounts.models import Person
from springtide.foundation.files.models import StoredFile
from springtide.foundation.jobs.models import Job
from springtide.foundation.journal.models import Entry
from springtide.foundation.mail.models import Letter
from tests.cast import Cast
from tests.springtide.applications.test_uploads import docx


def bring_in(folder: Path, *words: str) -> str:
    said = StringIO()
    call_command("import_resumes", str(folder), *words, stdout=said)
    return said.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ada.docx").write_bytes(docx())
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "photo.pdf").write_bytes(b"\x89PNG\r\n")
    return tmp_path


def test_each_file_has_a_line_and_each_resume_a_draft(cast: Cast, folder: Path) -> None:
    said = bring_in(folder)
    application = Application.objects.get()
    assert f"1/3  ada.docx: new · application {application.pk} · Ada Lovelace · ada@example.org · text read" in said
    assert "empty.pdf: empty" in said and "photo.pdf: neither PDF nor DOCX" in said
    assert (application.state, application.source, application.school) == ("draft", "import", "University of London")
    assert application.candidate.person.email == "ada@example.org" and application.resume.name == "ada.docx"
    assert Document.objects.get().text.startswith("Ada Lovelace")
    assert {"applications.resume_taken", "applications.imported"} <= set(Entry.objects.values_list("verb", flat=True))


def test_i55_the_same_folder_again_makes_nothing_new(cast: Cast, folder: Path) -> None:
    bring_in(folder)
    (folder / "copy.docx").write_bytes((folder / "ada.docx").read_bytes())
    assert "0 new, 2 known before, 2 not taken." in bring_in(folder)
    Job.objects.all().delete()  # done jobs are cleared after two weeks; the hash is still known
    bring_in(folder)
    assert Application.objects.count() == StoredFile.objects.count() == 1


def test_a_dry_run_tells_and_writes_nothing(cast: Cast, folder: Path) -> None:
    assert "ada.docx: would be read" in bring_in(folder, "--dry-run")
    assert not Application.objects.exists() and not Job.objects.exists() and not StoredFile.objects.exists()


def test_i16_i17_an_address_that_somebody_has_is_left_to_them(cast: Cast, folder: Path) -> None:
    owner = Person.objects.create_user("ada@example.org")
    said = bring_in(folder)
    person = Application.objects.get().candidate.person
    digest = hashlib.sha256((folder / "ada.docx").read_bytes()).hexdigest()
    assert person != owner and person.email == f"{digest[:24]}@import.invalid"
    assert "ada@example.org is somebody else's already" in said and "No letter reaches these" in said


def test_sent_for_their_owner_they_are_ranked_by_shared_words_and_nobody_without_address_gets_letters(
    cast: Cast, folder: Path
) -> None:
    cast.portal.position.required_skills = ["University"]
    cast.portal.position.save()
    Person.objects.create_user("ada@example.org")
    assert "sent, receipt ST-" in bring_in(folder, "--submit")
    application = Application.objects.get()
    assert application.state == "submitted" and not Letter.objects.exists()
    assert list(application.preferences.values_list("opening", flat=True)) == [cast.portal.pk]


def test_the_lead_completes_what_shares_no_word(cast: Cast, client: Client, folder: Path) -> None:
    assert "not sent: no opening shares a word with it" in bring_in(folder, "--submit")
    application = Application.objects.get()
    path = f"/console/spring/applications/{application.pk}/complete/"
    for other in (cast.recruiter, cast.approver):
        client.force_login(other)
        assert client.get(path).status_code == 404
    client.force_login(cast.lead)
    assert client.post(path, {"choice_1": ""}).status_code == 422
    assert client.post(path, {"choice_1": str(cast.maps.pk)}).status_code == 422  # its phase has not begun
    client.post(path, {"choice_1": str(cast.models.pk), "choice_3": str(cast.portal.pk)})
    application.refresh_from_db()
    assert application.state == "submitted"
    assert list(application.preferences.values_list("rank", "opening")) == [(1, cast.models.pk), (2, cast.portal.pk)]


def test_which_intake_must_be_clear_and_the_folder_there(cast: Cast, folder: Path) -> None:
    with pytest.raises(CommandError, match="spring"):
        bring_in(folder, "--intake", "autumn")
    with pytest.raises(CommandError, match="is no folder"):
        bring_in(folder / "absent")


@pytest.mark.slow
def test_the_real_resumes_come_in(cast: Cast, real_input: Path) -> None:
    said = bring_in(real_input / "resumes" / "files")
    files = [path for path in (real_input / "resumes" / "files").iterdir() if path.suffix in (".pdf", ".docx")]
    assert Application.objects.count() == len(files) and f"{len(files)} new" in said
    assert Document.objects.filter(state="read").count() >= len(files) * 0.9
