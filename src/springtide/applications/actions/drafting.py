"""Writing a draft: every save says which version it was made from."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from springtide.applications.models import Application, Candidate, Preference
from springtide.applications.queries import openings_by_id, stored_entries
from springtide.applications.rules.entries import Entries, differing
from springtide.applications.rules.writing import may_start, may_write
from springtide.foundation.accounts.models import Person
from springtide.foundation.journal.actions import record
from springtide.foundation.steps.verdicts import Refused, may
from springtide.foundation.text.search import search_words
from springtide.planning.models import Intake
from springtide.planning.queries import visible_openings

OF_CANDIDATE = ("name", "phone", "phone_typed", "country")
OF_APPLICATION = (
    "school",
    "degree",
    "field",
    "graduation",
    "work_countries",
    "motivation",
    "transfer",
    "notice_version",
)


class Conflict(Refused):
    """Somebody (another tab) saved in between; nothing was written. `stored` is what they saved."""

    def __init__(self, stored: Application) -> None:
        super().__init__(_("This form was changed in another window. Nothing was overwritten."))
        self.stored = stored


@transaction.atomic
def save_draft(
    *, by: Person, intake: Intake, entries: Entries, version: int, at: datetime, source: str = ""
) -> Application:
    """Write what was typed; the draft is made with its first save. `version` 0: there was none yet.

    Raises Conflict where the stored draft is newer and says something else, Refused where it is sent.
    """
    application = draft_of(by=by, intake=intake, at=at, source=source)
    may_write(application).require()
    write_entries(application=application, entries=entries, version=version, at=at)
    return application


def draft_of(*, by: Person, intake: Intake, at: datetime, source: str = "") -> Application:
    """The person's own application, locked, whatever its state; opened where there was none."""
    found = _locked_own(by, intake)
    if found is not None:
        return found
    may_start(intake, at).require()
    candidate, _new = Candidate.objects.get_or_create(
        person=by, defaults={"name": by.name, "words": search_words(by.name, by.email)}
    )
    application, new = Application.objects.get_or_create(
        candidate=candidate, intake=intake, defaults={"version": 0, "source": source[:60]}
    )
    if new:
        record("applications.opened", by=by, about=application, scope=intake.scope, source=source[:60])
        return application
    return Application.objects.select_for_update().get(pk=application.pk)  # another tab was faster by a moment


def _locked_own(by: Person, intake: Intake) -> Application | None:
    rows = Application.objects.select_for_update(of=("self",)).select_related("candidate__person", "intake")
    return rows.filter(candidate__person=by, intake=intake).first()


def write_entries(*, application: Application, entries: Entries, version: int, at: datetime) -> Entries:
    """The one writer of entries, for callers that hold the row; gives all that is stored then.

    A repeat of what is stored is harmless, whatever its version.
    """
    stored = stored_entries(application)
    changed = differing(entries, stored)
    if not changed:
        return stored
    if version != application.version:
        raise Conflict(application)
    application.version += 1
    _write_candidate(application.candidate, entries, changed)
    for key in OF_APPLICATION:
        if key in changed:
            setattr(application, key, entries[key])  # type: ignore[literal-required]
    application.save(update_fields=["version", "changed", *(key for key in OF_APPLICATION if key in changed)])
    if "openings" in changed:
        _rank(application, entries["openings"], at)
    return Entries(**{**stored, **entries})


def _write_candidate(candidate: Candidate, entries: Entries, changed: list[str]) -> None:
    own = [key for key in OF_CANDIDATE if key in changed]
    for key in own:
        setattr(candidate, key, entries[key])  # type: ignore[literal-required]
    if own or "school" in changed:
        school = entries.get("school", "")
        candidate.words = search_words(candidate.name, candidate.person.email, school)
        candidate.save(update_fields=[*own, "words"])


def _rank(application: Application, ids: list[int], at: datetime) -> None:
    """Replace the whole list, so that ranks never have holes. What was ranked before may stay though it closed."""
    intake = application.intake
    may(len(ids) == len(set(ids)), _("Each opening can be ranked once.")).require()
    may(
        len(ids) <= intake.most_preferences,
        ngettext(
            "You can rank %(most)d opening. Take others out of your list first.",
            "You can rank up to %(most)d openings. Take others out of your list first.",
            intake.most_preferences,
        )
        % {"most": intake.most_preferences},
    ).require()
    kept = set(application.preferences.values_list("opening", flat=True))
    open_now = set(visible_openings(intake, at).filter(pk__in=ids).values_list("pk", flat=True))
    may(set(ids) <= kept | open_now, _("An opening you chose is no longer open. Choose another one.")).require()
    application.preferences.all().delete()
    Preference.objects.bulk_create(
        Preference(application=application, opening=opening, division=opening.position.division, rank=rank)
        for rank, opening in enumerate(openings_by_id(intake, ids), 1)
    )
