"""What a file is, told by its bytes; its name is not asked."""

from springtide_engine.resume.values import Outcome, Unreadable

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How Office writes an encrypted document: an old compound file that holds the stream "EncryptedPackage".
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
ACTIVE = (b"/JavaScript", b"/Launch", b"/RichMedia")


def recognise(content: bytes) -> tuple[str, tuple[str, ...]]:
    """(`pdf` or `docx`, warnings). Raises `Unreadable` for everything else.

    A PDF must begin as one: a page of HTML with a PDF further down opens as HTML in somebody's browser.
    """
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b"\x00\t\n\x0c\r ")
    if head.startswith(b"%PDF-"):
        return "pdf", ("active_content",) if any(word in content for word in ACTIVE) else ()
    if content.startswith(b"PK\x03\x04"):
        return "docx", ()
    if content.startswith(COMPOUND):
        if ENCRYPTED_PACKAGE in content:
            raise Unreadable(Outcome.ENCRYPTED)
        raise Unreadable(Outcome.NOT_A_DOCUMENT, "legacy_office")
    raise Unreadable(Outcome.NOT_A_DOCUMENT)
