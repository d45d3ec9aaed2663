"""Offers and openings for staff."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from springtide.applications.queries import applications_for
from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.files.answers import as_download
from springtide.foundation.ui.paging import paginate
from springtide.offers import queries, rules
from springtide.offers.actions import revoke_offer
from springtide.offers.forms import OfferFilters, ReasonForm
from springtide.offers.models import Offer
from springtide.offers.queries import SEERS
from springtide.offers.states import OFFER
from springtide.planning.queries import divisions_for, intake_for


@needs_role(*SEERS)
@require_safe
def offers(request: PersonRequest, intake: str) -> HttpResponse:
    found = intake_for(request.user, intake)
    seen = queries.offers_for(request.user, found)
    filters = OfferFilters(request.GET, divisions=divisions_for(request.user, found, *SEERS))
    rows = queries.filtered(seen, **filters.values()).order_by("-id")
    page = paginate(queries.with_people(rows), request.GET.get("page"), counted=rows)
    counts = queries.state_counts(seen)
    context = {
        "intake": found,
        "page": page,
        "filters": filters,
        "states": [(state, counts[state.name]) for state in OFFER.states],
        "whole": request.user.holds(*queries.WHOLE, scope=found.scope),
    }
    return render(request, "offers/list.html", context)


def offer_of(request: PersonRequest, intake: str, pk: int) -> Offer:
    rows = queries.offers_for(request.user, intake_for(request.user, intake))
    return get_object_or_404(queries.with_people(rows), pk=pk)


@needs_role(*SEERS)
@require_safe
def offer(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = offer_of(request, intake, pk)
    leads = rules.leads(request.user, found.application.intake.scope)
    context = {
        "intake": found.application.intake,
        "offer": found,
        "form": ReasonForm(),
        "may_revoke": leads and found.state in ("prepared", "sent"),
    }
    return render(request, "offers/offer.html", context)


@needs_role("lead")
@require_POST
def revoke(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    found = offer_of(request, intake, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    revoke_offer(offer=found, reason=reason, by=request.user)
    messages.info(request, _("The offer was taken back."))
    return redirect("offers:offer", intake=intake, pk=pk)


@needs_role(*SEERS)
@require_safe
def letter(request: PersonRequest, intake: str, pk: int) -> HttpResponseBase:
    found = offer_of(request, intake, pk)
    if found.letter is None:
        raise Http404
    return as_download(found.letter)


@needs_role(*SEERS)
@require_safe
def opening(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """Seats of one opening: who holds them, who waits."""
    found = intake_for(request.user, intake)
    place = get_object_or_404(queries.openings_for(request.user, found), pk=pk)
    offers = Offer.objects.filter(opening=place)
    waiting = paginate(queries.waiting_at(place), request.GET.get("page"))
    counts = queries.state_counts(offers)
    context = {
        "intake": found,
        "opening": place,
        "counts": counts,
        "promised": queries.promised(place),
        "taken": place.taken_seats.count(),
        "standing": queries.with_people(offers.filter(state__in=["prepared", "sent", "accepted"])).order_by("id")[:200],
        "page": waiting,
    }
    return render(request, "offers/opening.html", context)


@needs_role(*SEERS)
@require_safe
def panel(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    """The part of an application's page."""
    found = intake_for(request.user, intake)
    application = get_object_or_404(applications_for(request.user, found), pk=pk)
    rows = queries.with_people(queries.offers_for(request.user, found).filter(application=application))
    seen = queries.openings_for(request.user, found).values("pk")
    context = {
        "intake": found,
        "offers": rows.order_by("-id"),
        "places": queries.places_of(application).filter(opening__in=seen),
    }
    return render(request, "offers/parts/panel.html", context)
