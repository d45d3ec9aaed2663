"""One object of every kind, in two intakes: Wei's in spring, Zhao's in autumn. Who may meet which is the contract."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from springtide.allocation.bridge.reading import read_snapshot
from springtide.allocation.models import Pin, Placement, Run, Snapshot
from springtide.applications.models import Application, Contest, Document
from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.files.actions import store_file
from springtide.foundation.files.models import StoredFile
from springtide.foundation.jobs.models import Job
from springtide.foundation.mail.models import Attachment, Letter
from springtide.interviews.models import (
    Asked,
    Assessment,
    Attempt,
    Board,
    BusySlot,
    FreeTime,
    Interview,
    Proposal,
    Room,
    Round,
    ScheduleDetails,
    ScheduleRun,
    Sitting,
)
from springtide.mentoring.models import Internship, Mentor, ReturnOffer, Task
from springtide.offers.models import Offer, Wave
from springtide.planning.models import Intake, Opening, Position, Target
from springtide.sample.standin import Paper, token_of
from springtide.screening.actions.standing import refresh_standings
from springtide.screening.models import Criterion, Decision, Review, Rubric
from tests.cast import Cast, make_cast, staff

ABSENT = 999_999_999


def addresses(resolver: Any = None, space: str = "", outer: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """(name, arguments) of every address of the product."""
    found: list[tuple[str, list[str]]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        wanted = (*outer, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            found += addresses(entry, f"{entry.namespace}:" if entry.namespace else space, wanted)
        elif isinstance(entry, URLPattern):
            found.append((f"{space}{entry.name}", list(wanted)))
    return found


@dataclass
class World:
    cast: Cast
    roles: dict[str, Person | None]
    spring: dict[str, dict[str, Any]] = field(default_factory=dict)
    autumn: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arguments(self, name: str, wanted: list[str], where: str = "own") -> dict[str, Any]:
        """What to put into an address: `own` objects of spring, `foreign` ones of autumn, or `absent` ones."""
        known = self.autumn if where == "foreign" else self.spring
        values = {**known["*"], **known.get(name.partition(":")[0], {}), **known.get(name, {}), "intake": "spring"}
        if where == "absent":
            values |= {"pk": ABSENT, "run": ABSENT, "number": ABSENT, "criterion": ABSENT}
        return {key: values[key] for key in wanted}


def kept_file(owner: Person, name: str = "cv.pdf", kind: str = "application/pdf") -> StoredFile:
    return store_file(content=BytesIO(b"%PDF-1.4 tiny"), name=name, content_type=kind, owner=owner)


def season(intake: Intake, opening: Opening, application: Application, people: dict[str, Person]) -> dict[str, Any]:
    """Every kind of object around one application, as the doors leave them; {address: arguments}."""
    lead, now = people["lead"], timezone.now()
    owner, division, site = application.candidate.person, opening.position.division, opening.site
    application.resume = kept_file(owner)
    application.state, application.submitted_at = "shortlisted", now
    application.save()
    document = Document.objects.create(application=application, file=application.resume, state="read", pages=1)
    picture = kept_file(owner, "1.png", "image/png")
    document.previews.add(picture)
    contest = Contest.objects.create(application=application, statement="I do graduate in time.")
    rubrics = {
        use: Rubric.objects.create(intake=intake, names={"en": use}, use=use, state="current")
        for use in Rubric.Use.values
    }
    draft = Rubric.objects.create(intake=intake, names={"en": "Next year's"})
    anchors = {"1": {"en": "Nothing"}, "3": {"en": "Some"}, "5": {"en": "Much"}}
    criteria = [
        Criterion.objects.create(rubric=rubric, names={"en": "Depth"}, anchors=anchors)
        for rubric in (draft, *rubrics.values())
    ]
    review = Review.objects.create(
        application=application, division=division, rubric=rubrics["screening"], reviewer=people["reviewer"]
    )
    decision = Decision.objects.create(
        application=application, division=division, verdict="advance", reason="Good.", decided_by=people["recruiter"]
    )
    refresh_standings(applications=[application.pk])
    talks = Round.objects.create(intake=intake, division=division, names={"en": "Talk"}, rubric=rubrics["interview"])
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    interview = Interview.objects.create(
        application=application,
        round=talks,
        state="booked",
        starts_at=start,
        ends_at=start + timedelta(minutes=45),
    )
    interview.panel.add(people["interviewer"])
    BusySlot.objects.create(person=people["interviewer"], starts_at=start, interview=interview)
    room = Room.objects.create(intake=intake, site=site, name="A1", weekdays=[0], opens=time(9), closes=time(18))
    free = {
        who: FreeTime.objects.create(
            person=person, intake=intake, starts_at=start, ends_at=start + timedelta(hours=4), zone="UTC"
        )
        for who, person in (("interviewer", people["interviewer"]), ("owner", owner))
    }
    board = Board.objects.create(
        intake=intake, site=site, day=now.astimezone(ZoneInfo(site.zone)).date(), token=f"screen-{intake.slug}"
    )
    schedule = ScheduleRun.objects.create(
        intake=intake,
        kind="repair",
        state="proposed",
        name="Repair",
        seed=1,
        begins_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=9),
        person=people["interviewer"],
        away_from=now + timedelta(days=1),
        away_until=now + timedelta(days=5),
        figures={"repanelled": 0, "moved": 1, "lost": 0, "bystanders": 1, "kept": 0, "lower_bound": 0}
        | {"concerned": 1, "running": []},
        started_by=lead,
    )
    ScheduleDetails.objects.create(run=schedule, problem=b"")
    proposal = Proposal.objects.create(
        run=schedule,
        interview=interview,
        change="bystander",
        starts_at=start + timedelta(days=1),
        ends_at=start + timedelta(days=1, minutes=45),
        panel=[people["interviewer"].pk],
    )
    Asked.objects.create(proposal=proposal)
    test = Assessment.objects.create(intake=intake, names={"en": "Reasoning"}, minutes=60, provider="standin")
    test.divisions.add(division)
    window = {"starts_at": start, "ends_at": start + timedelta(hours=4), "zone": "Asia/Shanghai"}
    sitting = Sitting.objects.create(assessment=test, seats=9, **window)
    attempt = Attempt.objects.create(
        application=application, assessment=test, division=division, sitting=sitting, seat=1, state="booked"
    )
    paper = Paper(attempt.reference, 1, "Reasoning", 60, (now - timedelta(hours=1)).isoformat(), start.isoformat())
    figures = {"applicants": 1, "placed": 1, "seats": 2, "by_rank": [1], "transferred": 0, "unplaced": 0, "cells": []}
    run = Run.objects.create(
        figures=figures, intake=intake, name="Run", seed=7, started_by=lead, state="published", published_at=now
    )
    Snapshot.objects.create(run=run, content=read_snapshot(intake).pack())
    Application.objects.filter(pk=application.pk).update(state="accepted")
    placement = Placement.objects.create(run=run, application=application, opening=opening, via="preference", rank=1)
    pin = Pin.objects.create(intake=intake, application=application, opening=opening, reason="Asked.", made_by=lead)
    wave = Wave.objects.create(intake=intake, run=run, number=1, answer_by=now + timedelta(days=5), prepared_by=lead)
    offer = Offer.objects.create(
        application=application,
        opening=opening,
        wave=wave,
        state="accepted",
        answer_by=now + timedelta(days=5),
        starts_on=intake.starts_on,
        ends_on=intake.ends_on,
        letter=kept_file(lead, "offer.pdf"),
        sent_at=now,
    )
    mentor = Mentor.objects.create(person=people["mentor"], intake=intake, division=division, site=site)
    internship = Internship.objects.create(
        offer=offer, mentor=mentor, state="running", starts_on=intake.starts_on, ends_on=intake.ends_on
    )
    task = Task.objects.create(internship=internship, slug="visa", names={"en": "Visa"}, due_on=intake.starts_on)
    ReturnOffer.objects.create(
        internship=internship, state="recommended", reason="Good.", recommended_by=people["mentor"]
    )
    target = Target.objects.create(intake=intake, names={"en": "Many"}, kind="count", bound="floor", value=1)
    letter = Letter.objects.create(
        kind="x", key=f"x{intake.pk}", person=owner, to=owner.email, subject="S", body="B", state="failed"
    )
    file = Attachment.objects.create(letter=letter, name="a.ics", content_type="text/calendar", content=b"x")
    job = Job.objects.create(kind="screening.none", key=intake.slug, state="failed")
    posting = kept_file(lead, "postings.json", "application/x-postings")
    pks: dict[str, dict[str, Any]] = {
        "*": {
            "pk": application.pk,
            "number": 1,
            "kind": "divisions",
            "verb": "close",
            "slug": opening.position.slug,
            "token": board.token,
        },
        "mail:attachment": {"pk": file.pk},
        "privacy:retry": {"pk": job.pk},
        "insight:sheet": {"chart": "funnel"},
        "mentoring": {"pk": internship.pk, "number": task.pk, "kind": "midterm", "verb": "finish"},
        "mentoring:post": {"pk": mentor.pk},
        "mentoring:post_remove": {"pk": mentor.pk},
        "offers": {"pk": offer.pk},
        "allocation": {"pk": run.pk, "run": run.pk, "choice": 1},
        "allocation:unpin": {"pk": pin.pk},
        "allocation:pin": {"pk": application.pk},
        "allocation:person": {"pk": placement.pk},
        "allocation:enough": {"pk": placement.pk},
        "interviews": {"pk": interview.pk, "verb": "cancel"},
        "interviews:step": {"verb": "call"},
        "interviews:would_move": {"pk": proposal.pk},
        "interviews:round": {"pk": talks.pk},
        "interviews:invite": {"pk": talks.pk},
        "interviews:room": {"pk": room.pk},
        "interviews:drop_room": {"pk": room.pk},
        "interviews:interviewer": {"pk": people["interviewer"].pk},
        "interviews:feed": {"token": "not-a-token"},
        "interviews:drop_free_time": {"kind": "free", "pk": free["interviewer"].pk},
        "interviews:drop_window": {"pk": free["owner"].pk},
        "interviews:assessment_callback": {"provider": "standin"},
        "interviews:assessment_panel": {"pk": application.pk},
        "standin": {"token": token_of(paper)},
        "screening": {"pk": draft.pk, "criterion": criteria[0].pk},
        "screening:drop": {"pk": decision.pk},
        "planning:intake_move": {"verb": "archive"},
        "planning:withdraw_role": {"pk": people["reviewer"].memberships.get().pk},
        "planning:part": {"pk": division.pk},
        "planning:part_remove": {"pk": division.pk},
        "planning:target": {"pk": target.pk},
        "planning:target_remove": {"pk": target.pk},
        "planning:import_confirm": {"pk": posting.pk},
        "applications:answer": {"number": contest.pk},
        "applications:preview": {"number": picture.pk},
    }
    pks |= {f"offers:{name}": {"pk": wave.pk} for name in ("wave", "send", "drop")}
    pks |= {
        f"interviews:schedule{part}": {"pk": schedule.pk}
        for part in ("", "_loads", "_progress", "_stop", "_approve", "_ask")
    }
    pks |= {"offers:opening": {"pk": opening.pk}}
    pks |= {
        f"interviews:{name}": {"pk": test.pk}
        for name in ("assessment", "edit_assessment", "new_sitting", "invite_to_assessment", "assessment_results")
    }
    pks |= {f"interviews:{name}": {"pk": sitting.pk} for name in ("sitting", "call_off_sitting")}
    pks |= {
        f"interviews:{name}": {"pk": attempt.pk, "verb": "cancel"}
        for name in ("act_on_attempt", "choose_sitting", "cancel_attempt", "consent")
    }
    pks |= {f"screening:{name}": {"pk": review.pk} for name in ("review", "autosave", "recuse")}
    pks |= {
        f"planning:{name}": {"pk": opening.position.pk} for name in ("position", "position_move", "position_remove")
    }
    for step in ("mentoring", "offers", "allocation", "interviews", "screening"):
        pks[f"{step}:panel"] = {"pk": application.pk}
    return pks


def make_world() -> World:
    cast = make_cast()
    people = {name: getattr(cast, name) for name in ("lead", "recruiter", "reviewer", "interviewer", "mentor")}
    world = World(
        cast,
        {
            "anonymous": None,
            "owner": cast.wei.person,
            "other": cast.lina.person,
            "outsider": cast.outsider,
            **people,
            "approver": cast.approver,
            "auditor": cast.auditor,
        },
    )
    world.spring = season(cast.intake, cast.models, cast.application(cast.wei, cast.models), people)
    cast.application(cast.lina, cast.models)
    # The same once more, in an intake nobody of spring has anything to do with.
    intake = Intake.objects.get(pk=cast.intake.pk)
    intake.pk, intake.slug = None, "autumn"
    intake.save()
    phase = intake.phases.create(slug="first", names={"en": "First"}, opens_at=intake.opens_at)
    division = intake.divisions.create(slug="cloud", names={"en": "Cloud"}, phase=phase)
    family = intake.families.create(slug="ml", names={"en": "ML"})
    site = intake.sites.create(slug="here", names={"en": "Here"}, country="CN", zone="Asia/Shanghai", jurisdiction="cn")
    position = Position.objects.create(
        intake=intake, division=division, family=family, slug="hidden", state="published"
    )
    opening = Opening.objects.create(position=position, site=site, seats=2)
    zoe = staff("Zoe", Role.LEAD, "autumn")
    strangers = {name: staff(f"Z{name}", Role(name), "autumn/cloud") for name in people if name != "lead"}
    world.roles["stranger"] = zoe
    cast.intake, spring = intake, cast.intake
    theirs = cast.application(cast.candidate("Zhao"), opening)
    cast.intake = spring
    world.autumn = season(intake, opening, theirs, {"lead": zoe, **strangers})
    return world
