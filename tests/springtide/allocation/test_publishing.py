"""Publishing: a second person, a proved result, an input that still holds, everybody told once."""

import pytest

from springtide.allocation.actions import publish_run
from springtide.allocation.events import published as announced
from springtide.allocation.models import Run
from springtide.allocation.tasks import tell
from springtide.applications.actions import move_application
from springtide.applications.models import Application
from springtide.foundation.accounts.models import Membership
from springtide.foundation.jobs.models import Job
from springtide.foundation.jobs.progress import Progress
from springtide.foundation.jobs.worker import run_due
from springtide.foundation.journal.models import Entry
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from tests.cast import Cast
from tests.springtide.allocation.scenes import computed, published, shortlisted


@pytest.fixture
def two(cast: Cast) -> tuple[Application, Application]:
    return shortlisted(cast, "Ann", cast.portal, points=90), shortlisted(cast, "Bo", cast.portal, points=80)


def states() -> list[str]:
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def test_publishing_moves_and_tells_everybody_once(cast: Cast, two) -> None:
    run = published(cast)
    assert states() == ["placed", "reserve"]
    run_due()
    assert sorted(Letter.objects.values_list("subject", flat=True)) == [
        "A seat is set aside for you: Spring internships",
        "You are on the reserve list: Spring internships",
    ]
    job = Job.objects.get(kind="allocation.tell")
    tell(Progress(Job.objects.create(kind="x", key="x", state="running")), job.payload)  # after a kill: again
    assert Letter.objects.count() == 2
    entry = Entry.objects.get(verb="allocation.published")
    assert (entry.actor_id, entry.data, entry.scope) == (cast.approver.pk, {"placed": 1, "people": 2}, "spring")
    assert run.published_by == cast.approver


@pytest.mark.parametrize("who", ["lead", "recruiter", "outsider", "auditor", "reviewer"])
def test_only_an_approver_publishes(cast: Cast, two, who: str) -> None:
    run = computed(cast)
    with pytest.raises(Refused) as refused:
        publish_run(run=run, by=getattr(cast, who))
    assert refused.value.status == 403
    assert states() == ["shortlisted", "shortlisted"]


def test_who_started_it_does_not_publish_it(cast: Cast, two) -> None:
    Membership.objects.create(person=cast.lead, role="approver", scope="spring")
    run = computed(cast)
    with pytest.raises(Refused, match="Somebody else"):
        publish_run(run=run, by=cast.lead)


def test_nothing_unproved_is_published(cast: Cast, two) -> None:
    run = computed(cast)
    run.certificate["stable"]["passed"] = False
    run.save()
    with pytest.raises(Refused, match="independent check"):
        publish_run(run=run, by=cast.approver)
    Run.objects.filter(pk=run.pk).update(certificate={})
    with pytest.raises(Refused, match="independent check"):
        publish_run(run=run, by=cast.approver)


def test_a_result_whose_input_changed_is_refused(cast: Cast, two) -> None:
    run = computed(cast)
    ann, _bo = two
    review = ann.reviews.get()
    review.total = 10
    review.save()
    with pytest.raises(Refused, match="scores or choices"):
        publish_run(run=run, by=cast.approver)
    review.total = 90
    review.save()
    cast.models.seats = 5
    cast.models.save()
    with pytest.raises(Refused, match="seats have changed"):
        publish_run(run=run, by=cast.approver)
    cast.models.seats = 2
    cast.models.save()
    late = shortlisted(cast, "Cy", cast.portal, points=99)
    with pytest.raises(Refused, match="1 more"):
        publish_run(run=run, by=cast.approver)
    move_application(application=late, verb="withdraw", by=None)
    assert publish_run(run=run, by=cast.approver).state == "published"


def test_who_withdrew_since_is_left_out(cast: Cast, two) -> None:
    run = computed(cast)
    move_application(application=two[0], verb="withdraw", by=None)
    publish_run(run=run, by=cast.approver)
    run_due()
    assert states() == ["withdrawn", "reserve"]
    assert Letter.objects.count() == 1


def test_above_fifty_people_the_number_is_typed(cast: Cast) -> None:
    for number in range(51):
        shortlisted(cast, f"P{number}", cast.portal, points=80)
    run = computed(cast)
    for typed in (None, 50):
        with pytest.raises(Refused, match="Type the number"):
            publish_run(run=run, by=cast.approver, typed=typed)
    assert publish_run(run=run, by=cast.approver, typed=51).state == "published"


def test_published_once(cast: Cast, two) -> None:
    run = published(cast)
    with pytest.raises(Refused):
        publish_run(run=run, by=cast.approver)
    assert Entry.objects.filter(verb="allocation.published").count() == 1


def test_a_publication_that_breaks_off_has_not_happened(cast: Cast, two) -> None:
    run = computed(cast)

    def broken(**_more):
        raise KeyboardInterrupt

    announced.connect(broken, dispatch_uid="broken")
    try:
        with pytest.raises(KeyboardInterrupt):
            publish_run(run=run, by=cast.approver)
    finally:
        announced.disconnect(dispatch_uid="broken")
    assert states() == ["shortlisted", "shortlisted"]
    assert not Job.objects.filter(kind="allocation.tell").exists()
    assert publish_run(run=Run.objects.get(), by=cast.approver).state == "published"
    run_due()
    assert Letter.objects.count() == 2
