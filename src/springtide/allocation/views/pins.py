"""Who is seated by hand, and the page on which a lead does it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.allocation import rules
from springtide.allocation.actions import end_pin, pin_person
from springtide.allocation.forms.pins import PinForm
from springtide.allocation.queries import IN_MARKET, SEERS, openings_to_pin, pins_for, pins_ready
from springtide.allocation.views.runs import led
from springtide.applications.queries import applications_for
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.ui.paging import paginate
from springtide.planning.forms.attempt import attempt
from springtide.planning.queries import intake_for


@needs_role(*SEERS)
@require_safe
def pins(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    rows = pins_for(request.user, found)
    page = paginate(pins_ready(rows), request.GET.get("page"), counted=rows)
    leads = rules.leads(request.user, found.scope)
    return render(request, "allocation/pins.html", {"intake": found, "page": page, "leads": leads})


@needs_role("lead")
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Seat the person of one application by hand."""
    found = led(request, intake)
    rows = applications_for(request.user, found).select_related("candidate", "intake")
    application = get_object_or_404(rows, pk=pk)
    ranked, others = openings_to_pin(application)
    form = PinForm(request.POST or None, ranked=ranked, others=others)
    if attempt(
        form,
        lambda: pin_person(
            application=application, opening=form.chosen, reason=form.cleaned_data["reason"], by=request.user
        ),
    ):
        messages.success(request, _("Pinned. Runs that start from now on read it."))
        return redirect("allocation:pins", intake=intake)
    standing = pins_ready(pins_for(request.user, found).filter(application=application)).first()
    context = {"intake": found, "application": application, "form": form, "standing": standing}
    status = 422 if form.is_bound else 200
    return render(request, "allocation/pin.html", context | {"waits": application.state in IN_MARKET}, status=status)


@needs_role("lead")
@require_POST
def unpin(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = led(request, intake)
    end_pin(pin=get_object_or_404(pins_for(request.user, found), pk=pk), by=request.user)
    messages.success(request, _("The pin is taken away. Runs that start from now on do not read it."))
    return redirect("allocation:pins", intake=intake)
