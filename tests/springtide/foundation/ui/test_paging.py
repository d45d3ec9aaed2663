"""Pages: nonsense is clamped, filters are kept, two queries whatever the size."""

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from springtide.foundation.accounts.models import Person
from springtide.foundation.ui import paging
from springtide.foundation.ui.paging import LARGEST, PER_PAGE, paginate

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    Person.objects.bulk_create(Person(email=f"p{i:03}@example.org", name=f"Person {i:03}") for i in range(65))


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("1", 1), ("3", 3), ("99", 3), ("999999999", 3),
        ("0", 1), ("-1", 1), ("", 1), ("x", 1), ("1e9", 1), ("9" * 400, 1), ("٣", 1), (None, 1),
        ("1.5", 1), ("--1", 1), ("-", 1),
    ],
)  # fmt: skip
def test_a_page_nobody_could_mean_becomes_the_nearest(people: None, asked: object, given: int) -> None:
    assert paginate(Person.objects.order_by("pk"), asked).number == given


@pytest.mark.parametrize(
    ("asked", "given"), [("10", 10), ("1000000000", LARGEST), ("0", 1), ("-5", 1), ("x", PER_PAGE)]
)
def test_the_length_of_a_page_has_bounds(asked: str, given: int) -> None:
    assert paginate(Person.objects.order_by("pk"), 1, asked).paginator.per_page == given


def test_an_empty_list_has_one_empty_page() -> None:
    page = paginate(Person.objects.order_by("pk"), "7")
    assert (page.number, list(page), page.paginator.count) == (1, [], 0)


def test_two_queries_and_a_count_without_order_or_joins(people: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = paginate(Person.objects.order_by("name").prefetch_related("memberships"), 2, 10)
        count, rows = page.paginator.count, [p.name for p in page]
    assert (count, rows[0]) == (65, "Person 010")
    assert len(asked) == 3  # count, rows, memberships
    assert "ORDER BY" not in asked[0]["sql"]


def test_a_cheaper_count_may_be_given(people: None) -> None:
    cheap = Person.objects.filter(name__lt="Person 020")
    assert paginate(Person.objects.order_by("pk"), 9, 10, counted=cheap).number == 2


def test_a_page_far_in_shows_the_same_rows_and_skips_ids_alone(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    near = list(paginate(Person.objects.order_by("-name"), 6, 10))
    monkeypatch.setattr(paging, "FAR", 50)
    with CaptureQueriesContext(connection) as asked:
        assert list(paginate(Person.objects.order_by("-name"), 6, 10)) == near
    assert len(asked) == 3  # count, ids, rows
    assert "OFFSET 50" in asked[1]["sql"] and "email" not in asked[1]["sql"]


def test_links_keep_what_was_filtered(people: None, rf: RequestFactory) -> None:
    request = rf.get("/?q=a%26b&city=Paris&city=Dubai&page=2")
    page = paginate(Person.objects.order_by("pk"), 2, 10)
    html = Template('<c-pager :page="page" />'.replace("<c-pager", "{% cotton pager").replace("/>", "/%}")).render(
        Context({"page": page, "request": request})
    )
    assert "?q=a%26b&amp;city=Paris&amp;city=Dubai&amp;page=3" in html
    assert 'aria-current="page"' in html
    assert "11 to 20 of 65" in html
