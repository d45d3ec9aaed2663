"""The form on the page: from the first key to the receipt."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from springtide.applications.models import Application, Preference
from springtide.foundation.mail.models import Letter
from tests.cast import Cast

HERE = "/me/spring/"
SUBMIT = "/me/spring/submit/"


def order() -> list[int]:
    return list(Preference.objects.order_by("rank").values_list("opening", flat=True))


def test_a_draft_is_saved_and_shown_again(wei: Client, typed) -> None:
    assert wei.get(HERE).status_code == 200 and not Application.objects.exists()
    assert wei.post(HERE, typed()).status_code == 302
    page = wei.get(HERE).content.decode()
    assert "Zhejiang University" in page and "Model engineer" in page and 'value="2026-06"' in page
    assert Application.objects.get().candidate.phone == "+8613812345678"


def test_the_country_chosen_is_chosen_again(wei: Client, typed) -> None:
    wei.post(HERE, typed(country="FR"))
    page = wei.get(HERE).content.decode()
    assert '<option value="FR" selected>France</option>' in page and page.count('<option value="FR"') == 1
    assert "St. Helena" in page and "&lt;option" not in page


def test_from_the_form_to_the_receipt(wei: Client, typed) -> None:
    answer = wei.post(SUBMIT, typed(), follow=True)
    receipt = Application.objects.get().receipt
    assert answer.redirect_chain[-1][0] == "/me/spring/status/" and receipt in answer.content.decode()
    assert wei.get(HERE).status_code == 302
    assert receipt in wei.get("/me/").content.decode()


def test_autosave_answers_with_the_version_it_wrote(wei: Client, typed) -> None:
    assert wei.post(f"{HERE}autosave/", typed()).json() == {"version": 1, "errors": {}}
    assert wei.post(f"{HERE}autosave/", typed(version="1", school="Fudan")).json()["version"] == 2


def test_autosave_keeps_the_rest_when_one_field_is_wrong(wei: Client, typed) -> None:
    answer = wei.post(f"{HERE}autosave/", typed(graduation="next summer"))
    assert answer.status_code == 200 and "2026-06" in answer.json()["errors"]["graduation"][0]
    application = Application.objects.get()
    assert application.school == "Zhejiang University" and application.graduation is None


def test_i38_autosave_from_the_slower_window_gets_the_other_text(wei: Client, typed) -> None:
    wei.post(f"{HERE}autosave/", typed(motivation="A"))
    answer = wei.post(f"{HERE}autosave/", typed(motivation="B"))
    assert answer.status_code == 409
    assert answer.json() == {"version": 1, "theirs": {"motivation": "A"}}
    assert Application.objects.get().motivation == "A"


def test_i38_a_saved_conflict_shows_both_texts_and_either_can_be_kept(wei: Client, typed) -> None:
    wei.post(HERE, typed(motivation="From window A"))
    answer = wei.post(HERE, typed(motivation="From window B"))
    page = answer.content.decode()
    assert answer.status_code == 409 and "From window A" in page and "From window B" in page
    kept = dict(typed(motivation="From window B"), version=str(answer.context["application"].version))
    assert wei.post(HERE, kept).status_code == 302
    assert Application.objects.get().motivation == "From window B"


def test_i38_refresh_of_a_post_and_back_button_are_harmless(wei: Client, typed) -> None:
    for _time in range(2):
        assert wei.post(HERE, typed()).status_code == 302
    first = wei.post(SUBMIT, typed(version="1"), follow=True)
    again = wei.post(SUBMIT, typed(version="1"), follow=True)
    assert first.redirect_chain == again.redirect_chain and Application.objects.count() == 1
    assert Letter.objects.count() == 1


def test_i38_a_second_window_that_sends_other_words_is_told_and_loses_nothing(wei: Client, typed) -> None:
    wei.post(SUBMIT, typed(motivation="A"))
    answer = wei.post(SUBMIT, typed(motivation="B", submit_key="key-2"))
    page = answer.content.decode()
    assert answer.status_code == 409 and Application.objects.get().receipt in page
    assert "<td" in page and ">A<" in page and ">B<" in page


@pytest.mark.parametrize(
    ("button", "value", "left"),
    [
        ("move", "down:{models}", ["portal", "models"]),
        ("move", "up:{portal}", ["portal", "models"]),
        ("move", "up:{models}", ["models", "portal"]),
        ("remove", "{models}", ["portal"]),
        ("add", "{models_paris}", ["models", "portal", "models_paris"]),
        ("move", "sideways:x", ["models", "portal"]),
    ],
)
def test_the_order_changes_by_buttons_alone(cast: Cast, wei: Client, typed, button, value, left) -> None:
    pressed = value.format(models=cast.models.pk, portal=cast.portal.pk, models_paris=cast.models_paris.pk)
    answer = wei.post(HERE, typed(**{button: pressed}))
    assert answer.headers["Location"].endswith("#preferences")
    assert order() == [getattr(cast, name).pk for name in left]


def test_an_opening_comes_along_from_its_page_and_a_link_writes_nothing(cast: Cast, wei: Client) -> None:
    page = wei.get(f"{HERE}?add={cast.models.pk}").content.decode()
    assert f'name="preferences" value="{cast.models.pk}"' in page
    assert not Application.objects.exists()


def test_the_pick_list_finds_by_city_and_shows_nothing_that_is_not_open(cast: Cast, wei: Client) -> None:
    page = wei.get(f"{HERE}openings/", {"q": "paris"}).content.decode()
    assert "Model engineer" in page and "Portal engineer" not in page
    assert "Map researcher" not in wei.get(f"{HERE}openings/").content.decode()


def test_eligibility_is_told_at_once_with_the_evidence_and_writes_nothing(wei: Client, typed) -> None:
    page = wei.post(f"{HERE}eligibility/", typed(graduation="2028-01", work_countries=["FR"])).content.decode()
    assert "You expect to graduate in January 2028" in page and "China" in page
    assert not Application.objects.exists()


def test_what_is_missing_is_named_and_the_rest_is_kept(wei: Client, typed) -> None:
    answer = wei.post(SUBMIT, typed(school="", notice=None, preferences=[]))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Rank at least one opening." in page
    assert 'href="#id_school"' in page and 'href="#id_notice"' in page and "Because of the sea." in page
    assert Application.objects.get().motivation == "Because of the sea."


def test_x13_the_page_says_that_the_deadline_has_passed_and_takes_it_as_late(cast: Cast, wei: Client, typed) -> None:
    wei.post(HERE, typed())
    cast.intake.shown_deadline = timezone.now() - timedelta(hours=1)
    cast.intake.save()
    assert "The deadline has passed" in wei.get(HERE).content.decode()
    page = wei.post(SUBMIT, typed(version="1"), follow=True).content.decode()
    assert "Arrived after the deadline" in page and Application.objects.get().state == "late"


def test_after_the_deadline_nobody_begins(cast: Cast, wei: Client, typed) -> None:
    cast.intake.shown_deadline = timezone.now() - timedelta(hours=1)
    cast.intake.save()
    assert "Applications are closed" in wei.get(HERE).content.decode()
    assert wei.post(SUBMIT, typed()).status_code == 409 and not Application.objects.exists()


def test_the_campaign_of_the_first_visit_is_kept(wei: Client, typed) -> None:
    wei.cookies["springtide_source"] = "x-post"
    wei.post(HERE, typed())
    assert Application.objects.get().source == "x-post"


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_for_one_and_for_three(
    cast: Cast, wei: Client, typed, count: int, django_assert_num_queries
) -> None:
    openings = [cast.models, cast.portal, cast.models_paris][:count]
    wei.post(HERE, typed(preferences=[str(opening.pk) for opening in openings]))
    with django_assert_num_queries(16):
        wei.get(HERE)
