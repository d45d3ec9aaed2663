"""Import of postings for the lead: choose a file, read what it would do, say yes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.files.actions import store_file
from springtide.foundation.files.queries import disk_path
from springtide.planning import rules
from springtide.planning.actions.postings import import_postings
from springtide.planning.forms.attempt import attempt
from springtide.planning.forms.imports import ChoicesForm, UploadForm
from springtide.planning.imports.report import Report, dry_run
from springtide.planning.models import Intake
from springtide.planning.queries import intake_for
from springtide.planning.views.pages import page

CHOICES = ("division", "site", "seats")
KIND = "application/x-postings"
SHOWN = 50


def _own(request: PersonRequest, intake: str) -> Intake:
    found = intake_for(request.user, intake)
    if not rules.can_plan(request.user, found.scope):
        raise Http404
    return found


@needs_role("lead")
def upload(request: PersonRequest, intake: str) -> HttpResponse:
    """Keep the file, then show what it would do: what is confirmed later is what was read."""
    found = _own(request, intake)
    form = UploadForm(request.POST or None, request.FILES or None, intake=found)
    if form.is_valid():
        file = form.cleaned_data["file"]
        kept = store_file(content=file.file, name=file.name, content_type=KIND, owner=request.user)
        chosen = {name: form.cleaned_data[name] for name in (*CHOICES, "publish")}
        address = reverse("planning:import_confirm", kwargs={"intake": found.slug, "pk": kept.pk})
        return redirect(f"{address}?{urlencode(chosen)}")
    return page(request, "import", found, tab="import", form=form)


@needs_role("lead")
def confirm(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = _own(request, intake)
    file = get_object_or_404(request.user.files, pk=pk, content_type=KIND)
    form = ChoicesForm(request.POST if request.method == "POST" else request.GET, intake=found)
    chosen = {name: form.cleaned_data[name] for name in CHOICES} if form.is_valid() else {}
    try:
        report = dry_run(disk_path(file).read_bytes(), intake=found, **chosen)
    except FileNotFoundError as error:
        raise Http404 from error
    if request.method == "POST":
        new = attempt(form, lambda: _write(found, report, form, request))
        if new is not None:
            messages.success(request, _("%(new)d new positions are in the plan.") % {"new": new})
            return redirect("planning:positions", intake=found.slug)
    shown = Paginator(report.postings, SHOWN).get_page(request.GET.get("page"))
    return page(request, "import_confirm", found, tab="import", form=form, file=file, report=report, rows=shown)


def _write(intake: Intake, report: Report, form: ChoicesForm, request: PersonRequest) -> int:
    publish = form.cleaned_data["publish"]
    return import_postings(intake=intake, report=report, by=request.user, publish=publish)
