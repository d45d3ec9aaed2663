"""Interviews from open hours to the waiting room, each by the person whose work it is; and in Arabic on a phone."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from springtide.foundation.accounts.models import Person
from springtide.foundation.jobs.worker import run_due
from springtide.interviews.models import Arrival, Interview
from springtide.planning.models import Site
from tests.cast import Cast
from tests.journeys.conftest import PHONE, Come, Visitor
from tests.springtide.interviews.days import Clock, expected
from tests.springtide.interviews.plans import SHANGHAI, interviewer, invited, plan_round, somebody, tomorrow
from tests.springtide.interviews.scenes import ALL_WEEK, TwoSeats, a_room, free, two_seats

pytestmark = pytest.mark.journey
DESK = "/console/spring/interviews/"
OWN = "/me/spring/interviews/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Ten o'clock in Hangzhou, and it stands still."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


def locks(visitor: Visitor, candidate: str, points: int) -> None:
    """Mark every question of the interview with that candidate, and lock."""
    visitor.open(DESK)
    visitor.click(candidate, role="link")
    for question in visitor.page.locator("main form fieldset").all():
        question.locator(f"input[value='{points}']").check()
    for evidence in visitor.page.locator("main [name^=evidence_]").all():
        evidence.fill("Told how it was measured.")
    visitor.click("Lock the scorecard")


def test_a_candidate_books_moves_and_is_scored(cast: Cast, clock: Clock, come: Come) -> None:
    Site.objects.filter(pk=cast.hangzhou.pk).update(country="XX")  # no holidays: the same story on every day
    panel = two_seats(cast)
    application = cast.application(cast.wei, cast.models, state="shortlisted")
    Person.objects.filter(pk=cast.wei.person_id).update(time_zone="Asia/Dubai")
    cast.wei.person.refresh_from_db()
    talk = Interview.objects.create(application=application, round=panel.round)
    free(panel.gao, cast, hours=4)

    # 1. Ines says once when she is free in every week; Gao has typed one window.
    ines = come(panel.ines)
    ines.open(f"{DESK}free-time/")
    day = tomorrow(days=3).astimezone(SHANGHAI).date()
    ines.fill(begins="14:00", ends="16:00", first_on=str(day), last_on=str(day + timedelta(days=7)))
    for number in ALL_WEEK:
        ines.page.locator(f"main [name=weekdays][value='{number}']").check()
    ines.click("Add")
    expect(ines.page.locator("main tbody")).to_contain_text("14:00–16:00")

    # 2. Wei, in Dubai, sees hours at which both can, on a clock that is named; books one, then rather another.
    wei = come(cast.wei.person, size=PHONE)
    wei.open(OWN)
    wei.click("Choose a time", role="link")
    starts = wei.page.locator("main form button")
    expect(wei.page.locator("main h2")).to_contain_text("UTC+04:00")
    assert starts.all_inner_texts() == ["10:00", "10:15", "10:30", "10:45", "11:00", "11:15"]
    wei.click("10:00")
    wei.click("Choose another time", role="link")
    wei.click("11:00")
    expect(wei.page.locator("main li time")).to_contain_text("11:00 UTC+04:00")

    # 3. The panel sees both clocks.
    ines.open(f"{DESK}{talk.pk}/")
    expect(ines.page.locator("aside")).to_contain_text("15:00 CST (UTC+08:00)")
    expect(ines.page.locator("aside")).to_contain_text("11:00 UTC+04:00")
    expect(ines.page.get_by_role("button", name="Did not come")).to_have_count(0)  # it has not begun

    scored(cast, panel, talk, clock, come, ines)


def scored(cast: Cast, panel: TwoSeats, talk: Interview, clock: Clock, come: Come, ines: Visitor) -> None:
    """Nobody sees marks of others before everybody has locked."""
    talk.refresh_from_db()
    assert talk.ends_at
    clock.now = talk.ends_at
    rui, gao = come(cast.recruiter), come(panel.gao)
    locks(ines, "Wei", 5)
    rui.open(f"{DESK}{talk.pk}/debrief/")
    expect(rui.page.locator("main")).to_contain_text("Still to lock: Gao")
    expect(rui.page.locator("main")).not_to_contain_text("Told how it was measured")
    locks(gao, "Wei", 3)
    rui.open(f"{DESK}{talk.pk}/debrief/")
    expect(rui.page.get_by_role("row", name="Question 0")).to_contain_text("2")  # the spread of 5 and 3


def test_a_schedule_beside_its_bound_and_a_drop_out_with_the_fewest_moves(cast: Cast, clock: Clock, come: Come) -> None:
    talk = plan_round(cast)
    ada = interviewer(cast, "Ada", hours=(9, 12))
    for name in ("Ann", "Ben"):
        invited(somebody(cast, name), talk)
    lena, ana = come(cast.lead), come(cast.approver)

    # 1. Lena asks, a worker plans, the page shows how good it is; somebody else says yes.
    lena.open(f"{DESK}schedules/")
    lena.click("Start the run")
    run_due()
    expect(lena.page.locator("main")).to_contain_text("2 of 2 rounds have a time; no schedule books more than 2.")
    lena.look()  # the page followed the run by itself
    expect(lena.page.locator("main")).to_contain_text("Only an approver approves a schedule.")
    assert not Interview.objects.filter(state="booked").exists()
    ana.open(urlsplit(lena.page.url).path)
    ana.agree("Approve")
    run_due()
    booked = {row.pk: row.starts_at for row in Interview.objects.filter(state="booked", panelists__person=ada)}
    assert len(booked) == 2

    # 2. Ada is ill; Bea, who says now that she is free, takes over at the same times.
    bea = interviewer(cast, "Bea", hours=(9, 12))
    lena.open(f"{DESK}schedules/drop-out/")
    day = tomorrow().astimezone(SHANGHAI).date()
    lena.fill(person=str(ada.pk), away_from=f"{day}T08:00", away_until=f"{day}T20:00", reason="ill")
    lena.click("Look for a repair")
    run_due()
    expect(lena.page.locator("main")).to_contain_text("at least 0 must move or lose their time")
    lena.look()
    for name in ("Ann", "Ben"):
        row = lena.page.locator("#proposals").get_by_role("row", name=name)
        expect(row).to_contain_text("Bea")
        expect(row.locator(".line-through")).to_have_text("Ada")  # and no time is struck out
    ana.open(urlsplit(lena.page.url).path)
    ana.agree("Approve")
    run_due()
    assert booked == {row.pk: row.starts_at for row in Interview.objects.filter(state="booked", panelists__person=bea)}


def test_the_board_of_the_day_and_its_screen(cast: Cast, clock: Clock, come: Come) -> None:
    talk = expected(cast, cast.wei, cast.models, minutes=15)
    rui, wei = come(cast.recruiter), come(cast.wei.person, size=PHONE)
    rui.open(f"{DESK}day/?site=hangzhou")
    rui.click("Switch on")
    address = rui.page.locator("main a[target=_blank]").get_attribute("href") or ""
    rui.click("Check in")
    number = str(Arrival.objects.get().number)

    hall = come()
    screen = hall.open(urlsplit(address).path)
    expect(screen.locator("#screen ol")).to_have_text(number)
    rui.click("Call")
    expect(screen.locator("#screen ul")).to_contain_text(number)  # the screen asks by itself
    hall.look()
    wei.open(OWN)
    expect(wei.page.locator("main")).to_contain_text(number)
    for name in (cast.wei.name, cast.interviewer.name, str(talk.application.receipt)):
        assert name not in screen.content()

    rui.click("Start")
    expect(screen.locator("#screen")).not_to_contain_text(number)
    clock.goes(45)
    rui.click("End")
    expect(rui.page.locator("main ol")).to_contain_text("Ended")


PAGES = {
    "lead": ("", "day/?site=hangzhou", "schedules/", "schedules/drop-out/", "rounds/", "rounds/new/", "rooms/"),
    "recruiter": ("{talk}/", "{talk}/time/", "{talk}/panel/", "interviewers/", "rounds/{round}/invite/"),
    "interviewer": ("free-time/", "free-time/?kind=away", "{talk}/"),
    "wei": ("", "{asked}/"),
}


@pytest.mark.parametrize("who", PAGES)
def test_nothing_scrolls_sideways_in_arabic_on_a_phone(cast: Cast, clock: Clock, come: Come, who: str) -> None:
    a_room(cast)
    talk = expected(cast, cast.wei, cast.models, minutes=24 * 60)
    asked = Interview.objects.create(application=talk.application, round=plan_round(cast, place=2))
    free(cast.interviewer, cast)
    person = cast.wei.person if who == "wei" else getattr(cast, who)
    visitor = come(person, size=PHONE, language="ar")
    for page in PAGES[who]:
        path = (OWN if who == "wei" else DESK) + page.format(talk=talk.pk, asked=asked.pk, round=talk.round_id)
        answer = visitor.page.goto(visitor.site + path)
        assert answer and answer.ok, path
        assert visitor.page.evaluate("document.documentElement.dir") == "rtl"
        assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    assert visitor.complaints == []
