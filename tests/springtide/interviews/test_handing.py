"""Attempts handed to a provider, and what it tells: signed, once, by version."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.webhooks.outward import Unreachable
from springtide.interviews.actions.handing import AHEAD, hand_over
from springtide.interviews.models import Assessment, Attempt, Delivery, Result
from springtide.interviews.providers import Created, Unreadable, read_event
from springtide.interviews.tasks.sittings import hand_over_due
from tests.cast import Cast, make_cast
from tests.springtide.interviews.sitting_scenes import (
    OLD_SECRET,
    begin,
    book,
    created,
    finished,
    handed,
    invited,
    post,
    reasoning,
    shortlisted,
    sitting,
    started,
    with_provider,
)


@pytest.fixture(autouse=True)
def provider(settings) -> None:
    settings.ASSESSMENT_PROVIDERS = with_provider()


@pytest.fixture
def test(cast: Cast) -> Assessment:
    return reasoning(cast)


@pytest.fixture
def wei(cast: Cast, test: Assessment) -> Attempt:
    """Wei's attempt, with the provider."""
    return handed(book(invited(cast, test, shortlisted(cast, cast.wei)), sitting(cast, test)))


def state(attempt: Attempt) -> tuple[str, int, int | None]:
    attempt = Attempt.objects.select_related("result").get(pk=attempt.pk)
    return attempt.state, attempt.version, getattr(getattr(attempt, "result", None), "points", None)


# Handing over


def test_it_is_handed_over_two_hours_before_and_once(cast: Cast, test: Assessment, settings, monkeypatch) -> None:
    orders = []
    monkeypatch.setattr(hand_over, "__kwdefaults__", {"create": lambda o: orders.append(o) or created(o)})
    where = sitting(cast, test)
    attempt = book(invited(cast, test, shortlisted(cast, cast.wei)), where)
    hand_over_due(None, {})  # type: ignore[arg-type]
    assert not Job.objects.filter(kind="interviews.hand_over").exists()
    begin(where, ago=-AHEAD + timedelta(minutes=1))
    for _turn in range(3):
        hand_over_due(None, {})  # type: ignore[arg-type]
        run_due()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.handed_to) == ("sent", "codeval") and attempt.link.startswith("https://")
    assert len(orders) == 1
    told = json.dumps(orders[0].__dict__, default=str)
    assert cast.wei.name not in told and cast.wei.person.email not in told


def test_what_was_moved_meanwhile_is_not_handed_over(cast: Cast, test: Assessment) -> None:
    first, second = sitting(cast, test), sitting(cast, test, days=5)
    attempt = book(invited(cast, test, shortlisted(cast, cast.wei)), first)

    def slow(order):
        book(attempt, second)  # while the provider thinks
        return created(order)

    hand_over(attempt=Attempt.objects.get(pk=attempt.pk), create=slow)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.sitting, attempt.external_id) == ("booked", second, "")
    assert handed(attempt).external_id.endswith("-2")


def test_a_provider_that_fails_is_asked_again_and_nothing_is_lost(cast: Cast, test: Assessment, monkeypatch) -> None:
    where = sitting(cast, test)
    attempt = book(invited(cast, test, shortlisted(cast, cast.wei)), where)
    begin(where, ago=timedelta(minutes=-30))
    answers = [Unreachable("away"), None]

    def shaky(order):
        if problem := answers.pop(0):
            raise problem
        return created(order)

    monkeypatch.setattr(hand_over, "__kwdefaults__", {"create": shaky})
    hand_over_due(None, {})  # type: ignore[arg-type]
    run_due()
    job = Job.objects.get(kind="interviews.hand_over")
    assert (job.state, "away" in job.error) == ("ready", True) and state(attempt)[0] == "booked"
    Job.objects.filter(pk=job.pk).update(run_at=timezone.now())
    run_due()
    assert state(attempt)[0] == "sent"


def test_a_provider_cannot_give_one_id_to_two_people(cast: Cast, test: Assessment, wei: Attempt) -> None:
    other = book(invited(cast, test, shortlisted(cast, "Bo")), wei.sitting)
    same = Created(wei.external_id, wei.link)
    with pytest.raises(Unreachable, match="another attempt"):
        hand_over(attempt=Attempt.objects.get(pk=other.pk), create=lambda order: same)
    assert state(other)[0] == "booked"


