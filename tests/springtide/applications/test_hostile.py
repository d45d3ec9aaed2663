"""Whatever people type: a clear message or a clean value, never a 500, and the rest is still there."""

import gzip
from html import escape

import pytest
from django.test import Client

from springtide.applications.models import Application, Candidate
from springtide.applications.queries import filtered
from springtide.foundation.mail.models import Letter
from tests.cast import Cast

HERE = "/me/spring/"
SUBMIT = "/me/spring/submit/"


def refused(client: Client, data: dict, words: str) -> str:
    """The page came back with these words and with what else was typed."""
    answer = client.post(HERE, data)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "Because of the sea." in page
    return page


def test_i01_ten_megabytes_of_name_are_refused_by_size(wei: Client, typed) -> None:
    assert wei.post(HERE, typed(name="x" * 10_000_000)).status_code in (400, 413)


def test_i01_a_long_essay_is_counted_as_a_reader_counts(wei: Client, typed) -> None:
    assert "has 50000 characters" in wei.post(HERE, typed(motivation="é" * 50_000)).content.decode()
    fits = "\r\n" * 1000 + "👨‍👩‍👧" * 500 + "e\u0301" * 500
    assert wei.post(HERE, typed(version="1", motivation=f"x{fits[:-2]}")).status_code == 302


@pytest.mark.parametrize("field", ["name", "school", "motivation", "phone_typed", "graduation"])
def test_i02_a_nul_byte_is_refused_at_its_field(wei: Client, typed, field: str) -> None:
    answer = wei.post(HERE, typed(**{field: "a\0b"}))
    assert answer.status_code == 422 and f'href="#id_{field}"' in answer.content.decode()


def test_i02_a_nul_byte_in_a_filter_is_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.lead)
    assert client.get("/console/spring/applications/?q=a%00b").status_code == 400


def test_i03_bidi_controls_are_taken_out(wei: Client, typed) -> None:
    wei.post(HERE, typed(name="Wei \u202eZhang"))
    assert Candidate.objects.get(pk=Application.objects.get().candidate_id).name == "Wei Zhang"


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u3164", "\u2800 \u00ad"])
def test_i04_a_name_that_nobody_sees_is_empty(wei: Client, typed, name: str) -> None:
    refused(wei, typed(name=name), "This looks empty")


@pytest.mark.parametrize(
    "name",
    ["王", "O'Brien", "Nguyễn Thị Minh Khai", "Null", "True", "𠮷野", "👩🏽‍🔬 Ada", "🇫🇷", "Prince"],
)
def test_i05_i07_names_are_kept_whole_in_page_letter_and_search(wei: Client, typed, name: str) -> None:
    page = wei.post(SUBMIT, typed(name=name), follow=True).content.decode()
    assert escape(name) in page or escape(name).replace("&#x27;", "&#39;") in page
    assert f"Dear {name}," in Letter.objects.get().body
    if any(char.isalpha() for char in name):
        assert filtered(Application.objects.all(), {"q": name}).count() == 1


def test_i06_a_thousand_marks_on_one_letter_are_capped(wei: Client, typed) -> None:
    wei.post(HERE, typed(name="Z" + "\u0335" * 1000))
    assert len(Application.objects.get().candidate.name) < 10


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_i08_markup_is_inert_for_candidate_and_staff(cast: Cast, wei: Client, typed, evil: str) -> None:
    wei.post(SUBMIT, typed(name=evil, school=evil, motivation=evil))
    pk = Application.objects.get().pk
    pages = [wei.get("/me/spring/status/").content.decode()]
    wei.force_login(cast.lead)
    pages += [wei.get(f"/console/spring/applications/{end}").content.decode() for end in ("", f"{pk}/")]
    assert all(evil not in page and escape(evil) in page for page in pages)


def test_i10_a_line_break_in_a_name_makes_no_second_header(wei: Client, typed) -> None:
    wei.post(SUBMIT, typed(name="Wei\r\nBcc: evil@example.org"))
    letter = Letter.objects.get()
    assert "\n" not in letter.subject and "Dear Wei Bcc: evil@example.org," in letter.body


