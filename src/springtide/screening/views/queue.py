"""The recruiter's queue: one division's applicants by stage, and what is done with several at once."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.text.search import words_match
from springtide.foundation.ui.paging import paginate
from springtide.planning.forms.attempt import attempt
from springtide.planning.models import Division, Intake
from springtide.planning.queries import divisions_for, intake_for
from springtide.screening.actions.assigning import assign_in_bulk, assign_reviewer
from springtide.screening.actions.deciding import decide, drop_decision
from springtide.screening.forms.deciding import AssignForm, DecisionForm, ShareForm
from springtide.screening.models import Decision, Standing
from springtide.screening.queries import DECIDERS, reviewer_loads, stage_counts, standings_for, with_people
from springtide.screening.states import Stage

ORDERS = {"oldest": ("id",), "score": ("-score", "id")}
ELIGIBLE = {"yes": True, "no": False}
MOST_SELECTED = 200


@needs_role(*DECIDERS)
def queue(request: PersonRequest, intake: str) -> HttpResponse:
    """The applicants before one division in one stage."""
    at = intake_for(request.user, intake)
    divisions, division = _division(request, at)
    counts = stage_counts([division])[division.pk]
    stage = request.GET.get("stage", "")
    stage = stage if stage in Stage.values else next((s for s in Stage.values if counts.get(s)), Stage.UNASSIGNED)
    order = request.GET.get("order", "")
    order = order if order in ORDERS else "oldest"
    rows = _filtered(standings_for(request.user, at).filter(division=division, stage=stage), request, division)
    page = paginate(
        with_people(rows, request.user).order_by(*ORDERS[order]),
        request.GET.get("page"),
        request.GET.get("per_page"),
        counted=rows,
    )
    stages = [(value, label, counts.get(value, 0)) for value, label in Stage.choices]
    context = {"intake": at, "division": division, "divisions": divisions, "stage": stage, "stages": stages}
    context |= {
        "page": page,
        "order": order,
        "closed": stage in (Stage.DECIDED, Stage.RELEASED),
        "asked": request.GET,
        "total": sum(counts.values()),
    }
    return render(request, "screening/queue.html", context)


@needs_role(*DECIDERS)
def assign(request: PersonRequest, intake: str) -> HttpResponse:
    """Give the selected applications to one reviewer."""
    at = intake_for(request.user, intake)
    rows, division = _selected(request, at)
    form = AssignForm(request.POST or None, division=division)
    if request.method == "POST":
        people = [row.application for row in rows]
        done = attempt(
            form,
            lambda: (
                assign_reviewer(
                    applications=people,
                    division=division,
                    reviewer=form.cleaned_data["reviewer"],
                    by=request.user,
                ),
            ),
        )
        if done is not None:
            words = ngettext(
                "%(count)s application was given to %(name)s.",
                "%(count)s applications were given to %(name)s.",
                done[0],
            )
            messages.success(request, words % {"count": done[0], "name": form.cleaned_data["reviewer"]})
            return redirect(_back(request, at, division))
    context = {"intake": at, "division": division, "rows": rows, "form": form}
    context |= {"back": _back(request, at, division), "kept": _kept(request)}
    return render(request, "screening/assign.html", context)


@needs_role(*DECIDERS)
def share(request: PersonRequest, intake: str) -> HttpResponse:
    """Give everybody not yet assigned their readers."""
    at = intake_for(request.user, intake)
    _divisions, division = _division(request, at)
    form = ShareForm(request.POST or None)
    if request.method == "POST":
        shared = attempt(form, lambda: assign_in_bulk(division=division, by=request.user, **form.cleaned_data))
        if shared is not None:
            words = ngettext("%(count)s reading was given out.", "%(count)s readings were given out.", shared.readings)
            messages.success(request, words % {"count": shared.readings})
            if shared.short:
                words = ngettext(
                    "%(count)s application still has too few readers: raise the limit or ask for more reviewers.",
                    "%(count)s applications still have too few readers: raise the limit or ask for more reviewers.",
                    shared.short,
                )
                messages.warning(request, words % {"count": shared.short})
            return redirect(_back(request, at, division))
    waiting = stage_counts([division])[division.pk].get(Stage.UNASSIGNED, 0)
    context = {"intake": at, "division": division, "form": form, "waiting": waiting}
    context |= {"loads": reviewer_loads(division), "back": _back(request, at, division)}
    return render(request, "screening/share.html", context)


@needs_role(*DECIDERS)
def decide_selected(request: PersonRequest, intake: str) -> HttpResponse:
    """Decide the same on the selected applications, with a reason."""
    at = intake_for(request.user, intake)
    rows, division = _selected(request, at)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        people = [row.application for row in rows]
        made = attempt(
            form,
            lambda: decide(
                applications=people,
                division=division,
                ground=form.ground(),
                meant=form.cleaned_data["meant"],
                by=request.user,
            ),
        )
        if made is not None:
            words = ngettext(
                "%(count)s decision waits for its release.", "%(count)s decisions wait for their release.", len(made)
            )
            messages.success(request, words % {"count": len(made)})
            return redirect(_back(request, at, division))
    context = {"intake": at, "division": division, "rows": rows, "form": form}
    context |= {"back": _back(request, at, division), "kept": _kept(request)}
    return render(request, "screening/decide.html", context)


@require_POST
@needs_role(*DECIDERS, "approver")
def drop(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Take a pending decision back."""
    at = intake_for(request.user, intake)
    seen = divisions_for(request.user, at, *DECIDERS, "approver")
    decision = get_object_or_404(Decision.objects.filter(division__in=seen), pk=pk)
    drop_decision(decision=decision, by=request.user)
    messages.success(request, _("The decision was taken back. Nobody outside has heard of it."))
    return redirect(_back(request, at, decision.division))