# What it tells


def test_a_result_is_taken_with_its_parts(cast: Cast, wei: Attempt, client: Client) -> None:
    assert post(client, started(wei)).json() == {"status": "applied"}
    assert state(wei) == ("started", 1, None)
    assert post(client, finished(wei), message="msg_2").json() == {"status": "applied"}
    assert state(wei) == ("done", 2, 41)
    result = Result.objects.get(attempt=wei)
    assert (result.percent, result.parts) == (82, [{"name": "Numbers", "points": 20, "out_of": 25}])
    assert wei.application.state == "shortlisted"  # nothing follows from it
    assert Entry.objects.get(verb="interviews.assessment_result").data == {"version": 2, "points": 41, "out_of": 50}


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ([(2, 41), (1, None)], ("done", 2, 41)),  # reordered: the beginning comes last
        ([(3, 30), (2, 41)], ("done", 3, 30)),  # late: an older result after its correction
        ([(2, 41), (3, 30)], ("done", 3, 30)),  # a correction
        ([(2, 41), (2, 50)], ("done", 2, 41)),  # one version, two contents: the first stays
    ],
)
def test_x10_what_counts_is_the_version_not_the_arrival(cast: Cast, wei: Attempt, client: Client, sent, left) -> None:
    for number, (version, points) in enumerate(sent):
        event = started(wei, version) if points is None else finished(wei, version=version, points=points)
        assert post(client, event, message=f"msg_{number}").status_code == 200
    assert state(wei) == left


def test_x10_the_same_message_again_gets_the_same_answer_and_changes_nothing(
    cast: Cast, wei: Attempt, client: Client
) -> None:
    first = post(client, finished(wei))
    lines = Entry.objects.count()
    again = post(client, finished(wei, version=9, points=1))  # even with another content
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert state(wei) == ("done", 2, 41)
    assert (Entry.objects.count(), Delivery.objects.count()) == (lines, 1)


@pytest.mark.django_db(transaction=True)
def test_x10_twenty_deliveries_at_once_are_one(settings) -> None:
    cast = make_cast()
    test = reasoning(cast)
    wei = handed(book(invited(cast, test, shortlisted(cast, cast.wei)), sitting(cast, test)))
    answers: list[tuple[int, bytes]] = []
    event = finished(wei)

    def deliver() -> None:
        try:
            got = post(Client(), event)
            answers.append((got.status_code, got.content))
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 20 and set(answers) == {(200, b'{"status": "applied"}')}
    assert Entry.objects.filter(verb="interviews.assessment_result").count() == 1


def test_a_late_result_undoes_a_miss(cast: Cast, wei: Attempt, client: Client) -> None:
    Attempt.objects.filter(pk=wei.pk).update(state="missed")
    assert post(client, finished(wei)).json() == {"status": "applied"}
    assert state(wei) == ("done", 2, 41)


@pytest.mark.parametrize("now", ["cancelled", "invited", "booked"])
def test_nothing_is_applied_to_whoever_is_not_sitting(cast: Cast, wei: Attempt, client: Client, now: str) -> None:
    Attempt.objects.filter(pk=wei.pk).update(state=now)
    assert post(client, finished(wei)).json() == {"status": "ignored"}
    assert state(wei) == (now, 0, None)


def test_a_provider_quicker_than_our_own_commit_is_heard_when_it_tries_again(
    cast: Cast, wei: Attempt, client: Client
) -> None:
    mine = wei.external_id
    Attempt.objects.filter(pk=wei.pk).update(external_id="")
    assert post(client, finished(wei)).status_code == 404
    Attempt.objects.filter(pk=wei.pk).update(external_id=mine)
    assert post(client, finished(wei)).json() == {"status": "applied"}


# Who may tell


