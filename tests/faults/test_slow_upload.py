"""X13: a submit counts from its first byte, however long its upload takes."""

import http.client
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.faults.server import Server
from tests.faults.test_killed_submit import PDF, TOKEN, House, filled

UPLOAD_SECONDS = 3


@pytest.mark.slow
def test_x13_the_moment_is_when_the_request_began_and_not_when_its_upload_ended(tmp_path: Path) -> None:
    house = House(tmp_path, "slow")
    padded = PDF[:-6] + b" " * 2_000_000 + PDF[-6:]
    body = encode_multipart(BOUNDARY, filled("slow", house.openings) | {"resume": SimpleUploadedFile("cv.pdf", padded)})
    with Server(tmp_path) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.putrequest("POST", "/me/spring/submit/")
        connection.putheader("Cookie", f"springtide_session={house.sessions['slow']}; springtide_csrf={TOKEN}")
        connection.putheader("Content-Type", MULTIPART_CONTENT)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        began = time.time()
        connection.send(body[:1000])
        time.sleep(UPLOAD_SECONDS)
        connection.send(body[1000:])
        assert connection.getresponse().status == 302
        connection.close()
    ((stored,),) = house.rows("SELECT submitted_at FROM applications_application")
    submitted = datetime.fromisoformat(stored).replace(tzinfo=UTC).timestamp()
    assert submitted - began < UPLOAD_SECONDS / 2
