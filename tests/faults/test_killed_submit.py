"""X01: kill -9 at every point of a submit. A receipt was shown if and only if the row exists."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.faults.server import ROOT, Server, environment

POINTS = {  # where the process dies, and whether the application is then in the database
    "before-file": False,
    "after-file": False,
    "after-insert": False,
    "before-commit": False,
    "after-commit": True,
    "before-response": True,
}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TOKEN = "a" * 32  # in the cookie and in the form, as the browser of one window keeps it


def filled(name: str, openings: list[int]) -> dict[str, object]:
    """A complete form, without its file."""
    return {
        "csrfmiddlewaretoken": TOKEN,
        "version": "0",
        "submit_key": f"key-{name}",
        "name": "Wei Zhang",
        "country": "CN",
        "school": "Zhejiang University",
        "degree": "master",
        "graduation": "2026-06",
        "work_countries": ["CN"],
        "preferences": [str(pk) for pk in openings],
        "notice": "on",
    }


class House:
    """A data folder with its candidates, read from outside as the kill left it."""

    def __init__(self, data: Path, *names: str) -> None:
        self.data = data
        words = [sys.executable, "-m", "tests.faults.seed", *names]
        seeded = subprocess.run(words, env=environment(data), cwd=ROOT, capture_output=True, text=True, check=True)
        told = json.loads(seeded.stdout.splitlines()[-1])
        self.sessions, self.openings = told["sessions"], told["openings"]

    def rows(self, sql: str, *values: object) -> list[tuple]:
        with closing(sqlite3.connect(self.data / "springtide.sqlite3")) as database:
            return database.execute(sql, values).fetchall()

    def receipts(self, name: str) -> list[str]:
        """Receipts of what this person sent."""
        found = self.rows(
            "SELECT a.receipt FROM applications_application a JOIN applications_candidate c ON c.id = a.candidate_id "
            "JOIN accounts_person p ON p.id = c.person_id WHERE p.email = ? AND a.state = 'submitted'",
            f"{name}@example.org",
        )
        return [receipt for (receipt,) in found]

    def letters(self, name: str) -> int:
        return self.rows('SELECT count(*) FROM mail_letter WHERE "to" = ?', f"{name}@example.org")[0][0]

    def submit(self, server: Server, name: str) -> str:
        """Fill in the form and press the button; gives the page that follows."""
        session = f"springtide_session={self.sessions[name]}"
        form = filled(name, self.openings) | {"resume": SimpleUploadedFile("cv.pdf", PDF)}
        cookie = f"{session}; springtide_csrf={TOKEN}"
        body = encode_multipart(BOUNDARY, form)
        status, headers, page = server.ask(
            "POST", "/me/spring/submit/", cookie=cookie, body=body, kind=MULTIPART_CONTENT
        )
        assert status == 302, page
        return server.ask("GET", headers["Location"], cookie=session)[2]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"), *POINTS, "nobody-dies")


@pytest.fixture(scope="module")
def healthy(house: House):
    with Server(house.data) as server:
        yield server


@pytest.mark.slow
def test_where_nobody_dies_the_receipt_is_shown_and_the_row_exists(house: House, healthy: Server) -> None:
    page = house.submit(healthy, "nobody-dies")
    assert [receipt in page for receipt in house.receipts("nobody-dies")] == [True]


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_x01_killed_there_nothing_is_half_done_and_the_retry_gives_one_receipt(
    house: House, healthy: Server, point: str
) -> None:
    with Server(house.data, die_at=f"submit:{point}") as dying, pytest.raises(ConnectionError):
        house.submit(dying, point)
    left = house.receipts(point)
    assert len(left) == house.letters(point) == POINTS[point]

    page = house.submit(healthy, point)
    receipts = house.receipts(point)
    assert len(receipts) == 1 == house.letters(point) and receipts[0] in page
    assert left in ([], receipts)


@pytest.mark.slow
def test_after_all_the_deaths_every_file_that_a_row_names_is_whole(house: House, healthy: Server) -> None:
    for path, size in house.rows("SELECT path, size FROM files_storedfile"):
        assert (house.data / "files" / path).stat().st_size == size
    assert house.rows("PRAGMA integrity_check") == [("ok",)]
