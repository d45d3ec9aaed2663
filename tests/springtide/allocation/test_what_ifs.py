"""What would be if: other seats, targets and rules, side by side, and never published."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from springtide.allocation.actions import publish_run, start_run
from springtide.allocation.changes import Changes, Wish
from springtide.allocation.models import Run
from springtide.foundation.accounts.models import Membership
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.steps.verdicts import Refused
from springtide.planning.models import Opening
from tests.cast import Cast
from tests.springtide.allocation.scenes import computed, seats, shortlisted, wished

HERE = "/console/spring/allocation/"


@pytest.fixture
def three(cast: Cast) -> None:
    for name, points in (("Ann", 90), ("Bo", 80), ("Cy", 70)):
        shortlisted(cast, name, cast.portal, cast.models_paris, points=points, transfer=True)


def tried(cast: Cast, *, with_transfer: bool = False, method: str = "stable", **changes: Any) -> Run:
    return computed(cast, with_transfer=with_transfer, method=method, changes=Changes(**changes))


def test_other_seats(cast: Cast, three: None) -> None:
    run = tried(cast, seats={cast.portal.pk: 3, cast.models_paris.pk: 0})
    assert seats(run) == dict.fromkeys(["Ann", "Bo", "Cy"], "portal hangzhou")
    assert Opening.objects.get(pk=cast.portal.pk).seats == 1  # the plan stays as it was


def test_fewer_choices_considered(cast: Cast, three: None) -> None:
    assert seats(tried(cast, longest=1)) == {"Ann": "portal hangzhou", "Bo": None, "Cy": None}


def test_interviews_that_weigh_otherwise(cast: Cast, three: None, monkeypatch) -> None:
    rows = {p.application.candidate.name: p.application_id for p in computed(cast).placements.all()}
    talked = [(rows["Ann"], cast.cloud.pk, 5000), (rows["Bo"], cast.cloud.pk, 9000), (rows["Cy"], cast.cloud.pk, 6000)]
    monkeypatch.setattr("springtide.allocation.bridge.reading.interview_scores", lambda intake: iter(talked))
    assert seats(computed(cast))["Bo"] == "portal hangzhou"
    assert seats(tried(cast, interviews=0))["Ann"] == "portal hangzhou"
    assert seats(tried(cast, interviews=100)) == {"Ann": None, "Bo": "portal hangzhou", "Cy": "models paris"}


def test_targets_changed_left_out_and_added(cast: Cast, three: None) -> None:
    few = wished(cast, "count", "ceiling", 0, of={"site": "paris"}, name="Nobody in Paris")
    assert "models paris" not in seats(tried(cast, method="optimum", longest=2)).values()
    assert "models paris" in seats(tried(cast, method="optimum", targets={few.pk: Decimal(1)})).values()
    assert "models paris" in seats(tried(cast, method="optimum", targets={few.pk: None})).values()
    more = Wish("+1", {"en": "Nobody at all"}, "count", "ceiling", Decimal(0), {}, {})
    run = tried(cast, method="optimum", added=(more,))
    assert (run.figures["placed"], [t["wish"]["key"] for t in run.figures["targets"]]) == (0, [str(few.pk), "+1"])


def test_never_published_by_action_or_by_the_database(cast: Cast, three: None) -> None:
    run = tried(cast, longest=1)
    assert (run.state, run.proven, run.what_if) == ("proposed", True, True)
    with pytest.raises(Refused, match="what-if is never published"):
        publish_run(run=run, by=cast.approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state="published")


def test_nobody_is_asked_to_publish_one(client: Client, cast: Cast, three: None) -> None:
    badge = '<span class="grow">Allocation</span><span class="text-xs tabular-nums muted">'
    tried(cast, longest=1)
    client.force_login(cast.approver)
    assert "No result waits to be published" in client.get(f"{HERE}waiting/").content.decode()
    assert badge not in client.get(HERE).content.decode()
    computed(cast)
    assert "No result waits" not in client.get(f"{HERE}waiting/").content.decode()
    assert f"{badge}1<" in client.get(HERE).content.decode()


def test_only_what_belongs_to_the_intake_and_makes_sense(cast: Cast, three: None) -> None:
    target = wished(cast, "share", "floor", 50)
    strange = Wish("+1", {"en": "Half a seat"}, "count", "floor", Decimal("0.5"))
    for wrong, words in (
        ({"seats": {10**6: 1}}, "not part of this intake"),
        ({"seats": {cast.portal.pk: 2**31}}, "100,000"),
        ({"seats": {cast.portal.pk: -1}}, "100,000"),
        ({"targets": {10**6: Decimal(1)}}, "removed meanwhile"),
        ({"targets": {target.pk: Decimal(101)}}, "at most 100 percent"),
        ({"targets": {target.pk: Decimal("NaN")}}, "0 or more"),
        ({"added": (strange,)}, "whole number"),
        ({"longest": 0}, "At least one choice"),
        ({"interviews": 101}, "from 0 to 100"),
    ):
        with pytest.raises(Refused, match=words):
            start_run(intake=cast.intake, name="No", with_transfer=True, by=cast.lead, changes=Changes(**wrong))
    assert not Run.objects.exists() and not Entry.objects.filter(verb="allocation.run_started").exists()


def fields(**more: object) -> dict[str, object]:
    """What a browser sends of the form when nothing was typed."""
    plain = {"name": "What if 1", "method": "stable", "with_transfer": "on", "longest": 3, "interviews": 60, "rows": 3}
    return plain | {"added-bound": "floor", "added-kind": "count", "added-value": "", "added-names": ""} | more


def test_the_form_holds_the_season_and_sends_what_is_changed(client: Client, cast: Cast, three: None) -> None:
    target = wished(cast, "share", "floor", "50.5", of={"ai": True}, name="Half AI")
    client.force_login(cast.lead)
    page = client.get(f"{HERE}what-if/").content.decode()
    assert 'value="50.5"' in page and 'value="portal/hangzhou"' in page
    same = client.post(f"{HERE}what-if/", fields(**{f"value_{target.pk}": "50.50"}))
    assert same.status_code == 422 and "Nothing is changed yet" in same.content.decode()
    sent = fields(
        **{
            "opening_0": "portal/hangzhou",
            "seats_0": 4,
            f"value_{target.pk}": "50.5",
            f"leave_{target.pk}": "on",
            "longest": 2,
            "added-value": "1",
            "added-names": "One in Paris",
            "added-of_site": "paris",
        }
    )
    answer = client.post(f"{HERE}what-if/", sent)
    run = Run.objects.get()
    assert answer["Location"] == f"{HERE}{run.pk}/"
    assert (run.changes["seats"], run.changes["targets"]) == ({str(cast.portal.pk): 4}, {str(target.pk): None})
    assert run.changes["added"][0]["of"] == {"site": "paris"} and run.changes["longest"] == 2
    run_due()
    told = client.get(f"{HERE}{run.pk}/").content.decode()
    for words in (
        "Portal engineer · Hangzhou: 4 seats",
        "“Half AI” is left out",
        "Added: “One in Paris”",
        "the first 2",
    ):
        assert words in told
    assert "Waiting to be published" not in told and "never published" in told
    client.force_login(cast.approver)
    refused = client.post(f"{HERE}{run.pk}/publish/")
    assert refused.status_code == 409 and "never published" in refused.content.decode()


def test_hostile_values_come_back_as_they_were_typed(client: Client, cast: Cast, three: None) -> None:
    client.force_login(cast.lead)
    nasty = '"><script>alert(1)</script>'
    answer = client.post(
        f"{HERE}what-if/",
        fields(
            **{
                "name": nasty,
                "opening_0": nasty,
                "seats_0": "9" * 40,
                "opening_1": "portal/hangzhou",
                "opening_2": "portal/hangzhou",
                "seats_2": -1,
                "longest": "NaN",
                "added-value": "1e999",
                "added-of_division": nasty,
                "rows": "٣",
            }
        ),
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "<script>alert" not in page and "&quot;&gt;&lt;script&gt;" in page
    assert "This is no opening of the intake" in page and "Say how many seats" in page and not Run.objects.exists()


def test_more_rows_without_javascript(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    page = client.post(f"{HERE}what-if/", fields(more="1", opening_0="portal/hangzhou")).content.decode()
    assert 'name="opening_5"' in page and 'name="opening_6"' not in page and 'value="portal/hangzhou"' in page


def test_who_leads_elsewhere_tries_nothing_here(client: Client, cast: Cast) -> None:
    Membership.objects.create(person=cast.reviewer, role="lead", scope="autumn")
    client.force_login(cast.reviewer)
    assert client.get(f"{HERE}what-if/").status_code == 404
    assert client.post(f"{HERE}what-if/", fields(longest=1)).status_code == 404


@pytest.mark.parametrize("count", [2, 4])
def test_side_by_side_with_figures_and_ranks(
    client: Client, cast: Cast, three: None, count: int, django_assert_num_queries
) -> None:
    wished(cast, "count", "floor", 1, of={"site": "paris"}, name="One in Paris")
    runs = [computed(cast), *(tried(cast, seats={cast.portal.pk: n}) for n in range(2, count + 1))]
    client.force_login(cast.lead)
    address = f"{HERE}compare/?" + "&".join(f"run={run.pk}" for run in runs)
    client.get(address)
    with django_assert_num_queries(10 + 3 * (count - 1)):
        page = client.get(address).content.decode()
    assert "People of the first run who sit elsewhere" in page and page.count("One in Paris") == 1
    assert f"Portal engineer · Hangzhou: {count} seats" in page and "Nothing: the season as it was." in page
