"""Three methods on one input: what each promises, what it costs, and what no method can do."""

import pytest
from django.test import Client

from springtide.allocation.actions import pin_person, publish_run
from springtide.allocation.models import Run
from springtide.applications.models import Preference
from springtide.planning.models import Target
from tests.cast import Cast
from tests.springtide.allocation.scenes import computed, published, seats, shortlisted, wished

RUNS = "/console/spring/allocation/"


@pytest.fixture
def half_ai(cast: Cast) -> Target:
    """Two AI seats and one other; Ann is best everywhere and wants the portal, nobody else is wanted there."""
    cast.models.seats = 1
    cast.models.save()
    shortlisted(cast, "Ann", cast.portal, cast.models, points=90)
    shortlisted(cast, "Bo", cast.portal, cast.models, points=80)
    return wished(cast, "share", "floor", 100, of={"ai": True}, name="AI only")


def test_a_stable_run_measures_targets_and_does_not_seek_them(cast: Cast, half_ai: Target) -> None:
    run = computed(cast)
    assert seats(run) == {"Ann": "portal hangzhou", "Bo": "models hangzhou"}
    assert list(run.certificate) == ["stable", "transfers"] and run.proven
    [target] = run.figures["targets"]
    assert (target["wish"]["key"], target["price"] > 0) == (str(half_ai.pk), True)


def test_the_optimum_meets_every_target_and_says_what_that_costs(cast: Cast, half_ai: Target) -> None:
    run = computed(cast, method="optimum")
    assert seats(run) == {"Ann": "models hangzhou", "Bo": None}
    assert set(run.certificate) == {"bound", "transfers", "targets"} and run.proven
    assert run.certificate["targets"]["standings"][0]["met"]
    assert run.figures["tradeoff"] == {"blocking": 2, "differ": 2, "choosers": 0}  # both want the empty portal
    assert run.figures["stable"]["utility"] > run.figures["optimum"]["utility"] == run.figures["utility"]


def test_lowered_ceilings_meet_the_target_and_say_which_seats_stay_empty(
    client: Client, cast: Cast, half_ai: Target
) -> None:
    run = computed(cast, method="targets")
    assert seats(run) == {"Ann": "models hangzhou", "Bo": None}
    assert set(run.certificate) == {"stable", "transfers", "targets"} and run.proven
    assert run.figures["wasted"] == 1  # Ann would rather sit in the empty portal
    bo = run.placements.get(application__candidate__name="Bo")
    assert [reason["verdict"] for reason in bo.reasons] == ["no_seats", "below_cutoff"]
    client.force_login(cast.lead)
    page = client.get(f"{RUNS}{run.pk}/").content.decode()
    assert "Within the lowered ceilings" in page and "1 stay empty for the targets" in page
    enough = client.get(f"{RUNS}{run.pk}/people/{bo.pk}/enough/2/").content.decode()
    assert "90.0" in enough  # Ann's 90, or a hundredth more where the lot is hers


def test_a_pin_counts_within_lowered_ceilings_too(cast: Cast, half_ai: Target) -> None:
    bo = cast.intake.applications.get(candidate__name="Bo")
    pin_person(application=bo, opening=cast.models, reason="Because.", by=cast.lead)
    run = computed(cast, method="targets")
    assert seats(run) == {"Ann": None, "Bo": "models hangzhou"} and run.proven


def test_what_no_lowered_ceiling_reaches_is_named(client: Client, cast: Cast) -> None:
    """Two seats in Cloud's other work and one in AI: a floor on people cannot be met by closing doors to others."""
    cast.models.seats = 1
    cast.models.save()
    shortlisted(cast, "Ann", cast.portal, cast.models, points=90)
    shortlisted(cast, "Bo", cast.models, points=80)
    wished(cast, "count", "ceiling", 0, of={"family": "web"}, name="No web")
    wished(cast, "count", "floor", 1, of={"site": "paris"}, name="One in Paris")
    run = computed(cast, method="targets")
    client.force_login(cast.lead)
    page = client.get(f"{RUNS}{run.pk}/").content.decode()
    assert run.state == "failed" and "One in Paris" in page and "No web" not in page


def test_every_reason_of_the_optimum_adds_up(cast: Cast, half_ai: Target) -> None:
    run = computed(cast, method="optimum")
    ann = run.placements.get(application__candidate__name="Ann")
    portal, models = ann.reasons
    assert (models["verdict"], portal["verdict"]) == ("obtained", "outweighed")
    assert portal["target"] == str(half_ai.pk)
    for reason in (portal, models):  # what is missing is what the other's surplus is more
        reason["surplus"] = reason["worth"] - reason["price"] - reason["extra"]
    assert portal["missing"] == pytest.approx(models["surplus"] - portal["surplus"], abs=0.2)
    assert {"score", "lot"} <= portal.keys()  # reserve lists are ordered by these


