"""Waves: prepared by the lead, sent by a second person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.steps.verdicts import Refused
from springtide.foundation.ui.paging import paginate
from springtide.offers import queries, rules
from springtide.offers.actions import drop_wave, prepare_wave, send_wave
from springtide.offers.forms import SendForm, WaveForm
from springtide.offers.models import Wave
from springtide.offers.queries import WHOLE
from springtide.planning.queries import intake_for


@needs_role(*WHOLE)
@require_http_methods(["GET", "HEAD", "POST"])
def waves(request: PersonRequest, intake: str) -> HttpResponse:
    """All waves; the lead prepares another."""
    found = intake_for(request.user, intake)
    form = WaveForm(
        request.POST or None,
        intake=found,
        initial={"answer_by": queries.deadline_in(found, found.answer_days).date()},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            wave = prepare_wave(intake=found, by=request.user, **form.cleaned_data)
            return redirect("offers:wave", intake=intake, pk=wave.pk)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
            status = refused.status
    page = paginate(
        queries.with_counts(queries.waves_for(request.user, found)),
        request.GET.get("page"),
        counted=queries.waves_for(request.user, found),
    )
    context = {
        "intake": found,
        "page": page,
        "form": form,
        "leads": rules.leads(request.user, found.scope),
        "to_offer": queries.to_be_offered(found).count(),
    }
    return render(request, "offers/waves.html", context, status=status)


def wave_of(request: PersonRequest, intake: str, pk: int) -> Wave:
    return get_object_or_404(queries.waves_for(request.user, intake_for(request.user, intake)), pk=pk)


@needs_role(*WHOLE)
@require_safe
def wave(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    return render(request, "offers/wave.html", shown(request, wave_of(request, intake, pk)))


def shown(request: PersonRequest, wave: Wave, form: SendForm | None = None) -> dict[str, Any]:
    """What the page of a wave needs."""
    rows = wave.offers.order_by("id")
    people = rows.filter(state="prepared").count()
    counts = queries.state_counts(rows)
    return {
        "intake": wave.intake,
        "wave": wave,
        "page": paginate(queries.with_people(rows), request.GET.get("page"), counted=rows),
        "people": people,
        "counts": counts,
        "form": form or SendForm(asked=people >= rules.TYPED_FROM),
        "leads": rules.leads(request.user, wave.intake.scope),
        "approves": rules.approves(request.user, wave),
    }


@needs_role("approver")
@require_POST
def send(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = wave_of(request, intake, pk)
    people = found.offers.filter(state="prepared").count()
    form = SendForm(request.POST, asked=people >= rules.TYPED_FROM)
    status = 400
    if form.is_valid():
        try:
            send_wave(wave=found, by=request.user, typed=form.cleaned_data.get("typed"))
        except Refused as refused:
            form.add_error(None, str(refused.reason))
            status = refused.status
        else:
            told = ngettext("%(count)d offer is out.", "%(count)d offers are out.", people) % {"count": people}
            messages.success(request, told)
            return redirect("offers:wave", intake=intake, pk=pk)
    return render(request, "offers/wave.html", shown(request, wave_of(request, intake, pk), form), status=status)


@needs_role("lead")
@require_POST
def drop(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    drop_wave(wave=wave_of(request, intake, pk), by=request.user)
    messages.info(request, _("The wave was dropped. Its people stay placed."))
    return redirect("offers:waves", intake=intake)


@needs_role("lead", "approver")
@require_safe
def waiting(request: PersonRequest, intake: str) -> HttpResponse:
    """Home: waves to send, people to offer to."""
    found = intake_for(request.user, intake)
    rows = queries.with_counts(queries.waves_for(request.user, found).filter(state="draft"))
    to_offer = queries.to_be_offered(found).count() if rules.leads(request.user, found.scope) else 0
    return render(request, "offers/parts/waiting.html", {"intake": found, "waves": rows[:5], "to_offer": to_offer})


def badge(request: HttpRequest) -> int | None:
    """Menu: how many waves an approver could send."""
    match, person = request.resolver_match, request.user
    if match is None or "intake" not in match.kwargs or "approver" not in getattr(request, "roles", ()):
        return None
    rows = Wave.objects.filter(intake__slug=match.kwargs["intake"], state="draft").exclude(prepared_by=person.pk)
    return rows.count() or None
