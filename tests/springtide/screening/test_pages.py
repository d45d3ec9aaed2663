"""The pages of screening: who may open them, what they show, what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from springtide.applications.models import Application
from springtide.foundation.accounts.models import Membership
from springtide.screening.models import Decision, Review, Rubric, Score, Standing
from tests.cast import Role
from tests.springtide.screening.conftest import NO, YES


def at(name, *args):
    return reverse(f"screening:{name}", args=["spring", *args])


def signed_in(client, person):
    client.force_login(person)
    return client


PAGES = {
    # page: who sees it; everybody else, and nobody signed in, does not
    "queue": {"lead", "recruiter", "outsider"},
    "reading": {"reviewer"},
    "releases": {"approver"},
    "rubrics": {"lead", "recruiter", "outsider", "reviewer", "approver", "auditor", "interviewer", "mentor"},
    "rubric_new": {"lead"},
    "home_reading": {"reviewer"},
    "home_deciding": {"lead", "recruiter", "outsider"},
    "home_releasing": {"approver"},
}
STAFF = ("lead", "recruiter", "outsider", "reviewer", "approver", "auditor", "interviewer", "mentor")


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_their_roles_only(room, client, page):
    for name in STAFF:
        answer = signed_in(client, getattr(room.cast, name)).get(at(page))
        assert answer.status_code == (200 if name in PAGES[page] else 404), name
    assert signed_in(client, room.cast.wei.person).get(at(page)).status_code == 404
    client.logout()
    assert client.get(at(page)).status_code == 302


def test_what_is_about_one_application_opens_for_its_division_only(room, client):
    application = room.applies("Zhou", room.cast.models)
    review = room.read(application, 5)
    [decision] = room.decide(YES, application)
    standing = Standing.objects.get()
    doors = {
        at("panel", application.pk): {"lead", "recruiter", "reviewer", "approver", "auditor"},
        at("decide") + f"?standing={standing.pk}": {"lead", "recruiter"},
        at("assign") + f"?standing={standing.pk}": {"lead", "recruiter"},
        at("share") + "?division=cloud": {"lead", "recruiter"},
        at("queue") + "?division=cloud": {"lead", "recruiter"},
        at("review", review.pk): {"reviewer"},
        at("recuse", review.pk): {"reviewer"},
    }
    for address, seers in doors.items():
        for name in STAFF:
            answer = signed_in(client, getattr(room.cast, name)).get(address)
            assert answer.status_code == (200 if name in seers else 404), (address, name)
    for name in ("outsider", "reviewer", "auditor", "mentor"):
        assert signed_in(client, getattr(room.cast, name)).post(at("drop", decision.pk)).status_code == 404


def test_absent_and_forbidden_look_alike(room, client):
    room.applies("Zhou", room.cast.models)
    omar = signed_in(client, room.cast.outsider)
    forbidden = omar.get(at("decide") + f"?standing={Standing.objects.get().pk}")
    absent = omar.get(at("decide") + "?standing=999999")
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert omar.get(at("decide") + "?standing=abc&standing=-1").status_code == 404


def test_a_reviewer_reads_and_locks(room, client):
    application = room.applies("Zhou", room.cast.models)
    review = room.assigned(application)
    rosa = signed_in(client, room.cast.reviewer)
    page = rosa.get(at("review", review.pk))
    assert page.content.decode().count('type="radio"') == 25
    typed = {f"points_{c.pk}": "4" for c in room.rubric.criteria.all()} | {"note": "Clear.", "version": "1"}
    draft = rosa.post(at("autosave", review.pk), typed | {f"points_{room.rubric.criteria.first().pk}": ""})
    assert draft.json() == {"version": 2}
    late = rosa.post(at("autosave", review.pk), typed)
    assert late.status_code == 409 and late.json()["version"] == 2
    assert late.json()["theirs"] == {"Required skills, shown in use": "– · "}, "what differs, by its name"
    answer = rosa.post(at("review", review.pk), typed | {"version": "2", "lock": "yes"}, follow=True)
    assert "Locked: 75 of 100. 0 are left to read." in answer.content.decode()
    assert "75" in rosa.get(at("review", review.pk)).content.decode()


def test_half_a_scorecard_comes_back_with_everything_typed(room, client):
    review = room.assigned(room.applies("Zhou", room.cast.models))
    first, *_rest = room.rubric.criteria.all()
    rosa = signed_in(client, room.cast.reviewer)
    typed = {f"points_{first.pk}": "5", f"evidence_{first.pk}": "A tokenizer, p. 2", "note": "So far", "lock": "yes"}
    words = rosa.post(at("review", review.pk), typed | {"version": "1"}).content.decode()
    assert "Blank is not zero" in words and "A tokenizer, p. 2" in words and "So far" in words
    assert Score.objects.get(criterion=first).points == 5, "and it is saved as a draft"
    again = rosa.post(at("review", review.pk), typed | {"version": "2"})
    assert "nothing was overwritten" not in again.content.decode(), "the form carries the new version"


@pytest.mark.parametrize("points", ["9", "0", "-1", "5.5", "٣", "five"])
def test_points_nobody_can_mean_are_told_and_nothing_is_lost(room, client, points):
    review = room.assigned(room.applies("Zhou", room.cast.models))
    first = room.rubric.criteria.first()
    typed = {f"points_{first.pk}": points, "note": "Kept", "version": "1"}
    page = signed_in(client, room.cast.reviewer).post(at("review", review.pk), typed)
    assert page.status_code == 200 and "Kept" in page.content.decode() and not Score.objects.exists()


def test_others_scores_stay_hidden_until_ones_own_are_locked(room, client):
    application = room.applies("Zhou", room.cast.models, room.cast.maps)
    Membership.objects.create(person=room.omar_reads, role=Role.REVIEWER, scope="spring/cloud")
    room.read(application, 2, reviewer=room.cast.reviewer)
    review = Review(application=application, division=room.cast.cloud, rubric=room.rubric, reviewer=room.omar_reads)
    review.save()
    olga = signed_in(client, room.omar_reads)
    hidden = olga.get(at("panel", application.pk)).content.decode()
    assert "25.0" not in hidden and "page 1" not in hidden and "once you have locked" in hidden
    Membership.objects.create(person=room.omar_reads, role=Role.RECRUITER, scope="spring/cloud")
    queue = olga.get(at("queue") + "?division=cloud&stage=scored").content.decode()
    assert "25.0" not in queue
    Review.objects.filter(pk=review.pk).update(state="locked", total=75)
    assert "page 1" in olga.get(at("panel", application.pk)).content.decode()


def test_nobody_sees_how_they_themselves_are_judged(room, client):
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 2)
    zhou = application.candidate.person
    Membership.objects.create(person=zhou, role=Role.RECRUITER, scope="spring/cloud")
    client = signed_in(client, zhou)
    panel = client.get(at("panel", application.pk)).content.decode()
    assert "your own application" in panel and "25.0" not in panel
    assert "Zhou" not in client.get(at("queue") + "?stage=scored").content.decode().partition("<main")[2]


def test_a_recruiter_gives_out_readings_and_decides_in_bulk(room, client):
    for name in ("Zhou", "Wang"):
        room.applies(name, room.cast.models)
    rui = signed_in(client, room.cast.recruiter)
    told = rui.post(at("share"), {"division": "cloud", "each": "1", "most": "10"}, follow=True).content.decode()
    assert "2 readings were given out" in told
    Review.objects.update(state="locked", total=40)
    picked = {"standing": [s.pk for s in Standing.objects.all()], "back": "division=cloud&stage=scored"}
    refused = rui.post(at("decide"), picked | {"verdict": "reject", "reason": "Pregnant", "category": "skills"})
    assert "“pregnant”" in refused.content.decode() and "Pregnant" in refused.content.decode()
    done = rui.post(at("decide"), picked | {"verdict": "reject", "reason": "No code shown.", "category": "skills"})
    assert done.headers["Location"] == at("queue") + "?division=cloud&stage=scored"
    assert Decision.objects.filter(decided_by=room.cast.recruiter, verdict="reject").count() == 2


def test_filters_narrow_the_queue(room, client):
    first, second = (room.applies(name, room.cast.models) for name in ("Zhou", "Wang"))
    Application.objects.filter(pk=second.pk).update(eligible=False)
    rui = signed_in(client, room.cast.recruiter)

    def names(query):
        words = rui.get(at("queue") + f"?{query}").content.decode()
        return {name for name in ("Zhou", "Wang") if f"<bdi>{name}</bdi>" in words}

    assert names("") == {"Zhou", "Wang"}
    assert names("eligible=no") == {"Wang"} and names("eligible=yes") == {"Zhou"}
    assert names("stage=scored") == set()
    room.read(first, 3)
    room.decide(NO, first)
    assert names("stage=decided&verdict=reject") == {"Zhou"} and names("stage=decided&verdict=advance") == set()
    assert names("stage=nonsense&order=nonsense&page=-1&per_page=999999999") == {"Wang"}


def test_an_approver_releases_exactly_what_was_shown(room, client):
    for name in ("Zhou", "Wang"):
        application = room.applies(name, room.cast.models)
        room.read(application, 5)
        room.decide(YES, application)
    ana = signed_in(client, room.cast.approver)
    page = ana.get(at("releases"))
    seen = {"newest": page.context["newest"], "shown": len(page.context["pks"])}
    third = room.applies("Chen", room.cast.models)
    room.read(third, 5)
    room.decide(YES, third)
    told = ana.post(at("releases"), seen, follow=True).content.decode()
    assert "2 decisions were released" in told and Decision.objects.get(state="pending").application == third
    again = ana.post(at("releases"), seen).content.decode()
    assert "please look at the list again" in again.lower()


def test_a_lead_makes_copies_and_chooses_rubrics(room, client):
    lena = signed_in(client, room.cast.lead)
    frozen = lena.post(at("rubric_edit", room.rubric.pk), {"names_en": "New", "use": "screening"})
    assert "Make a copy" in frozen.content.decode()
    lena.post(at("rubric_copy", room.rubric.pk))
    copy = Rubric.objects.get(state="draft")
    assert copy.criteria.count() == 5
    criterion = copy.criteria.first()
    typed = {"names_en": "Skill", "weight": "4", "anchor_1_en": "None.", "anchor_3_en": "Some."}
    words = lena.post(at("criterion", copy.pk, criterion.pk), typed).content.decode()
    assert "Nothing was lost" in words and "Some." in words
    lena.post(at("criterion", copy.pk, criterion.pk), typed | {"anchor_5_en": "Much."})
    criterion.refresh_from_db()
    assert (criterion.weight, criterion.anchors["5"]) == (4, {"en": "Much."})
    lena.post(at("rubric_choose", copy.pk))
    room.rubric.refresh_from_db()
    copy.refresh_from_db()
    assert (room.rubric.state, copy.state) == ("retired", "current")
    assert lena.post(at("criterion_remove", copy.pk, criterion.pk)).status_code == 409


@pytest.mark.parametrize(
    ("person", "page"),
    [
        ("recruiter", "queue"),
        ("lead", "queue"),
        ("reviewer", "reading"),
        ("approver", "releases"),
        ("recruiter", "rubrics"),
        ("recruiter", "home_deciding"),
        ("approver", "home_releasing"),
    ],
)
def test_pages_cost_the_same_for_one_row_and_for_many_and_less_than_twenty_queries(room, client, person, page):
    client = signed_in(client, getattr(room.cast, person))

    def cost(names):
        for name in names:
            done, waiting = (room.applies(f"{word}{name}", room.cast.models) for word in ("done", "wait"))
            room.read(done, 4)
            room.decide(YES, done)
            room.assigned(waiting)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(page)).status_code == 200
        return len(queries)

    assert cost("a") == cost("bcd") < 20


def test_what_happened_reads_as_words_on_the_page_of_the_application(room, client):
    application = room.applies("Zhou", room.cast.models)
    room.read(application, 5)
    history = reverse("applications:history", args=["spring", application.pk])
    words = signed_in(client, room.cast.recruiter).get(history).content.decode()
    assert "Given to a reviewer" in words and "Scores locked" in words and "screening." not in words