def _division(request: PersonRequest, intake: Intake) -> tuple[list[Division], Division]:
    """The divisions in which the person decides, and the one that is asked for (the first, if none is)."""
    divisions = list(divisions_for(request.user, intake, *DECIDERS))
    slug = request.GET.get("division") or request.POST.get("division") or (divisions[0].slug if divisions else "")
    division = next((division for division in divisions if division.slug == slug), None)
    if division is None:
        raise Http404
    return divisions, division


def _filtered(rows: QuerySet[Standing], request: PersonRequest, division: Division) -> QuerySet[Standing]:
    if request.GET.get("q", "").strip():
        rows = rows.filter(words_match(request.GET["q"], "application__candidate__words"))
    if request.GET.get("eligible") in ELIGIBLE:
        rows = rows.filter(application__eligible=ELIGIBLE[request.GET["eligible"]])
    if request.GET.get("verdict") in Decision.Verdict.values:
        decided = Decision.objects.filter(division=division, verdict=request.GET["verdict"]).exclude(state="dropped")
        rows = rows.filter(application__in=decided.values("application"))
    return rows


def _selected(request: PersonRequest, intake: Intake) -> tuple[list[Standing], Division]:
    """The selected rows, all of one division. 404 where one is absent or another's."""
    asked = request.POST.getlist("standing") or request.GET.getlist("standing")
    pks = {int(pk) for pk in asked[:MOST_SELECTED] if pk.isascii() and pk.isdecimal() and len(pk) < 16}
    found = standings_for(request.user, intake).filter(pk__in=pks)
    rows = list(found.select_related("application__candidate", "division__intake").order_by("id"))
    if not rows or len(rows) != len(pks) or len({row.division_id for row in rows}) > 1:
        raise Http404
    return rows, rows[0].division


def _back(request: PersonRequest, intake: Intake, division: Division) -> str:
    """The queue as it was left: stage and filters travel along as a query string."""
    kept = _kept(request)
    address = reverse("screening:queue", kwargs={"intake": intake.slug})
    return f"{address}?{kept}" if kept else f"{address}?division={division.slug}"


def _kept(request: PersonRequest) -> str:
    return request.POST.get("back") or request.GET.get("back") or ""
