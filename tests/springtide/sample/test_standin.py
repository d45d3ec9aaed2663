"""The stand-in for an outside provider: the whole way over a real connection, and nothing at all outside the sample."""

import json
import re
import time

import pytest
from django.test import Client

from springtide.environment import STANDIN, Environment
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.webhooks.signing import signed_headers
from springtide.interviews.actions.assessments import save_assessment
from springtide.interviews.models import Attempt
from springtide.interviews.tasks.sittings import hand_over_due
from springtide.sample.standin import QUESTIONS, Paper, marked, paper_of, token_of
from springtide.settings import providers
from tests.cast import Cast, make_cast
from tests.springtide.interviews.sitting_scenes import begin, book, invited, shortlisted, sitting

RIGHT = {f"question_{number}": str(question.right) for number, question in enumerate(QUESTIONS)}


def paper(minutes_ago: int = 60, minutes_left: int = 60) -> Paper:
    moment = lambda offset: time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() + 60 * offset))  # noqa: E731
    return Paper("ab" * 16, 1, "Reasoning", 60, moment(-minutes_ago), moment(minutes_left))


def order(**more: object) -> bytes:
    given = paper()
    values = {"reference": given.reference, "sequence": 1, "assessment": "Reasoning", "minutes": 60}
    return json.dumps({**values, "not_before": given.not_before, "not_after": given.not_after, **more}).encode()


def ask(client: Client, body: bytes, settings, secret: str = "") -> object:
    secret = secret or settings.ASSESSMENT_PROVIDERS[STANDIN].secret
    headers = signed_headers(secret, "msg_1", int(time.time()), body)
    return client.post("/standin/attempts/", body, "application/json", headers=headers)


@pytest.mark.django_db(transaction=True)
def test_from_the_booking_to_the_result_over_a_real_connection(live_server, settings, client: Client) -> None:
    settings.SITE_URL = live_server.url
    provider = settings.ASSESSMENT_PROVIDERS[STANDIN]
    near = provider.model_copy(update={"url": f"{live_server.url}/standin/attempts/"})
    settings.ASSESSMENT_PROVIDERS = {STANDIN: near}
    cast: Cast = make_cast()
    given = {"names": {"en": "Reasoning"}, "minutes": 30, "provider": STANDIN, "divisions": [cast.cloud]}
    where = sitting(cast, save_assessment(intake=cast.intake, by=cast.lead, **given))
    attempt = book(invited(cast, where.assessment, shortlisted(cast, cast.wei)), where)
    begin(where)
    hand_over_due(None, {})  # type: ignore[arg-type]
    run_due()
    client.force_login(cast.wei.person)
    mine = client.get("/me/spring/assessments/").content.decode()
    link = re.search(r'href="(http[^"]+/standin/take/[^"]+)"', mine)
    assert link, "the way to the test is on the candidate's page"
    page = link.group(1).removeprefix(live_server.url)
    stranger = Client()  # the provider knows no one: the link is what lets somebody in
    begun = stranger.post(page, {"begin": "1"})
    assert "Hand in" in stranger.get(begun["Location"]).content.decode()
    run_due()
    attempt.refresh_from_db()
    assert attempt.state == "started"
    for answers in (RIGHT | {"question_0": "0"}, RIGHT):  # what is handed in first counts
        stranger.post(page, answers)
    run_due()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.result.points, attempt.result.out_of) == ("done", 5, 6)
    assert "on their way" in stranger.get(page).content.decode()
    assert not Job.objects.exclude(state="done").exists()


def test_an_order_is_signed_and_the_same_order_gives_the_same_link(db: None, client: Client, settings) -> None:
    same = order()  # made once: its window begins at the second in which it is made
    first, again = ask(client, same, settings), ask(client, same, settings)
    assert first.status_code == 201 and first.json() == again.json()
    assert ask(client, order(sequence=2), settings).json()["id"] != first.json()["id"]
    assert ask(client, order(), settings, "whsec_" + "A" * 40).status_code == 401
    assert client.post("/standin/attempts/", order(), "application/json").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 15_000,
        order(sequence="1"),
        order(reference="../x"),
        order(not_before="soon"),
        order(not_after="2027-01-01T00:00:00"),
        order(assessment="x" * 401),
    ],
)
def test_an_order_that_is_none_is_refused(db: None, client: Client, settings, body: bytes) -> None:
    assert ask(client, body, settings).status_code == 422


def test_a_test_opens_only_while_its_sitting_runs(db: None, client: Client) -> None:
    for given in (paper(minutes_ago=-5), paper(minutes_left=-5)):
        page = f"/standin/take/{token_of(given)}/"
        assert "Not open now" in client.get(page).content.decode()
        client.post(page, RIGHT)
    assert not Job.objects.exists()


def test_a_made_up_link_leads_nowhere(db: None, client: Client) -> None:
    token = token_of(paper())
    assert paper_of(token) == paper() or paper_of(token) is not None
    for wrong in (token[:-2], "x", token.replace(":", "."), f"{token}a"):
        assert client.get(f"/standin/take/{wrong}/").status_code == 404


def test_answers_nobody_could_tick_count_for_nothing() -> None:
    assert marked({})["points"] == 0
    assert marked({n: q.right for n, q in enumerate(QUESTIONS)})["points"] == len(QUESTIONS)
    assert sum(part["out_of"] for part in marked({99: 0})["parts"]) == len(QUESTIONS)


def test_outside_the_sample_there_is_no_stand_in(db: None, client: Client, settings) -> None:
    settings.SAMPLE = False
    assert ask(client, order(), settings).status_code == 404
    page = f"/standin/take/{token_of(paper())}/"
    assert client.get(page).status_code == client.post(page, RIGHT).status_code == 404
    assert providers(Environment(sample=False), "key") == {}
    assert set(providers(Environment(sample=True), "key")) == {STANDIN}
    assert not Attempt.objects.exists() and not Job.objects.exists()