@pytest.mark.parametrize(
    "query",
    ["state=' OR 1=1--", "state=draft", "division=__all__", "eligible=maybe", "site=1;--"],
)
def test_i11_unknown_filters_are_refused(cast: Cast, client: Client, query: str) -> None:
    client.force_login(cast.lead)
    assert client.get(f"/console/spring/applications/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["_connector=OR", "candidate__person__email__startswith=w", "page=-1&per_page=1e9"])
def test_i11_i53_foreign_parameters_change_nothing(cast: Cast, client: Client, query: str) -> None:
    cast.application(cast.wei, cast.models)
    client.force_login(cast.lead)
    answer = client.get(f"/console/spring/applications/?{query}")
    assert answer.status_code == 200 and answer.context["page"].paginator.count == 1


def test_i12_broken_bytes_are_refused_at_their_field(wei: Client, typed) -> None:
    body = b"name=%FF%FE&version=0&motivation=Because+of+the+sea."
    answer = wei.post(HERE, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (400, 422)


def test_i12_ten_thousand_fields_and_a_packed_body_are_refused(wei: Client) -> None:
    many = "&".join(f"preferences={n}" for n in range(10_000))
    assert wei.post(HERE, many, content_type="application/x-www-form-urlencoded").status_code == 400
    packed = wei.generic("POST", HERE, gzip.compress(b"a" * 10_000_000), CONTENT_ENCODING="gzip")
    assert packed.status_code < 500


@pytest.mark.parametrize(
    ("typed_phone", "country", "stored"),
    [
        ("+86 138 1234 5678", "FR", "+8613812345678"),
        ("+971 50 123 4567", "CN", "+971501234567"),
        ("٠٥٠١٢٣٤٥٦٧", "AE", "+971501234567"),
        ("＋３３ ６ １２ ３４ ５６ ７８", "CN", "+33612345678"),
        ("+33 1 23 45 67 89 ext. 12", "FR", "+33123456789"),
    ],
)
def test_i18_phones_are_understood_and_kept_as_typed(wei: Client, typed, typed_phone, country, stored) -> None:
    wei.post(HERE, typed(phone_typed=typed_phone, country=country))
    candidate = Application.objects.get().candidate
    assert (candidate.phone, candidate.phone_typed) == (stored, typed_phone)


def test_i18_a_number_that_is_none_is_refused(wei: Client, typed) -> None:
    refused(wei, typed(phone_typed="call me"), "+86 138 1234 5678")


@pytest.mark.parametrize(
    "month", ["02/13", "13/02/2026", "0001-01", "9999-12", "2569-06", "2026-13", "2026", "soon", "2026-6-31-1"]
)
def test_i19_a_month_that_could_be_misread_is_refused_with_an_example(wei: Client, typed, month: str) -> None:
    page = refused(wei, typed(graduation=month), "for example 2026-06")
    assert f'value="{month}"' in page


@pytest.mark.parametrize("month", ["2026-06", "２０２６-０６", "٢٠٢٦-٠٦", "2026-6", "2026-06-30"])
def test_i19_a_clear_month_is_taken_in_any_digits(wei: Client, typed, month: str) -> None:
    wei.post(HERE, typed(graduation=month))
    assert f"{Application.objects.get().graduation}" == "2026-06-01"


@pytest.mark.parametrize("version", ["-1", "1.5", "9" * 30, "１", "", "NaN"])
def test_i21_a_version_that_is_none_counts_as_the_first(wei: Client, typed, version: str) -> None:
    assert wei.post(HERE, typed(version=version)).status_code == 302


@pytest.mark.parametrize("ids", [["-1"], ["1.5"], ["9" * 40], ["１２"], ["x"], ["999999999"]])
def test_i21_i41_openings_that_are_none_are_not_ranked(wei: Client, typed, ids: list[str]) -> None:
    answer = wei.post(HERE, typed(preferences=ids))
    assert answer.status_code in (302, 422)
    assert not any(application.preferences.exists() for application in Application.objects.all())


def test_i40_extra_fields_are_ignored(cast: Cast, wei: Client, typed) -> None:
    wei.post(
        HERE,
        typed(
            state="accepted",
            receipt="ST-FAKE",
            eligible="1",
            is_staff="1",
            candidate=cast.lina.pk,
            candidate_id=cast.lina.pk,
        ),
    )
    application = Application.objects.get()
    assert (application.state, application.receipt, application.eligible) == ("draft", None, None)
    assert application.candidate == cast.wei


def test_i42_an_opening_not_yet_published_leaks_no_title(cast: Cast, wei: Client, typed) -> None:
    wei.post(HERE, typed(motivation="A"))
    wish = typed(version="7", motivation="B", preferences=[str(cast.models.pk), str(cast.maps.pk)])
    answers = [wei.get(f"{HERE}?add={cast.maps.pk}")]
    answers += [wei.post(f"{HERE}{path}", wish) for path in ("", "submit/", "autosave/", "eligibility/")]
    assert all("Map researcher" not in answer.content.decode() for answer in answers)
    page = wei.post(HERE, typed(version="1", preferences=[str(cast.maps.pk)])).content.decode()
    assert "is no longer open" in page and not Application.objects.get().preferences.exists()


def test_i42_an_intake_that_is_not_published_is_not_there(cast: Cast, wei: Client, typed) -> None:
    cast.intake.state = "draft"
    cast.intake.save()
    for path in ("", "status/", "openings/", "withdraw/", "resume/"):
        assert wei.get(f"{HERE}{path}").status_code == 404
    assert wei.post(SUBMIT, typed()).status_code == 404


def test_i44_consent_cannot_be_skipped(wei: Client, typed) -> None:
    assert wei.post(SUBMIT, typed(notice=None)).status_code == 422
    assert Application.objects.get().state == "draft"


def test_i46_opening_a_link_changes_nothing(cast: Cast, wei: Client) -> None:
    cast.application(cast.wei, cast.models)
    assert wei.get("/me/spring/withdraw/").status_code == 200
    for path in ("submit/", "autosave/", "reopen/", "contest/", "eligibility/"):
        assert wei.get(f"{HERE}{path}").status_code == 405
    assert Application.objects.get().state == "submitted"
