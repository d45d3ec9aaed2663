"""Releasing what others decided."""

from random import Random
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.ui.paging import paginate
from springtide.planning.forms.attempt import attempt
from springtide.planning.models import Division, Intake
from springtide.planning.queries import divisions_for, intake_for
from springtide.screening.actions.releasing import release_decisions
from springtide.screening.forms.deciding import ReleaseForm
from springtide.screening.models import Decision, Release
from springtide.screening.queries import pending_decisions, releasable, releases_of
from springtide.screening.rules import UNTYPED

SAMPLE, FORMER = 5, 10


@needs_role("approver")
def releases(request: PersonRequest, intake: str) -> HttpResponse:
    """What waits, counted, listed and sampled; one button for exactly this."""
    at = intake_for(request.user, intake)
    divisions = list(divisions_for(request.user, at, "approver"))
    chosen = next((d for d in divisions if d.slug == request.GET.get("division")), None)
    rows = _of(releasable(request.user, at), chosen)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and (release := attempt(form, lambda: _release(form, rows, at, request))) is not None:
        count = release.advanced + release.rejected
        words = ngettext(
            "%(count)s decision was released. Letters are on their way.",
            "%(count)s decisions were released. Letters are on their way.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("screening:releases", intake=at.slug)
    context = _figures(rows, divisions) | {"intake": at, "divisions": divisions, "chosen": chosen, "form": form}
    form.fields["typed"].required = context["people"] > UNTYPED  # asked of many only; the action checks it
    waiting = _of(pending_decisions(request.user, at), chosen).count()
    context |= {"own": waiting - len(context["pks"]), "limit": UNTYPED, "former": releases_of(at)[:FORMER]}
    return render(request, "screening/releases.html", context | {"page": _page(rows, request)})


def _of(rows: QuerySet[Decision], division: Division | None) -> QuerySet[Decision]:
    return rows if division is None else rows.filter(division=division)


def _told(pks: list[int]) -> QuerySet[Decision]:
    rows = Decision.objects.filter(pk__in=pks).order_by("id")
    return rows.select_related("application__candidate", "application__intake", "division", "decided_by")


def _page(rows: QuerySet[Decision], request: PersonRequest) -> Page[Decision]:
    """One page, its numbers read from the index alone and only then the rows."""
    page = paginate(rows.only("pk"), request.GET.get("page"))
    page.object_list = _told([row.pk for row in page])
    return page


def _release(form: ReleaseForm, rows: QuerySet[Decision], intake: Intake, request: PersonRequest) -> Release:
    """Exactly what the page showed: nothing decided after it was opened."""
    data = form.cleaned_data
    pks = list(rows.filter(pk__lte=data["newest"]).values_list("pk", flat=True))
    return release_decisions(intake=intake, decisions=pks, shown=data["shown"], typed=data["typed"], by=request.user)


def _figures(rows: QuerySet[Decision], divisions: list[Division]) -> dict[str, Any]:
    """Counts by division and verdict, people, what is released (`pks`), and a few to read drawn by lot."""
    counted = rows.order_by().values_list("division", "verdict").annotate(n=Count("pk"))
    counts = {(division, verdict): n for division, verdict, n in counted}
    each = [(d, counts.get((d.pk, "advance"), 0), counts.get((d.pk, "reject"), 0)) for d in divisions]
    pks = list(rows.values_list("pk", flat=True))
    newest = max(pks, default=0)
    # Seeded by what is looked at: the same list shows the same sample, a longer one another.
    drawn = Random(newest).sample(pks, min(SAMPLE, len(pks)))  # noqa: S311 (a sample to read, not a secret)
    return {
        "counts": [row for row in each if row[1] or row[2]],
        "people": rows.order_by().values("application").distinct().count(),
        "pks": pks,
        "newest": newest,
        "sample": _told(drawn),
    }
