"""Every change to an application. Later steps use these doors and no others."""

from springtide.applications.actions.contesting import answer_contest, contest_finding
from springtide.applications.actions.documents import attach_resume, note_reading
from springtide.applications.actions.drafting import Conflict, save_draft
from springtide.applications.actions.importing import open_imported, rank_by_likeness, rank_imported, take_resume
from springtide.applications.actions.leaving import reopen_application, withdraw_application
from springtide.applications.actions.moving import move_application, move_applications
from springtide.applications.actions.submitting import admit_late, submit_application, submit_imported

__all__ = [
    "Conflict",
    "admit_late",
    "answer_contest",
    "attach_resume",
    "contest_finding",
    "move_application",
    "move_applications",
    "note_reading",
    "open_imported",
    "rank_by_likeness",
    "rank_imported",
    "reopen_application",
    "save_draft",
    "submit_application",
    "submit_imported",
    "take_resume",
    "withdraw_application",
]
