"""May-questions of interviewing. Each answers with the reason."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from springtide.foundation.accounts.models import Person
from springtide.foundation.accounts.roles import Role
from springtide.foundation.steps.verdicts import Verdict, may

INVITABLE = ("shortlisted",)
LONGEST_PLAN = timedelta(days=366)
LONGEST_WINDOW = timedelta(hours=16)


def recruits(person: Person, scope: str) -> Verdict:
    holds = person.holds(Role.RECRUITER, Role.LEAD, scope=scope)
    return may(holds, _("Only a recruiter of this division may do this."), status=403)


def is_invitable(state: str) -> Verdict:
    return may(state in INVITABLE, _("Only shortlisted candidates are invited to interviews."))


def books(person: Person, candidate_person_id: int, scope: str) -> Verdict:
    """A time is chosen by the candidate, or for them by a recruiter of the division."""
    own = person.pk == candidate_person_id
    return may(own or bool(recruits(person, scope)), _("This is somebody else's interview."), status=403)


def sits_on_panel(sits: bool) -> Verdict:
    return may(sits, _("Only people on the panel may do this."), status=403)


def is_scoring(compared: bool) -> Verdict:
    """Scores are given before anybody compares, not after."""
    return may(not compared, _("The debrief has begun: scorecards no longer change."))


def may_move(moves: int, most: int) -> Verdict:
    reason = ngettext(
        "You have moved this interview %(count)s time. Please write to the recruiter to move it again.",
        "You have moved this interview %(count)s times. Please write to the recruiter to move it again.",
        moves,
    ) % {"count": moves}
    return may(moves < most, reason)


def is_in_time(starts_at: datetime | None, hours: int) -> Verdict:
    """A candidate moves an interview with some notice, so that nobody waits in vain."""
    in_time = starts_at is None or starts_at - timedelta(hours=hours) > timezone.now()
    reason = ngettext(
        "It begins in less than %(count)s hour. Please write to the recruiter if you cannot come.",
        "It begins in less than %(count)s hours. Please write to the recruiter if you cannot come.",
        hours,
    ) % {"count": hours}
    return may(in_time, reason)


def is_another(person: Person, candidate_person_id: int) -> Verdict:
    return may(person.pk != candidate_person_id, _("Nobody interviews themselves."))


def has_begun(starts_at: datetime | None) -> Verdict:
    begun = starts_at is not None and starts_at <= timezone.now()
    return may(begun, _("This interview has not begun yet."))


def is_to_come(starts_at: datetime | None) -> Verdict:
    to_come = starts_at is None or starts_at > timezone.now()
    return may(to_come, _("This interview has already begun. Ask the recruiter."))


def is_window(starts_at: datetime, ends_at: datetime) -> Verdict:
    """Forward, in the future, and no longer than a long day."""
    if ends_at <= starts_at:
        return may(False, _("The end has to be after the beginning."))
    if ends_at <= timezone.now():
        return may(False, _("This time is over. Choose one to come."))
    return may(ends_at - starts_at <= LONGEST_WINDOW, _("A window is at most 16 hours long. Add one for each day."))


def is_absence(starts_at: datetime, ends_at: datetime) -> Verdict:
    """Forward, not over, and no longer than a season."""
    if ends_at <= starts_at:
        return may(False, _("The end has to be after the beginning."))
    if ends_at <= timezone.now():
        return may(False, _("This time is over. Choose one to come."))
    return may(ends_at - starts_at <= LONGEST_PLAN, _("A time away is at most a year long."))


def is_weekly(begins: time, ends: time, first_on: date, last_on: date) -> Verdict:
    """Forward in hours and days, not over, and no longer than a year."""
    today = timezone.now().date()
    if ends <= begins or last_on < first_on:
        return may(False, _("The end has to be after the beginning."))
    if last_on < today - timedelta(days=1):
        return may(False, _("This time is over. Choose one to come."))
    near = last_on - first_on <= LONGEST_PLAN and last_on - today <= 2 * LONGEST_PLAN
    return may(near, _("Weekly times last a year at most."))


def is_complete(marked: int, questions: int) -> Verdict:
    missing = questions - marked
    reason = ngettext(
        "%(count)s question has no points yet. Blank is not zero: please mark it before you lock.",
        "%(count)s questions have no points yet. Blank is not zero: please mark them before you lock.",
        missing,
    ) % {"count": missing}
    return may(missing == 0 and questions > 0, reason)


BY_PANEL = ("call", "start", "end", "no-show")


def works_desk(person: Person, intake_slug: str) -> Verdict:
    """The desk of a day is kept by recruiters of any division of the intake and by its lead."""
    held = person.scopes(Role.RECRUITER, Role.LEAD)
    here = any(scope in ("", intake_slug) or scope.startswith(f"{intake_slug}/") for scope in held)
    return may(here, _("Only recruiters and the intake lead keep the desk of a day."), status=403)


def steps(person: Person, verb: str, *, scope: str, on_panel: bool) -> Verdict:
    """`scope`: of the interview's division."""
    if verb in BY_PANEL and on_panel:
        return may(True, "")
    return recruits(person, scope)


def is_day(is_on: bool) -> Verdict:
    return may(is_on, _("The board of this day is closed: steps are possible on the day itself."))


def is_on_board(state: str) -> Verdict:
    return may(state == "booked", _("This interview is not booked any more. The board shows how things stand now."))


def is_last(step: int, last: int | None) -> Verdict:
    return may(step == last, _("Another step has been made since, or this one is taken back already. Look again."))


LONGEST_SCHEDULE = timedelta(days=60)
# From this many interviews on, approving asks for the number to be typed.
TYPED_FROM = 51


def leads_schedules(person: Person, scope: str) -> Verdict:
    return may(person.holds(Role.LEAD, scope=scope), _("Only the intake lead starts and stops schedules."), status=403)


def approves_schedule(person: Person, scope: str, started_by: int) -> Verdict:
    """A second person: an approver of the intake who did not start the run."""
    holds = person.holds(Role.APPROVER, scope=scope)
    return may(holds, _("Only an approver approves a schedule."), status=403) & may(
        started_by != person.pk, _("You started this run. Somebody else has to approve it."), status=403
    )


def is_span(begins: datetime, ends: datetime) -> Verdict:
    """Forward, to come, and no longer than free time is known for."""
    if ends <= begins:
        return may(False, _("The last day has to be after the first."))
    if begins <= timezone.now():
        return may(
            False, _("The first day is over or has begun. Choose one to come, so that people can still prepare.")
        )
    return may(ends - begins <= LONGEST_SCHEDULE, _("A schedule spans at most 60 days. Plan the rest later."))


def is_number_meant(count: int, typed: int | None) -> Verdict:
    return may(
        count < TYPED_FROM or typed == count,
        _("Type the number of interviews concerned, exactly as the page shows it. Nothing was booked."),
    )


def all_agreed(waiting: int) -> Verdict:
    return may(
        waiting == 0,
        ngettext(
            "%(count)d person who would move for others has not agreed. Ask them, or repair without bystanders.",
            "%(count)d people who would move for others have not agreed. Ask them, or repair without bystanders.",
            waiting,
        )
        % {"count": waiting},
    )
