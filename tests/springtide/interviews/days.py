"""An interview day at Hangzhou: who is expected when, on a clock that stands still."""

from datetime import UTC, datetime, timedelta

from springtide.applications.models import Candidate
from springtide.foundation.text.search import search_words
from springtide.interviews.models import Interview, Panelist, Round
from springtide.planning.models import Opening
from springtide.screening.models import Rubric
from tests.cast import Cast

# Ten o'clock in Hangzhou, always later than the machine's clock, by which some columns are filled.
TEN = (datetime.now(UTC) + timedelta(days=1)).replace(hour=2, minute=0, second=0, microsecond=0)


class Clock:
    """What `timezone.now` says."""

    def __init__(self) -> None:
        self.now = TEN

    def __call__(self) -> datetime:
        return self.now

    def goes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


def talk_round(cast: Cast, opening: Opening) -> Round:
    division = opening.position.division
    rubric, _new = Rubric.objects.get_or_create(
        intake=cast.intake, use="interview", defaults={"names": {"en": "Talk"}, "state": "current"}
    )
    made, _new = Round.objects.get_or_create(
        intake=cast.intake, division=division, defaults={"names": {"en": "First talk"}, "rubric": rubric}
    )
    return made


def expected(cast: Cast, candidate: Candidate, opening: Opening, *, minutes: int = 0) -> Interview:
    """A booked interview at the opening's site, so many minutes after ten; Ines sits on the panel."""
    candidate.words = search_words(candidate.name)
    candidate.save(update_fields=["words"])
    application = candidate.applications.first() or cast.application(candidate, opening, state="shortlisted")
    start = TEN + timedelta(minutes=minutes)
    made = Interview.objects.create(
        application=application,
        round=talk_round(cast, opening),
        state="booked",
        site=opening.site,
        starts_at=start,
        ends_at=start + timedelta(minutes=45),
    )
    Panelist.objects.create(interview=made, person=cast.interviewer)
    return made
