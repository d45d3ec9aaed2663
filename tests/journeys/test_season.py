"""A season from plan to accepted offer, each by the person whose work it is; then an internship to its return offer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from springtide.foundation.jobs.worker import run_due
from springtide.interviews.models import Interview
from springtide.mentoring.models import Mentor
from springtide.screening.actions.rubrics import make_default_rubric
from springtide.screening.actions.standing import refresh_standings
from springtide.screening.models import Criterion, Rubric
from tests.cast import Cast
from tests.journeys.conftest import PHONE, Come, Visitor
from tests.springtide.mentoring.conftest import House

pytestmark = pytest.mark.journey
DESK = "/console/spring/"


def test_a_lead_plans(cast: Cast, come: Come) -> None:
    lena = come()
    lena.open("/account/sign-in/?next=/console/")
    lena.sign_in(cast.lead.email)
    lena.look()
    expect(lena.page).to_have_url(f"{lena.site}{DESK}")

    lena.open(f"{DESK}plan/")
    lena.click("Positions", role="link")
    lena.click("New position", role="link")
    lena.click("Save")  # says what is missing, keeps the rest
    expect(lena.page.locator("[aria-invalid=true], [role=alert]")).not_to_have_count(0)
    lena.fill(title_en="Speech engineer", description_en="Works on **speech**.", division=str(cast.cloud.pk))
    lena.fill(**{f"seats_{cast.hangzhou.pk}": "3", "required_skills": "Python"})
    lena.click("Save")
    lena.click("Publish")
    lena.open(f"{DESK}plan/targets/new/")
    lena.page.locator("main input[type=text]").first.fill("AI seats")
    lena.fill(bound="floor", value="50", kind="share", of_ai="yes")
    lena.click("Save")
    expect(lena.page.locator("main")).to_contain_text("8 of 9 planned seats are AI")
    for part in ("calendar", "phases", "divisions", "sites", "families", "import"):
        lena.open(f"{DESK}plan/{part}/")

    visitor = come()
    visitor.open("/spring/")
    visitor.click("Speech engineer", role="link")


def test_from_reading_to_an_accepted_offer(cast: Cast, come: Come) -> None:
    sent = [cast.application(cast.wei, cast.models), cast.application(cast.lina, cast.portal)]
    refresh_standings(applications=[application.pk for application in sent])
    make_default_rubric(intake=cast.intake, by=cast.lead)
    questions = Rubric.objects.create(intake=cast.intake, names={"en": "Talk"}, use="interview")
    Criterion.objects.create(rubric=questions, names={"en": "Clarity"}, weight=1, place=0)
    Mentor.objects.create(person=cast.mentor, intake=cast.intake, division=cast.cloud, site=cast.hangzhou, most=3)
    run_due()
    lena, rui, rosa, ana = (come(person) for person in (cast.lead, cast.recruiter, cast.reviewer, cast.approver))
    reads(rui, rosa)
    decides(rui, ana)
    wei = come(cast.wei.person, size=PHONE)
    talks(rui, come(cast.interviewer), wei)
    places(lena, ana)
    offers(lena, ana, wei)
    lena.open(f"{DESK}insight/")
    expect(lena.page.locator("main")).to_contain_text("Accepted")
    adam = come(cast.auditor)
    adam.open(f"{DESK}journal/")
    expect(adam.page.locator("main")).to_contain_text("offers.")


def choose_all(visitor: Visitor) -> None:
    for box in visitor.page.locator("main tbody input[type=checkbox]").all():
        box.check()


def reads(rui: Visitor, rosa: Visitor) -> None:
    """A recruiter gives two applications to a reviewer, who scores and locks both."""
    rui.open(f"{DESK}applications/")
    rui.click("Wei", role="link")
    rui.open(f"{DESK}screening/")
    choose_all(rui)
    rui.click("Give to a reviewer")
    rui.page.get_by_label("Reviewer").select_option(index=1)
    rui.click("Give")

    rosa.open(DESK)
    for _ in range(2):
        rosa.open(f"{DESK}screening/reading/")
        with rosa.page.expect_navigation():
            rosa.page.locator("main tbody a").first.click()
        rosa.look()
        for criterion in rosa.page.locator("main fieldset").all():
            criterion.locator("input[value='4']").check()
            criterion.locator("input[type=text]").fill("Shown on page 1")
        rosa.click("Lock the scores")


def decides(rui: Visitor, ana: Visitor) -> None:
    """The recruiter decides; the candidate hears of it when a second person releases."""
    rui.open(f"{DESK}screening/?stage=scored")
    choose_all(rui)
    rui.click("Decide")
    rui.page.get_by_label("Shortlist").check()
    rui.fill(reason="Built and measured a tokenizer.")
    rui.click("Decide")
    ana.open(DESK)
    ana.open(f"{DESK}releases/")
    ana.agree("Release and tell the candidates")
    run_due()


def talks(rui: Visitor, ines: Visitor, wei: Visitor) -> None:
    """A round, free time, an invitation, a booking from a phone, a scorecard."""
    rui.open(f"{DESK}interviews/rounds/new/")
    rui.fill(name_en="First talk", minutes="45")
    rui.page.get_by_label("Division").select_option(label="Cloud")
    rui.page.get_by_label("Questions").select_option(label="Talk")
    rui.click("Save")
    day = (timezone.now() + timedelta(days=3)).date()
    ines.open(f"{DESK}interviews/free-time/?kind=free")
    ines.fill(starts_at=f"{day}T10:00", ends_at=f"{day}T12:00", zone="Asia/Shanghai")
    ines.click("Add")
    rui.open(f"{DESK}interviews/rounds/")
    rui.click("Invite", role="link")
    rui.click("Invite all 2 people")
    run_due()
    wei.open("/me/spring/interviews/")
    wei.click("Choose a time", role="link")
    wei.click("10:00")
    expect(wei.page.locator("main")).to_contain_text("Ines")
    # Three days later.
    began = timezone.now() - timedelta(hours=1)
    Interview.objects.filter(state="booked").update(starts_at=began, ends_at=began + timedelta(minutes=45))
    ines.open(f"{DESK}interviews/")
    ines.click("Wei", role="link")
    ines.page.locator("main form fieldset input[value='5']").first.check()
    ines.fill(**{ines.page.locator("main [name^=evidence_]").first.get_attribute("name") or "": "Clear and calm"})
    ines.click("Lock the scorecard")


def places(lena: Visitor, ana: Visitor) -> None:
    """The lead runs the allocation, the approver publishes it."""
    lena.open(f"{DESK}allocation/")
    lena.click("Start the run")
    run_due()
    expect(lena.page.get_by_role("link", name="Wei")).to_be_visible()  # the page follows the run by itself
    lena.look()
    lena.click("Wei", role="link")
    ana.open(f"{DESK}allocation/")
    with ana.page.expect_navigation():
        ana.page.locator("main tbody a").first.click()
    ana.look()
    if (typed := ana.page.locator("[name=typed]")).count():
        typed.fill("2")
    ana.agree("Publish")
    run_due()


def offers(lena: Visitor, ana: Visitor, wei: Visitor) -> None:
    """A wave by one, sent by another; the candidate accepts from a phone and meets the mentor."""
    wei.open("/me/spring/result/")
    lena.open(f"{DESK}offers/waves/")
    lena.click("Prepare")
    ana.open(f"{DESK}offers/waves/")
    ana.click("Wave 1", role="link")
    if (typed := ana.page.locator("[name=typed]")).count():
        typed.fill("2")
    ana.agree("Approve and send")
    run_due()
    wei.open("/me/spring/offer/")
    wei.agree("Accept")
    run_due()
    wei.open("/me/spring/internship/")
    expect(wei.page.locator("main")).to_contain_text("Mei")
    lena.open(f"{DESK}offers/")
    expect(lena.page.locator("main tbody")).to_contain_text("Accepted")


def test_a_mentor_evaluates_and_somebody_else_decides(cast: Cast, come: Come) -> None:
    house = House(cast)
    house.mentor("Mei", person=cast.mentor)
    one = f"{DESK}mentoring/{house.intern(cast.wei).pk}/"
    mei, ana = come(cast.mentor), come(cast.approver)
    mei.open(DESK)
    mei.open(one)
    mei.agree("Confirm the start")
    mei.click("Note a check-in", role="link")
    mei.page.get_by_label("4", exact=True).check()
    mei.fill(note="Settled in; the first task is done.")
    mei.click(mei.page.locator("main form button").first.inner_text().strip())
    mei.click("Final evaluation", role="link")
    for criterion in mei.page.locator("main form fieldset").all():
        criterion.locator("input[value='4']").check()
    mei.fill(summary="Built the tool that others use.")
    mei.click(mei.page.locator("main form button").first.inner_text().strip())
    mei.click("Recommend or advise against", role="link")
    mei.page.get_by_label("Yes, I recommend it").check()
    mei.fill(reason="Would be missed.")
    mei.click(mei.page.locator("main form button").first.inner_text().strip())
    ana.open(one)
    ana.click("Decide", role="link")
    ana.page.locator("[name=verb]").first.check()
    ana.fill(reason="Agreed.")
    ana.click(ana.page.locator("main form button").first.inner_text().strip())
    expect(ana.page.locator("main")).to_contain_text("Agreed.")
