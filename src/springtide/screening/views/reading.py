"""The reviewer's desk: a short list, and one application at a time beside its scoring form."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from springtide.applications.models import Document
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.ui.paging import paginate
from springtide.planning.forms.attempt import attempt
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for
from springtide.screening.actions.scoring import Found, Overtaken, lock_scores, recuse, save_scores
from springtide.screening.forms.reading import RecuseForm, ScoringForm
from springtide.screening.models import Review
from springtide.screening.queries import own_reviews, readings_for, with_scores
from springtide.screening.rules import READABLE

LAST_LOCKED = 10


@needs_role("reviewer")
def mine(request: PersonRequest, intake: str) -> HttpResponse:
    """What is left to read, and what was locked last."""
    at = intake_for(request.user, intake)
    page = paginate(readings_for(request.user, at), request.GET.get("page"))
    done = own_reviews(request.user, at).filter(state="locked").order_by("-locked_at")[:LAST_LOCKED]
    return render(request, "screening/reading.html", {"intake": at, "page": page, "done": done})


@needs_role("reviewer")
def review(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """One application beside its form. Saves on every button; locks where that was pressed."""
    at = intake_for(request.user, intake)
    row = _own(request, at, pk)
    if row.state != "assigned" or row.application.state not in READABLE:
        return _shown(request, at, row)
    form = ScoringForm(request.POST or None, review=row)
    if request.method == "POST" and attempt(form, lambda: _save(form, row, request)) is not None:
        if "lock" not in request.POST:
            messages.success(request, _("Saved as a draft. Only you can see it."))
            return redirect("screening:review", intake=at.slug, pk=row.pk)
        locked = attempt(form, lambda: lock_scores(review=row, meant=form.cleaned_data["meant"], by=request.user))
        if locked is not None:
            return _onward(request, at, locked)
        form.data = request.POST.copy()
        form.data["version"] = str(Review.objects.get(pk=row.pk).version)  # saved, though not locked
    context = {"intake": at, "review": row, "form": form, "document": _document(row), "asks": "meant" in request.POST}
    context |= {"left": readings_for(request.user, at).count(), "recuse_form": RecuseForm()}
    return render(request, "screening/review.html", context)


@require_POST
@needs_role("reviewer")
def autosave(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Keep what was typed so far. Answers {"version": n}, or 409 with what another tab saved."""
    row = _own(request, intake_for(request.user, intake), pk)
    form = ScoringForm(request.POST, review=row)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    try:
        saved = _save(form, row, request)
    except Overtaken:
        row = _own(request, row.application.intake, pk)
        return JsonResponse({"version": row.version, "theirs": _differing(row, form)}, status=409)
    return JsonResponse({"version": saved.version})


@needs_role("reviewer")
def hand_back(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Hand an application back because of a conflict of interest."""
    at = intake_for(request.user, intake)
    row = _own(request, at, pk)
    form = RecuseForm(request.POST or None)
    if request.method == "POST" and attempt(form, lambda: _recuse(form, row, request)) is not None:
        messages.success(request, _("Handed back. Somebody else will read it."))
        return redirect("screening:reading", intake=at.slug)
    return render(request, "screening/recuse.html", {"intake": at, "review": row, "form": form})


def _own(request: PersonRequest, intake: Intake, pk: int) -> Review:
    return get_object_or_404(with_scores(own_reviews(request.user, intake)), pk=pk)


def _save(form: ScoringForm, row: Review, request: PersonRequest) -> Review:
    data = form.cleaned_data
    return save_scores(review=row, found=form.found(), note=data["note"], version=data["version"], by=request.user)


def _differing(row: Review, form: ScoringForm) -> dict[str, str]:
    """What is kept and not what was typed here, by the names a person reads."""
    kept = {score.criterion_id: Found(score.points, score.evidence) for score in row.scores.all()}
    blank = Found(None)
    found = {pk: (one, kept.get(pk, blank)) for pk, one in form.found().items()}
    names = {criterion.pk: criterion.name for criterion in form.criteria}
    texts = {names[pk]: f"{k.points or '–'} · {k.evidence}" for pk, (one, k) in found.items() if one != k}
    return texts if row.note == form.cleaned_data["note"] else {**texts, str(form["note"].label): row.note}


def _recuse(form: RecuseForm, row: Review, request: PersonRequest) -> Review:
    return recuse(review=row, reason=form.cleaned_data["reason"], by=request.user)


def _document(row: Review) -> Document | None:
    """The newest reading of the résumé."""
    return row.application.documents.order_by("-id").prefetch_related("previews").first()


def _shown(request: PersonRequest, intake: Intake, row: Review) -> HttpResponse:
    """A review that is closed: one's own scores, and beside them those of the others."""
    beside = Review.objects.filter(application=row.application, division=row.division, state="locked")
    others = with_scores(beside.exclude(pk=row.pk)) if row.state == "locked" else Review.objects.none()
    context = {"intake": intake, "review": row, "others": others, "document": _document(row)}
    return render(request, "screening/reviewed.html", context)


def _onward(request: PersonRequest, intake: Intake, locked: Review) -> HttpResponse:
    """To the next application, if one is left."""
    left = readings_for(request.user, intake)
    count = left.count()
    words = ngettext(
        "Locked: %(total)s of 100. %(count)s is left to read.",
        "Locked: %(total)s of 100. %(count)s are left to read.",
        count,
    )
    messages.success(request, words % {"total": locked.total, "count": count})
    following = left.first()
    if following is None:
        return redirect("screening:reading", intake=intake.slug)
    return redirect("screening:review", intake=intake.slug, pk=following.pk)
