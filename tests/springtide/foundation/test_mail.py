"""Letters: one per occasion, in the reader's language, safe against what others typed."""

from email.message import EmailMessage

import pytest

from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.mail import tasks
from springtide.foundation.mail.actions import Enclosure, queue_letter
from springtide.foundation.mail.models import Letter

pytestmark = pytest.mark.django_db


def code_letter(key: str = "", code: str = "123456", **more: object) -> Letter:
    return queue_letter(
        to="wei@example.org",
        template="accounts/mail/login_code.txt",
        kind="test",
        context={"code": code},
        key=key,
        **more,
    )


def test_one_occasion_one_letter() -> None:
    assert code_letter(key="same").pk == code_letter(key="same").pk
    assert Job.objects.count() == 1


def test_without_a_mail_server_letters_stay_in_the_outbox() -> None:
    letter = code_letter()
    run_due()
    letter.refresh_from_db()
    assert letter.state == Letter.State.KEPT
    assert "123456" in letter.body


def test_a_letter_to_a_placeholder_address_never_leaves(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_URL = "smtp://mail.example"
    monkeypatch.setattr(tasks, "deliver", lambda *_: pytest.fail("nobody lives there"))
    letter = code_letter()
    Letter.objects.update(to="0123@import.invalid")
    run_due()
    letter.refresh_from_db()
    assert letter.state == Letter.State.KEPT


def test_i09_what_people_type_is_never_a_template() -> None:
    assert "{{ 7|add:7 }} {% debug %}" in code_letter(code="{{ 7|add:7 }} {% debug %}").body


def test_i10_a_subject_is_one_line_and_a_header_cannot_be_added() -> None:
    letter = code_letter()
    letter.subject = "Hello\r\nBcc: thief@example.net"
    with pytest.raises(ValueError, match="linefeed"):
        tasks.as_message(letter)


def test_a_repeat_after_a_lost_answer_carries_the_same_message_id(
    settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[EmailMessage] = []

    def drops_after_data(message: EmailMessage, url: str) -> None:
        sent.append(message)
        if len(sent) == 1:
            raise ConnectionResetError("gone before 250")

    settings.EMAIL_URL = "smtp://127.0.0.1:1"  # type: ignore[attr-defined]
    monkeypatch.setattr(tasks, "deliver", drops_after_data)
    letter = code_letter(enclosures=[Enclosure("a.txt", "text/plain", b"hello")])
    run_due()
    letter.refresh_from_db()
    assert letter.state == Letter.State.FAILED and "gone before 250" in letter.error
    Job.objects.update(run_at="2000-01-01T00:00Z")
    run_due()
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT
    assert sent[0]["Message-ID"] == sent[1]["Message-ID"]
    assert sent[0].as_bytes().count(b"hello") == 0  # attachments travel encoded
    assert [part.get_filename() for part in sent[0].iter_attachments()] == ["a.txt"]


def test_a_letter_speaks_the_readers_language() -> None:
    assert code_letter(language="zh-hans").language == "zh-hans"
