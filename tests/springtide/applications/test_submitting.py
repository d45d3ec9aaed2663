"""One step, one receipt."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from springtide.applications.actions import admit_late, save_draft, submit_application
from springtide.applications.events import submitted
from springtide.applications.models import Application
from springtide.foundation.journal.models import Entry
from springtide.foundation.mail.models import Letter
from springtide.foundation.steps.verdicts import Refused
from tests.cast import Cast
from tests.springtide.applications.scenes import chain_lock, entries


def submit(cast: Cast, *, key: str = "one", version: int = 0, at: datetime | None = None, **changes) -> Application:
    return submit_application(
        by=cast.wei.person,
        intake=cast.intake,
        entries=entries(cast, **changes),
        version=version,
        key=key,
        at=at or timezone.now(),
    )


def test_a_submit_gives_a_receipt_on_screen_and_by_mail(cast: Cast) -> None:
    heard = []
    submitted.connect(lambda application, **_: heard.append(application), weak=False, dispatch_uid="test")
    application = submit(cast)
    submitted.disconnect(dispatch_uid="test")
    assert application.state == "submitted" and application.eligible is True and heard == [application]
    letter = Letter.objects.get()
    assert letter.to == "wei@example.org" and application.receipt in letter.subject
    assert "http://127.0.0.1:8000/me/spring/status/" in letter.body
    line = Entry.objects.first()
    assert line.verb == "applications.submit" and line.data["receipt"] == application.receipt
    assert line.data["openings"] == [cast.models.pk, cast.portal.pk]


def test_i37_the_same_submit_again_gives_the_same_receipt(cast: Cast) -> None:
    first, again = submit(cast), submit(cast)
    assert first.receipt == again.receipt and Letter.objects.count() == 1 == Application.objects.count()


def test_i38_a_submit_from_another_window_changes_nothing(cast: Cast) -> None:
    first = submit(cast, motivation="A")
    second = submit(cast, key="two", motivation="B")
    assert second.receipt == first.receipt and second.motivation == "A" and second.submit_key == "one"


def test_the_letter_speaks_the_persons_language_and_shows_their_time(cast: Cast) -> None:
    cast.wei.person.time_zone = "Asia/Shanghai"
    cast.wei.person.language = "zh-hans"
    cast.wei.person.save()
    submit(cast)
    letter = Letter.objects.get()
    assert letter.language == "zh-hans" and "UTC+08:00" in letter.body and "<" not in letter.body


@pytest.mark.parametrize("key", ["name", "country", "school", "degree", "notice_version"])
def test_what_is_missing_is_refused_and_nothing_is_half_written(cast: Cast, key: str) -> None:
    with pytest.raises(Refused, match="missing"):
        submit(cast, **{key: ""})
    assert not Application.objects.exists()


def test_i44_an_application_without_preferences_or_notice_is_not_sent(cast: Cast) -> None:
    with pytest.raises(Refused, match="2 points"):
        submit(cast, openings=[], notice_version="2019-01")


def at_deadline(cast: Cast, **later: float) -> datetime:
    """That long after the shown deadline; the grace is ten minutes."""
    cast.intake.grace_minutes = 10
    cast.intake.save()
    return cast.intake.shown_deadline + timedelta(**later)


@pytest.mark.parametrize(
    ("later", "state", "grace"),
    [(-2, "submitted", False), (0, "submitted", False), (40, "submitted", True), (600, "submitted", True)],
)
def test_x13_what_began_in_time_or_in_the_grace_is_in_time(cast: Cast, later: int, state: str, grace: bool) -> None:
    application = submit(cast, at=at_deadline(cast, seconds=later))
    assert (application.state, application.in_grace) == (state, grace)


def test_x13_what_comes_later_is_kept_and_marked(cast: Cast) -> None:
    late = at_deadline(cast, seconds=601)
    save_draft(by=cast.wei.person, intake=cast.intake, entries=entries(cast), version=0, at=timezone.now())
    application = submit(cast, version=1, at=late)
    assert application.state == "late" and application.receipt
    assert "after the deadline" in Letter.objects.get().subject


def test_a_late_one_takes_part_when_the_lead_admits_it(cast: Cast) -> None:
    application = cast.application(cast.wei, cast.models, state="late")
    with pytest.raises(Refused):
        admit_late(application=application, by=cast.recruiter)
    assert admit_late(application=application, by=cast.lead).state == "submitted"


def test_who_does_not_fit_is_told_and_sent_all_the_same(cast: Cast) -> None:
    application = submit(cast, graduation=cast.intake.graduation_from.replace(year=2030))
    assert application.state == "submitted" and application.eligible is False
    assert [f["rule"] for f in application.findings if f["met"] is False] == ["graduation"]
    assert "a person will decide" in Letter.objects.get().body


def test_i42_an_opening_closed_meanwhile_is_named_as_the_reason(cast: Cast) -> None:
    save_draft(by=cast.wei.person, intake=cast.intake, entries=entries(cast), version=0, at=timezone.now())
    cast.portal.position.state = "closed"
    cast.portal.position.save()
    with pytest.raises(Refused, match="no longer open"):
        submit(cast, version=1)
    assert Application.objects.get().state == "draft"


def test_i10_i09_a_name_is_data_in_letters(cast: Cast) -> None:
    submit(cast, name="{{ 7|add:7 }} {% debug %} ${x}")
    assert "Dear {{ 7|add:7 }} {% debug %} ${x}" in Letter.objects.get().body


def test_a_submit_costs_few_queries(cast: Cast, django_assert_num_queries, monkeypatch) -> None:
    monkeypatch.setattr(submitted, "send", lambda *_, **__: [])  # later steps count what they add
    save_draft(by=cast.wei.person, intake=cast.intake, entries=entries(cast), version=0, at=timezone.now())
    with django_assert_num_queries(22 + chain_lock()):
        submit(cast, version=1)
