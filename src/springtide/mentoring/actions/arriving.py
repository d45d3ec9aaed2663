"""From the accepted offer to the first day: the internship, its mentor, and what is to be done before."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.mail.actions import queue_letter
from springtide.foundation.steps.locks import locked
from springtide.foundation.steps.verdicts import may
from springtide.mentoring import rules
from springtide.mentoring.actions.pairing import pair_mentor
from springtide.mentoring.models import Internship, Task
from springtide.offers.models import Offer

SHORTEST = timedelta(days=3)  # nobody is late with what they were asked a moment ago


class Planned(TypedDict):
    """A line of arrival_tasks.json: `countries` empty is for everybody, `days` counts back from the start."""

    slug: str
    countries: list[str]
    days: int
    names: dict[str, str]


@cache
def planned_tasks() -> tuple[Planned, ...]:
    return tuple(json.loads(files("springtide.mentoring").joinpath("arrival_tasks.json").read_text("utf-8")))


def tasks_for(country: str, starts_on: date, today: date) -> Iterator[tuple[Planned, date]]:
    """What somebody who starts in this country has to do, each with its day: never past, never after the start."""
    for task in planned_tasks():
        if not task["countries"] or country in task["countries"]:
            due = max(starts_on - timedelta(days=task["days"]), today + SHORTEST)
            yield task, max(min(due, starts_on), today)


@transaction.atomic
def begin_internship(*, offer: Offer, by: Person | None) -> Internship:
    """Make the internship of an accepted offer, its tasks and its pair. Asked twice, it is made once."""
    internship, is_new = Internship.objects.get_or_create(
        offer=offer, defaults={"starts_on": offer.starts_on, "ends_on": offer.ends_on}
    )
    if not is_new:
        return internship
    site = offer.opening.site
    today = timezone.now().astimezone(offer.application.intake.tz).date()
    Task.objects.bulk_create(
        Task(internship=internship, slug=task["slug"], names=task["names"], due_on=due)
        for task, due in tasks_for(site.country, offer.starts_on, today)
    )
    record("mentoring.begun", by=by, about=internship, scope=internship.division.scope, offer=offer.pk)
    pair_mentor(internship=internship, by=by)
    _tell(internship)
    return internship


def _tell(internship: Internship) -> None:
    person = internship.candidate.person
    intake = internship.offer.application.intake
    queue_letter(
        to=person.email,
        template="mentoring/mail/welcome.txt",
        kind="mentoring.welcome",
        context={"internship": internship, "intake": intake, "tasks": list(internship.tasks.all())},
        key=f"welcome:{internship.pk}",
        person=person,
        language=person.language,
        time_zone=person.time_zone,
    )


@transaction.atomic
def tick_task(*, task: Task, done: bool, by: Person) -> Task:
    """Done, or after all not. The intern does it, or whoever looks after them."""
    internship = task.internship
    if by.pk != internship.candidate.person_id:
        rules.accompanies(by, internship.mentor_person_id, internship.division.scope).require()
    may(
        internship.state in ("preparing", "running"), _("This internship is over: its tasks stay as they were.")
    ).require()
    row = locked(task)
    if (row.done_at is not None) == done:
        return row
    row.done_at, row.done_by = (timezone.now(), by) if done else (None, None)
    row.save(update_fields=["done_at", "done_by"])
    verb = "mentoring.task_done" if done else "mentoring.task_reopened"
    record(verb, by=by, about=internship, scope=internship.division.scope, task=row.slug)
    return row
