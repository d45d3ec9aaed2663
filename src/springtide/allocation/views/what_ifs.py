"""The page on which a lead tries what would be if."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from springtide.allocation.actions import start_run
from springtide.allocation.forms.what_ifs import WhatIfForm, row_count
from springtide.allocation.models import Run
from springtide.allocation.queries import opening_keys, runs_for
from springtide.allocation.views.runs import led
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.planning.forms.attempt import attempt
from springtide.planning.models import Intake


@needs_role("lead")
@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: PersonRequest, intake: str) -> HttpResponse:
    """The form holds the season as it is; what is changed in it makes a run that can never be published."""
    found = led(request, intake)
    openings = opening_keys(found)
    sent = request.method == "POST"
    form = WhatIfForm(
        request.POST if sent else None,
        intake=found,
        targets=list(found.targets.all()),
        openings={key: (opening.pk, opening.seats) for key, opening in openings.items()},
        rows=row_count(request.POST),
    )
    context = {"intake": found, "form": form, "openings": openings}
    if not sent:
        form.initial["name"] = _("What if %(number)d") % {"number": runs_for(request.user, found).count() + 1}
        return render(request, "allocation/what_if.html", context)
    if "more" in request.POST:
        form.is_valid()
        return render(request, "allocation/what_if.html", context)
    run = attempt(form, lambda: _start(request, found, form))
    if run is None:
        return render(request, "allocation/what_if.html", context, status=422)
    return redirect("allocation:run", intake=intake, pk=run.pk)


def _start(request: PersonRequest, intake: Intake, form: WhatIfForm) -> Run:
    asked = {key: form.cleaned_data[key] for key in ("name", "method", "with_transfer")}
    return start_run(intake=intake, by=request.user, changes=form.changes(), **asked)
