"""Attacks that were tried by hand once, kept so that nobody has to try them again."""

import json
import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from springtide.allocation.models import Run
from springtide.foundation.accounts.roles import Role
from springtide.foundation.files.uploads import LimitedUploadHandler
from springtide.foundation.mail.models import Letter
from springtide.foundation.ui.templatetags.ui import THEMES
from springtide.offers.models import Offer, Wave
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


def test_i13_what_a_browser_calls_itself_stays_on_one_line(cast: Cast, client: Client) -> None:
    """Logs are JSON: no name and no header begins a line of its own, or colours the terminal."""
    formatter = settings.LOGGING["formatters"]["json"]
    built = formatter["()"](**{key: value for key, value in formatter.items() if key != "()"})
    evil = 'Mozilla\n{"event": "forged"}\x1b[31m'
    line = built.format(logging.LogRecord("x", logging.WARNING, "", 0, "agent %s", (evil,), None))
    assert "\n" not in line and "\x1b" not in line and json.loads(line)["event"] == f"agent {evil}"


def test_i40_nobody_gives_themselves_a_role_or_a_score(cast: Cast, client: Client) -> None:
    """Fields that no form asks for change nothing."""
    client.force_login(cast.wei.person)
    more = {"is_staff": "1", "role": "lead", "scope": "spring", "memberships": "1", "email": "lena@springtide.example"}
    client.post("/account/", {"name": "Wei", "language": "en", "time_zone": "Asia/Shanghai", **more})
    cast.wei.person.refresh_from_db()
    assert cast.wei.person.name == "Wei" and cast.wei.person.email == "wei@example.org"
    assert not cast.wei.person.memberships.exists()


def test_i44_steps_are_not_skipped(cast: Cast, client: Client) -> None:
    """Whoever prepared does not approve; what was never offered is not accepted."""
    now = timezone.now()
    run = Run.objects.create(intake=cast.intake, name="R", seed=1, started_by=cast.lead, state="proposed")
    own = Wave.objects.create(
        intake=cast.intake, number=1, answer_by=now + timedelta(days=3), prepared_by=cast.approver
    )
    secret = Offer.objects.create(
        application=cast.application(cast.wei, cast.models, state="placed"),
        opening=cast.models,
        answer_by=now + timedelta(days=3),
        starts_on=cast.intake.starts_on,
        ends_on=cast.intake.ends_on,
    )
    client.force_login(cast.approver)
    assert client.post(f"/console/spring/allocation/{run.pk}/publish/", {"typed": 1}).status_code in (400, 409)
    assert client.post(f"/console/spring/offers/waves/{own.pk}/send/", {"typed": 1}).status_code in (400, 403, 409)
    client.force_login(cast.wei.person)
    assert client.post(f"/me/spring/offer/{secret.pk}/accept/").status_code == 404
    for row, state in ((run, "proposed"), (own, "draft"), (secret, "prepared")):
        row.refresh_from_db()
        assert row.state == state


def test_a_session_from_before_is_not_the_session_after(cast: Cast, client: Client) -> None:
    """Whoever planted a session id in somebody's browser is not signed in with them."""
    client.post("/me/spring/", {"motivation": "x"})
    planted = client.session.session_key
    client.force_login(cast.wei.person)
    assert planted and client.session.session_key != planted


def test_cookies_are_kept_from_scripts(cast: Cast, client: Client) -> None:
    client.post("/me/spring/", {"motivation": "x"})
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"] and session["samesite"] == "Lax"