def test_a_choice_that_never_counted_is_told_in_the_same_words_by_every_method(client: Client, cast: Cast) -> None:
    cast.models.seats = 0
    cast.models.save()
    ann = shortlisted(cast, "Ann", cast.portal, cast.models, points=90)
    Preference.objects.create(application=ann, opening=cast.maps, division=cast.gaode, rank=3)
    client.force_login(cast.lead)
    for method in Run.Method.values:
        run = computed(cast, method=method)
        page = client.get(f"{RUNS}{run.pk}/people/{run.placements.get().pk}/").content.decode()
        assert ("This opening had no seats to give." in page) == (method == "optimum")
        assert ("The division did not advance this person" in page) == (method == "optimum")


def test_a_transfer_never_undoes_a_target(cast: Cast) -> None:
    """Paris may hold nobody; Cy agreed to be transferred, and the free seats are in Hangzhou and Paris."""
    wished(cast, "count", "ceiling", 1, of={"ai": True})
    shortlisted(cast, "Ann", cast.models, points=90)
    shortlisted(cast, "Bo", cast.portal, points=85)
    shortlisted(cast, "Cy", cast.portal, points=80, transfer=True)
    assert seats(computed(cast))["Cy"] == "models hangzhou"
    run = computed(cast, method="optimum")
    assert seats(run) == {"Ann": "models hangzhou", "Bo": "portal hangzhou", "Cy": None}
    assert run.certificate["targets"]["passed"] and run.certificate["transfers"]["passed"]


@pytest.mark.parametrize("method", ["targets", "optimum"])
def test_targets_that_cannot_be_met_are_named_and_what_was_published_stays(
    client: Client, cast: Cast, method: str
) -> None:
    shortlisted(cast, "Ann", cast.portal, points=90)
    first = published(cast)
    shortlisted(cast, "Bo", cast.models, points=80)
    wished(cast, "count", "floor", 40, of={"site": "paris"}, name="Forty in Paris")
    wished(cast, "share", "floor", 10, of={"ai": True}, name="A tenth AI")
    run = computed(cast, method=method)
    assert (run.state, run.placements.count()) == ("failed", 0), run.error
    assert run.figures["conflict"]["keys"], (run.error, run.figures)
    client.force_login(cast.lead)
    page = client.get(f"{RUNS}{run.pk}/").content.decode()
    assert "cannot be met together" in page and "Forty in Paris" in page and "A tenth AI" not in page
    assert "at least 40 seats: Paris" in page and "it misses 40 seats" in page
    first.refresh_from_db()
    assert first.state == "published"
    stable = computed(cast)
    page = client.get(f"{RUNS}{stable.pk}/").content.decode()
    assert stable.state == "proposed" and "Forty in Paris" in page and stable.figures["priced"] is False
    assert "Optimum, without the targets" in page and stable.figures["tradeoff"]["blocking"] == 0


def test_the_page_says_what_each_method_promises(client: Client, cast: Cast, half_ai: Target) -> None:
    run = computed(cast, method="optimum")
    client.force_login(cast.approver)
    page = client.get(f"{RUNS}{run.pk}/").content.decode()
    assert "This result is not stable" in page and "ranking tactically" in page
    assert "2 people sit elsewhere in the other answer." in page and "AI only" in page
    ann = run.placements.get(application__candidate__name="Ann")
    page = client.get(f"{RUNS}{run.pk}/people/{ann.pk}/").content.decode()
    assert "more would have been enough" in page and "The target “AI only” binds here" in page
    assert client.get(f"{RUNS}{run.pk}/people/{ann.pk}/enough/1/").status_code == 404  # a margin in utility, no score
    publish_run(run=run, by=cast.approver)
    bo = run.placements.get(application__candidate__name="Bo").application
    client.force_login(bo.candidate.person)
    mine = client.get("/me/spring/result/").content.decode()
    assert "together gave a better result for all" in mine and "Ranking what you truly want" not in mine
    assert "Utility" not in mine and "90" not in mine.split("<main")[1]


def test_the_page_of_targets_shows_prices_of_the_latest_finished_run(
    client: Client, cast: Cast, half_ai: Target
) -> None:
    client.force_login(cast.lead)
    assert "/allocation/prices/" in client.get("/console/spring/plan/targets/").content.decode()
    assert "No finished run knows prices yet" in client.get(f"{RUNS}prices/").content.decode()
    run = computed(cast)
    page = client.get(f"{RUNS}prices/").content.decode()
    assert "AI only" in page and f"{RUNS}{run.pk}/" in page and "changed since" not in page
    Target.objects.update(value=50)
    assert "changed since" in client.get(f"{RUNS}prices/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_prices_cost_the_same_for_one_and_three(
    client: Client, cast: Cast, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        wished(cast, "count", "floor", 0, name=f"T{number}")
    computed(cast)
    client.force_login(cast.lead)
    with django_assert_num_queries(9):
        client.get(f"{RUNS}prices/")


@pytest.mark.parametrize("method", Run.Method.values)
def test_nobody_and_nothing_is_an_answer_by_every_method(cast: Cast, method: str) -> None:
    run = computed(cast, method=method)
    assert (run.state, run.figures["placed"], run.proven) == ("proposed", 0, True)
