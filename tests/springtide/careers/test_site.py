"""What the public sees, and what it must not see yet."""

import gzip
import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from springtide.careers.models import Announcement
from springtide.foundation.text.search import search_words
from springtide.planning.models import Intake, Opening, Position, PositionText
from tests.cast import Cast, position

LIST = "/spring/"


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


def see(client: Client, address: str = LIST, language: str = "en") -> str:
    cache.clear()
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_sees_what_is_open_and_nothing_of_the_next_phase(client: Client, cast: Cast) -> None:
    page = see(client)
    assert "Model engineer" in page and "Portal engineer" in page
    assert "Map researcher" not in page
    assert client.get("/spring/positions/maps/").status_code == 404
    cast.gaode.phase.opens_at = timezone.now() - timedelta(minutes=1)
    cast.gaode.phase.save()
    assert "Map researcher" in see(client)
    assert client.get("/spring/positions/maps/").status_code == 200


@pytest.mark.parametrize("hide", ["intake", "position", "future"])
def test_i42_what_is_not_published_looks_like_what_is_absent(client: Client, cast: Cast, hide: str) -> None:
    if hide == "intake":
        Intake.objects.update(state="draft")
    elif hide == "position":
        Position.objects.filter(slug="models").update(state="draft")
    else:
        Intake.objects.update(opens_at=timezone.now() + timedelta(days=1))
    assert client.get("/spring/positions/models/").status_code == 404
    assert b"Model engineer" not in client.get(LIST).content


def test_filters_leave_what_was_asked_for(client: Client, cast: Cast) -> None:
    assert "Portal engineer" not in see(client, LIST + "?ai=1")
    assert "Portal engineer" not in see(client, LIST + "?site=paris")
    assert "Model engineer" not in see(client, LIST + "?family=web")
    assert "No position matches" in see(client, LIST + "?family=web&site=paris")


@pytest.mark.parametrize(
    "query", ["site='%20OR%201=1--", "division__slug__startswith=c", "page=-1", "page=9" * 9, "ai=2"]
)
def test_i11_i53_nonsense_in_the_address_is_no_filter(client: Client, cast: Cast, query: str) -> None:
    assert "Model engineer" in see(client, f"{LIST}?{query}")


def test_a_search_finds_in_both_languages(client: Client, cast: Cast) -> None:
    for text in PositionText.objects.all():
        text.words = search_words(text.title, text.description)
        text.save()
    for query in ("model", "模型", "模型工程"):
        page = see(client, f"{LIST}?q={query}")
        assert "Model engineer" in page and "Portal engineer" not in page


def test_the_page_speaks_chinese(client: Client, cast: Cast) -> None:
    page = see(client, language="zh-hans")
    assert "模型工程师" in page and "杭州" in page and 'lang="zh-hans"' in page


@pytest.mark.parametrize("address", ["/", LIST, "/spring/positions/models/", "/spring/how-to-apply/", "/spring/news/"])
def test_every_page_opens_in_every_language(client: Client, cast: Cast, address: str) -> None:
    for language in ("en", "zh-hans", "fr", "ar"):
        cache.clear()
        assert client.get(address, headers={"accept-language": language}, follow=True).status_code == 200


def test_news_appear_when_their_time_has_come(client: Client, cast: Cast) -> None:
    for slug, hours in (("now", -1), ("later", 1)):
        Announcement.objects.create(
            intake=cast.intake,
            slug=slug,
            titles={"en": f"News {slug}"},
            bodies={"en": "<script>alert(1)</script> **bold** [x](javascript:alert(1))"},
            published_at=timezone.now() + timedelta(hours=hours),
        )
    page = see(client, "/spring/news/")
    assert "News now" in page and "News later" not in page
    assert "<strong>bold</strong>" in page
    assert "<script>alert" not in page and 'href="javascript' not in page


def test_i08_a_position_is_shown_and_announced_to_machines_as_inert_text(client: Client, cast: Cast) -> None:
    PositionText.objects.filter(position__slug="models", language="en").update(
        title="</script><script>alert(1)</script>", description="<img src=x onerror=alert(1)> hello"
    )
    page = see(client, "/spring/positions/models/")
    assert "<script>alert" not in page and "<img src=x" not in page
    found = re.search(r'application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "JobPosting" and data["totalJobOpenings"] == 3
    assert {place["address"]["addressCountry"] for place in data["jobLocation"]} == {"CN", "FR"}


def test_the_list_costs_the_same_for_few_and_many(client: Client, cast: Cast, django_assert_num_queries) -> None:
    for number in range(3):
        extra = position(cast.cloud, cast.ai, f"extra-{number}", f"Extra {number}", "额外")
        Opening.objects.create(position=extra, site=cast.hangzhou, seats=1)
        if number != 1:
            cache.clear()
            with django_assert_num_queries(6):
                client.get(LIST)
    with django_assert_num_queries(0):
        client.get(LIST)


def test_the_campaign_of_the_first_visit_is_kept(client: Client, cast: Cast) -> None:
    client.get(LIST + "?source=SCMP<b>")
    assert client.cookies["springtide_source"].value == "scmpb"
    client.get(LIST + "?source=other")
    assert client.cookies["springtide_source"].value == "scmpb"


def test_a_page_for_everybody_holds_nothing_of_one_visitor(client: Client, cast: Cast) -> None:
    answer = client.get(LIST)
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "csrf" not in answer.content.decode().lower()
    client.force_login(cast.lead)
    assert client.get(LIST)["Cache-Control"] == "private, no-cache"
    assert cast.lead.email in client.get(LIST).content.decode()
    assert cast.lead.email not in Client().get(LIST).content.decode()


def test_a_page_travels_packed_to_whoever_unpacks(client: Client, cast: Cast) -> None:
    plain = client.get(LIST)
    packed = client.get(LIST, headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in plain and packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content and len(packed.content) < len(plain.content) / 3
    assert "Accept-Encoding" in plain["Vary"] and "Accept-Encoding" in packed["Vary"]


def test_one_season_needs_no_choice_and_two_do(client: Client, cast: Cast) -> None:
    assert client.get("/")["Location"] == LIST
    cast.intake.pk, cast.intake.slug = None, "autumn"
    cast.intake.save()
    assert "/autumn/" in see(client, "/")


def test_robots_and_sitemap_name_what_is_public(client: Client, cast: Cast) -> None:
    assert b"Disallow: /console/" in client.get("/robots.txt").content
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/spring/positions/models/" in sitemap and "/maps/" not in sitemap


def test_language_is_a_choice_that_is_remembered(client: Client, cast: Cast) -> None:
    answer = client.get("/language/?to=zh-hans&next=/spring/")
    assert answer["Location"] == "/spring/"
    assert "模型工程师" in client.get(LIST).content.decode()
    assert client.get("/language/?to=xx&next=https://evil.example/")["Location"] == "/"
