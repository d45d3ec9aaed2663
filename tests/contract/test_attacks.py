"""Attacks that were tried by hand once, kept so that nobody has to try them again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory, override_settings

from springtide.foundation.accounts.roles import Role
from springtide.foundation.files.uploads import LimitedUploadHandler
from springtide.foundation.mail.models import Letter
from springtide.foundation.ui.templatetags.ui import THEMES
from tests.cast import Cast, staff

MB = 1024 * 1024


def test_i24_many_files_in_one_request_share_one_limit(rf: RequestFactory) -> None:
    """A stranger's hundred files of 10 MB would fill the disk before anybody asks who sends them."""
    with override_settings(UPLOAD_LIMIT=MB):
        request = rf.post("/", {f"f{n}": SimpleUploadedFile("a.pdf", b"x" * MB) for n in range(5)})
        request.upload_handlers = [LimitedUploadHandler(request)]
        files = list(request.FILES.values())
    kept = [file.temporary_file_path() for file in files]
    assert sum(open(path, "rb").seek(0, 2) for path in kept) <= MB + LimitedUploadHandler.chunk_size  # noqa: SIM115
    assert [file.over_limit for file in files] == [False, True, True, True, True]


def test_i24_what_never_ends_is_cut(client: Client) -> None:
    with override_settings(UPLOAD_LIMIT=MB):
        answer = client.post("/account/sign-in/", {"f": SimpleUploadedFile("a.pdf", b"x" * (11 * MB))})
    assert answer.status_code == 413


def test_i41_letters_of_another_intake_are_not_told_to_its_neighbours(cast: Cast, client: Client) -> None:
    for person in (cast.wei.person, cast.recruiter, staff("Zoe", Role.RECRUITER, "spring-2")):
        Letter.objects.create(kind="x", key=person.email, person=person, to=person.email, subject="S", state="failed")
    cast.application(cast.wei, cast.models)
    client.force_login(cast.lead)
    page = client.get("/console/spring/system/").content.decode()
    assert cast.wei.person.email in page and cast.recruiter.email in page and "zoe@" not in page


@pytest.mark.parametrize("cookie", ['"><script>alert(1)</script>', "evil", "en\r\nSet-Cookie: a=b"])
def test_a_visitor_cannot_write_into_what_others_see(cast: Cast, client: Client, cookie: str) -> None:
    """Pages for strangers are kept a minute: nothing that one of them sends may stand in it."""
    evil = Client(headers={"X-Forwarded-Host": "evil.example", "Accept-Language": "<script>", "HX-Request": "<script>"})
    evil.cookies["theme"] = evil.cookies["springtide_zone"] = evil.cookies["springtide_language"] = cookie
    evil.get("/spring/")
    page = client.get("/spring/").content.decode()
    assert "evil" not in page and "alert(1)" not in page and "<html" in page
    assert cookie not in THEMES


def test_a_part_of_a_public_page_never_answers_for_the_whole(cast: Cast, client: Client) -> None:
    part = client.get("/spring/", headers={"HX-Request": "true"})
    assert "HX-Request" in part["Vary"] and "<html" not in part.content.decode()
    assert "<html" in client.get("/spring/").content.decode()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:80@evil.example"])
def test_i47_a_foreign_host_is_refused(cast: Cast, client: Client, host: str) -> None:
    assert client.get("/spring/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(cast: Cast, client: Client, back: str) -> None:
    assert client.get("/language/", {"to": "fr", "next": back})["Location"] == "/"
    client.force_login(cast.wei.person)
    answer = client.get("/account/sign-in/", {"next": back})
    assert answer.status_code == 302 and "evil" not in answer["Location"] and "javascript" not in answer["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/spring/",
        "/spring/?page=a%00b",
        "/nowhere/at/all/",
        "/static/a%00b",
        "/account/sign-in/",
        "/outbox/",
        "/health/",
    ],
)
def test_every_page_says_what_a_browser_may_load(cast: Cast, client: Client, path: str) -> None:
    answer = client.get(path, follow=True)
    rules = answer.get("Content-Security-Policy", "")
    assert "default-src 'none'" in rules and "unsafe" not in rules and "frame-ancestors 'none'" in rules
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_letters_are_not_read_through_a_proxy(cast: Cast, client: Client) -> None:
    assert client.get("/outbox/").status_code == 200
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        assert client.get("/outbox/", headers={header: "127.0.0.1"}).status_code == 404
    assert client.get("/outbox/", REMOTE_ADDR="10.0.0.7").status_code == 404
