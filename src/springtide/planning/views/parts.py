"""Divisions, sites, job families and phases: one list and one form for each kind."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.ui.paging import paginate
from springtide.planning import rules
from springtide.planning.actions.parts import Part, add_part, change_part, remove_part
from springtide.planning.forms.attempt import attempt
from springtide.planning.forms.parts import FORMS
from springtide.planning.models import Division, Family, Intake, Phase, Site
from springtide.planning.queries import intake_for, parts_for
from springtide.planning.views.pages import page

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Kind:
    """`slug` stands in addresses; the words head its pages."""

    slug: str
    model: type[Part]
    many: "StrPromise"
    new: "StrPromise"
    lead: "StrPromise"
    icon: str


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "divisions",
            Division,
            gettext_lazy("Divisions"),
            gettext_lazy("New division"),
            gettext_lazy("A division publishes positions and sees its own applicants only."),
            "building-2",
        ),
        Kind(
            "sites",
            Site,
            gettext_lazy("Sites"),
            gettext_lazy("New site"),
            gettext_lazy("A site has its own clock and its own law."),
            "map-pin",
        ),
        Kind(
            "families",
            Family,
            gettext_lazy("Job families"),
            gettext_lazy("New job family"),
            gettext_lazy("Whether a seat counts as AI is said here, with the reason."),
            "shapes",
        ),
        Kind(
            "phases",
            Phase,
            gettext_lazy("Phases"),
            gettext_lazy("New phase"),
            gettext_lazy("Divisions of one phase open at the same moment."),
            "calendar-range",
        ),
    )
}


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def _own(request: PersonRequest, intake: str) -> Intake:
    """The intake, for those who change its plan; others look and find nothing here."""
    found = intake_for(request.user, intake)
    if not rules.can_plan(request.user, found.scope):
        raise Http404
    return found


@needs_role()
def rows(request: PersonRequest, intake: str, kind: str) -> HttpResponse:
    found, of = intake_for(request.user, intake), _kind(kind)
    parts = paginate(parts_for(request.user, found, of.model), request.GET.get("page"))
    return page(request, "parts", found, tab=kind, kind=of, rows=parts)


@needs_role("lead")
def add(request: PersonRequest, intake: str, kind: str) -> HttpResponse:
    found, of = _own(request, intake), _kind(kind)
    form = FORMS[of.model](request.POST or None, intake=found)
    saved = attempt(form, lambda: add_part(intake=found, kind=of.model, by=request.user, **form.cleaned_data))
    if saved:
        messages.success(request, _("Added."))
        return redirect("planning:parts", intake=found.slug, kind=kind)
    return page(request, "part", found, tab=kind, kind=of, form=form)


@needs_role("lead")
def change(request: PersonRequest, intake: str, kind: str, pk: int) -> HttpResponse:
    found, of = _own(request, intake), _kind(kind)
    part = get_object_or_404(parts_for(request.user, found, of.model), pk=pk)
    form = FORMS[of.model](request.POST or None, intake=found, part=part)
    saved = attempt(form, lambda: change_part(part=part, by=request.user, **form.cleaned_data))
    if saved:
        messages.success(request, _("Saved."))
        return redirect("planning:parts", intake=found.slug, kind=kind)
    return page(request, "part", found, tab=kind, kind=of, form=form, part=part)


@require_POST
@needs_role("lead")
def remove(request: PersonRequest, intake: str, kind: str, pk: int) -> HttpResponse:
    found, of = _own(request, intake), _kind(kind)
    remove_part(part=get_object_or_404(parts_for(request.user, found, of.model), pk=pk), by=request.user)
    messages.success(request, _("Removed."))
    return redirect("planning:parts", intake=found.slug, kind=kind)
