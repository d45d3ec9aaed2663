"""The plan's pages: who sees what, what comes back when something is wrong, and how much each costs."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from springtide.planning.actions.targets import add_target
from springtide.planning.models import Division, Family, Intake, Opening, Phase, Position, PositionText, Target
from tests.cast import Cast


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"planning:{name}", args=["spring", *args])


def position_data(cast: Cast, **changes: object) -> dict[str, object]:
    usual = {
        "division": cast.cloud.pk,
        "family": cast.ai.pk,
        "title_en": "Speech engineer",
        "description_en": "Works on speech.",
        "required_skills": "Python\nC++, python",
        f"seats_{cast.hangzhou.pk}": "3",
    }
    return usual | changes


PAGES = ("overview", "positions", "targets", "calendar")


@pytest.mark.parametrize("page", PAGES)
def test_every_member_of_the_intake_reads_the_plan(cast: Cast, page: str) -> None:
    for person in (cast.lead, cast.recruiter, cast.reviewer, cast.auditor):
        assert signed_in(person).get(at(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_finds_nothing(cast: Cast, page: str) -> None:
    assert signed_in(cast.wei.person).get(at(page)).status_code == 404
    assert Client().get(at(page)).status_code == 302


def test_omar_sees_nothing_of_cloud(cast: Cast) -> None:
    for names, value in (
        ({"en": "Cloud AI share"}, {"division": "cloud"}),
        ({"en": "Gaode share"}, {"division": "gaode"}),
    ):
        add_target(
            intake=cast.intake,
            by=None,
            names=names,
            kind="share",
            bound="floor",
            value=1,
            of={"ai": True},
            within=value,
        )
    omar = signed_in(cast.outsider)
    for page in (at("overview"), at("positions"), at("targets"), at("parts", "divisions"), at("calendar")):
        seen = omar.get(page).content.decode()
        assert "Cloud" not in seen and "Model engineer" not in seen, page
    assert omar.get(at("position", cast.models.position.pk)).status_code == 404
    assert omar.post(at("position_move", cast.models.position.pk, "close")).status_code == 404
    assert omar.post(at("position_remove", cast.models.position.pk)).status_code == 404
    assert "Map researcher" in omar.get(at("positions")).content.decode()


def test_only_the_lead_finds_the_forms_of_the_plan(cast: Cast) -> None:
    rui = signed_in(cast.recruiter)
    assert b'name="shown_deadline"' not in rui.get(at("calendar")).content
    for page in (at("part_new", "sites"), at("target_new"), at("import"), at("part", "divisions", cast.cloud.pk)):
        assert rui.get(page).status_code == 404
    assert rui.post(at("intake_move", "unpublish")).status_code == 404
    assert rui.post(at("calendar"), {"grace_minutes": 0}).status_code == 200
    assert Intake.objects.get().grace_minutes == 10


def test_a_recruiter_writes_a_position_in_the_browser(cast: Cast) -> None:
    rui = signed_in(cast.recruiter)
    answer = rui.post(at("position_new"), position_data(cast), follow=True)
    assert "kept as a draft" in answer.content.decode()
    made = Position.objects.get(slug="speech-engineer")
    assert made.required_skills == ["Python", "C++"] and made.seats == 3
    # Omar's division is not among the choices, so it cannot be chosen either.
    refused = rui.post(at("position_new"), position_data(cast, division=cast.gaode.pk))
    assert refused.status_code == 422 and "Works on speech." in refused.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"), [("-1", None), ("1.5", None), ("2147483648", None), ("abc", None), ("１２", 12), ("0", 0)]
)
def test_seats_are_whole_and_in_range_and_nothing_typed_is_lost(cast: Cast, typed: str, kept: int | None) -> None:
    data = position_data(cast, **{f"seats_{cast.hangzhou.pk}": typed})
    answer = signed_in(cast.recruiter).post(at("position_new"), data)
    made = Position.objects.filter(slug="speech-engineer").first()
    if kept is None:
        assert answer.status_code == 422 and made is None
        assert f'value="{typed}"' in answer.content.decode() and "Works on speech." in answer.content.decode()
    else:
        assert made.seats == kept


def test_a_title_of_nothing_visible_is_empty(cast: Cast) -> None:
    answer = signed_in(cast.recruiter).post(at("position_new"), position_data(cast, title_en="\u3164\u200b"))
    assert answer.status_code == 422 and "A description needs its title" in answer.content.decode()


def test_what_was_changed_meanwhile_is_told_and_the_form_kept(cast: Cast) -> None:
    rui, position = signed_in(cast.recruiter), cast.portal.position
    stale = position_data(cast, title_en="Mine", seen="2020-01-01T00:00:00+00:00")
    answer = rui.post(at("position", position.pk), stale)
    assert answer.status_code == 422
    assert "Somebody changed this position" in answer.content.decode() and 'value="Mine"' in answer.content.decode()


def test_a_list_of_positions_is_searched_and_filtered(cast: Cast) -> None:
    lena = signed_in(cast.lead)

    def found(**query: str) -> set[str]:
        return {row.slug for row in lena.get(at("positions"), query).context["rows"]}

    assert found() == {"models", "portal", "maps"}
    assert found(q="门户") == {"portal"} and found(q="engineer") == {"models", "portal"}
    assert found(division="gaode") == {"maps"} and found(site="paris") == {"models"}
    assert found(family="web") == {"portal"} and found(state="draft") == set()
    assert found(division="' OR 1=1--", page="-1") == {"models", "portal", "maps"}


def calendar_data(cast: Cast, **changes: object) -> dict[str, object]:
    usual = {
        "names_en": "Spring internships",
        "company_en": "Acme",
        "zone": "Asia/Shanghai",
        "opens_at": "2027-03-01T09:00",
        "shown_deadline": "2027-03-31T23:59:59",
        "grace_minutes": "10",
        "starts_on": "2027-06-01",
        "ends_on": "2027-08-31",
        "graduation_from": "2026-11-01",
        "graduation_to": "2027-10-31",
        "most_preferences": "6",
        "answer_days": "5",
    }
    return usual | changes


@pytest.mark.parametrize(
    ("zone", "utc"),
    [("Asia/Shanghai", "15:59:59"), ("Asia/Dubai", "19:59:59"), ("Europe/Paris", "21:59:59")],
)
def test_the_deadline_is_typed_in_the_zone_of_the_intake(cast: Cast, zone: str, utc: str) -> None:
    cast.lead.time_zone = "America/New_York"
    cast.lead.save()
    answer = signed_in(cast.lead).post(at("calendar"), calendar_data(cast, zone=zone))
    assert answer.status_code == 302
    deadline = Intake.objects.get().shown_deadline
    assert deadline == datetime.fromisoformat(f"2027-03-31T{utc}+00:00")
    assert 'value="2027-03-31T23:59:59"' in signed_in(cast.lead).get(at("calendar")).content.decode()


def test_a_time_that_the_clocks_jump_over_is_refused(cast: Cast) -> None:
    data = calendar_data(cast, zone="Europe/Paris", shown_deadline="2027-03-28T02:30")
    answer = signed_in(cast.lead).post(at("calendar"), data)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "jump over 02:30. Type 01:30 (UTC+01:00) or 03:30 (UTC+02:00)." in words
    assert 'value="2027-03-28T02:30"' in words and 'value="Spring internships"' in words


def test_a_time_that_comes_twice_is_asked_about(cast: Cast) -> None:
    lena = signed_in(cast.lead)
    data = calendar_data(cast, zone="Europe/Paris", shown_deadline="2027-10-31T02:30")
    asked = lena.post(at("calendar"), data).content.decode()
    assert "02:30 (UTC+02:00)" in asked and "02:30 (UTC+01:00)" in asked
    assert 'name="shown_deadline_which"' in asked
    for which, hour in (("0", 0), ("1", 1)):
        assert lena.post(at("calendar"), data | {"shown_deadline_which": which}).status_code == 302
        assert Intake.objects.get().shown_deadline == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        assert f'value="{which}" checked' in lena.get(at("calendar")).content.decode()


@pytest.mark.parametrize(
    "day", ["2027-02-29", "0001-01-01", "9999-12-31", "13/02/2027", "02/13/2027", "2570-06-01", "june"]
)
def test_days_that_are_none_are_told_with_an_example(cast: Cast, day: str) -> None:
    answer = signed_in(cast.lead).post(at("calendar"), calendar_data(cast, ends_on=day))
    words = answer.content.decode()
    assert answer.status_code == 422 and f'value="{day}"' in words
    assert "for example 2027-02-28" in words or "between 2000 and 2100" in words


def test_a_lead_adds_changes_and_removes_a_site(cast: Cast) -> None:
    lena = signed_in(cast.lead)
    site = {"names_en": "Dubai", "names_ar": "دبي", "country": "AE", "zone": "Asia/Dubai", "staff": "40"}
    assert lena.post(at("part_new", "sites"), site).status_code == 302
    dubai = cast.intake.sites.get(slug="dubai")
    assert dubai.names == {"en": "Dubai", "ar": "دبي"} and dubai.jurisdiction == "ae"
    again = lena.post(at("part_new", "sites"), site)
    assert again.status_code == 422 and "دبي" in again.content.decode()
    assert lena.post(at("part", "sites", dubai.pk), site | {"staff": "41"}).status_code == 302
    assert lena.post(at("part_remove", "sites", dubai.pk)).status_code == 302
    assert lena.post(at("part_remove", "sites", cast.paris.pk)).status_code == 409
    nameless = lena.post(at("part_new", "families"), {"names_zh-hans": "语音", "reasons_en": "Models."})
    assert "Give a short name in Latin letters" in nameless.content.decode()


def test_a_lead_opens_an_intake_and_finds_it(cast: Cast) -> None:
    lena = signed_in(cast.lead)
    assert lena.get(reverse("planning:intake_new")).status_code == 200
    assert lena.post(reverse("planning:intake_new"), calendar_data(cast, slug="autumn")).status_code == 302
    assert b"Spring internships" in lena.get(reverse("console"), {"all": ""}).content
    assert signed_in(cast.recruiter).get(reverse("console")).status_code == 302
    assert signed_in(cast.recruiter).get(reverse("planning:intake_new")).status_code == 404


def test_a_target_that_cannot_be_met_says_so_with_the_numbers(cast: Cast) -> None:
    lena = signed_in(cast.lead)
    data = {
        "names_en": "Cloud is AI",
        "bound": "floor",
        "value": "80",
        "kind": "share",
        "of_ai": "yes",
        "within_division": "cloud",
    }
    assert lena.post(at("target_new"), data).status_code == 302
    words = lena.get(at("targets")).content.decode()
    assert "1 target cannot be met with the planned seats" in words
    assert "Cloud: 3 of 4 planned seats are AI (75 %). Wanted: at least 80 %." in words
    assert "Cloud: 3 of 4 planned seats are AI" in lena.get(at("overview")).content.decode()
    for way in ("1 of the other seats become: AI", "1 more seats: AI", "1 fewer of the other seats"):
        assert way in words
    assert lena.post(at("target_new"), data | {"value": "101"}).status_code == 422
    assert lena.post(at("target_new"), data | {"value": "NaN"}).status_code == 422
    Target.objects.all().delete()
    assert b"No targets yet" in lena.get(at("targets")).content


def more(cast: Cast, number: int) -> None:
    phase = Phase.objects.create(
        intake=cast.intake, slug=f"p{number}", names={"en": "P"}, opens_at=cast.intake.opens_at
    )
    division = Division.objects.create(intake=cast.intake, phase=phase, slug=f"d{number}", names={"en": "D"})
    family = Family.objects.create(intake=cast.intake, slug=f"f{number}", names={"en": "F"})
    position = Position.objects.create(intake=cast.intake, division=division, family=family, slug=f"x{number}")
    PositionText.objects.create(position=position, language="en", title="X", description="X")
    Opening.objects.create(position=position, site=cast.paris, seats=1)
    Target.objects.create(intake=cast.intake, names={"en": "T"}, kind="count", bound="floor", value=1)


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("overview", 13),
        ("positions", 14),
        ("targets", 9),
        ("calendar", 6),
        ("divisions", 6),
        ("sites", 6),
        ("phases", 7),
    ],
)
def test_pages_cost_the_same_with_more_rows(
    cast: Cast, django_assert_max_num_queries: object, page: str, queries: int
) -> None:
    lena = signed_in(cast.lead)
    address = at(page) if page in PAGES else at("parts", page)
    counts = []
    for number in (1, 2):
        more(cast, number)
        with django_assert_max_num_queries(queries) as counted:  # type: ignore[operator]
            assert lena.get(address).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_moments_are_shown_with_zone_and_offset(cast: Cast) -> None:
    Intake.objects.update(
        zone="Europe/Paris", shown_deadline=datetime(2027, 3, 31, 23, 59, tzinfo=ZoneInfo("Europe/Paris"))
    )
    assert "31 Mar 2027, 23:59" in signed_in(cast.lead).get(at("overview")).content.decode()
    assert "UTC+02:00" in signed_in(cast.lead).get(at("overview")).content.decode()