def test_forged_old_and_foreign_messages_get_401_without_a_word(cast: Cast, wei: Attempt, client: Client) -> None:
    event, now = finished(wei), time.time()
    forged = [
        post(client, event, secret="whsec_" + "A" * 40),
        post(client, event, at=now - 301),
        post(client, event, at=now + 301),
        post(client, event, provider="nobody"),
        post(client, event, provider="standin"),  # its secret is another one
        post(client, event, **{"webhook-signature": "v1,AAAA"}),
        post(client, event, **{"webhook-signature": ""}),
        post(client, event, **{"webhook-id": "msg_other"}),
        post(client, event, **{"webhook-id": "a.b"}),
        post(client, event, **{"webhook-timestamp": "soon"}),
        client.post("/callbacks/assessments/codeval/", json.dumps(event), "application/json"),
    ]
    assert {(answer.status_code, answer.content) for answer in forged} == {(401, b"")}
    assert state(wei) == ("sent", 0, None) and not Delivery.objects.exists()


def test_both_secrets_count_while_one_is_changed(cast: Cast, wei: Attempt, client: Client) -> None:
    assert post(client, finished(wei), secret=OLD_SECRET).status_code == 200


def test_unknown_and_foreign_attempts_look_alike_and_cost_the_same(
    cast: Cast, wei: Attempt, client: Client, django_assert_num_queries
) -> None:
    Attempt.objects.filter(pk=wei.pk).update(handed_to="other")
    answers = []
    for event in (finished(wei), finished(wei) | {"data": {**finished(wei)["data"], "attempt": "never-was"}}):
        with django_assert_num_queries(4):  # savepoint, attempt, message, release
            answers.append(post(client, event))
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, b'{"error": "no such attempt"}')}


def test_too_much_is_refused_unread(cast: Cast, wei: Attempt, client: Client) -> None:
    assert post(client, None, body=b" " * (64 * 1024 + 1)).status_code == 413
    assert post(client, None, body=b" " * (64 * 1024)).status_code == 422
    assert client.get("/callbacks/assessments/codeval/").status_code == 405


HOSTILE = [
    (b"", "no JSON"),
    (b"\xff\xfe", "no JSON"),
    (b"[" * 60_000, "no JSON"),
    (b"[]", "data is missing"),
    (b'{"type": "attempt.finished", "data": []}', "data is missing"),
]
WRONG = [
    ({"attempt": 7}, "no id"),
    ({"attempt": "x" * 121}, "no id"),
    ({"attempt": "a\0b"}, "no id"),
    ({"version": 0}, "version"),
    ({"version": True}, "version"),
    ({"version": 2**31}, "version"),
    ({"points": -1}, "points"),
    ({"points": 51}, "points"),
    ({"points": 41.0}, "points"),
    ({"points": float("nan")}, "points"),
    ({"out_of": 0}, "out_of"),
    ({"out_of": 2_000_000}, "out_of"),
    ({"finished_at": "2026-03-01T02:10:00"}, "finished_at"),
    ({"finished_at": "9999-12-31T23:59:59Z"}, "finished_at"),
    ({"finished_at": "2150-01-01T00:00:00Z"}, "future"),
    ({"finished_at": None}, "finished_at"),
    ({"parts": "all"}, "parts"),
    ({"parts": [7]}, "parts"),
    ({"parts": [{}] * 51}, "parts"),
    ({"parts": [{"name": "\u200b", "points": 1, "out_of": 2}]}, "name"),
    ({"parts": [{"name": "A", "points": 3, "out_of": 2}]}, "points"),
]


@pytest.mark.parametrize(("body", "reason"), HOSTILE)
def test_bodies_that_are_no_event_are_told_why(cast: Cast, client: Client, body: bytes, reason: str) -> None:
    answer = post(client, None, body=body)
    assert answer.status_code == 422 and reason in answer.json()["error"]


@pytest.mark.parametrize(("more", "reason"), WRONG)
def test_events_out_of_range_are_told_why(more: dict, reason: str) -> None:
    event = finished(Attempt(external_id="x"))
    event["data"].update(more)
    with pytest.raises(Unreadable, match=reason):
        read_event(json.dumps(event).encode())


def test_names_of_parts_are_cleaned() -> None:
    event = finished(Attempt(external_id="x"), parts=[{"name": "Nu\u202em\ud800bers\n", "points": 1, "out_of": 2}])
    assert read_event(json.dumps(event).encode()).parts[0].name == "Numbers"
