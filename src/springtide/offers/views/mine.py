"""The candidate's page: the offer, the letter, yes or no. Reading it changes nothing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from springtide.applications.models import Application
from springtide.foundation.accounts.access import PersonRequest, needs_person
from springtide.foundation.files.answers import as_download
from springtide.foundation.steps.verdicts import Refused
from springtide.offers import queries, rules
from springtide.offers.actions import accept_offer, decline_offer, renege_offer
from springtide.offers.forms import ReasonForm
from springtide.offers.models import Offer


def application_of(request: PersonRequest, intake: str) -> Application:
    rows = Application.objects.select_related("intake", "candidate")
    return get_object_or_404(rows, intake__slug=intake, candidate__person=request.user)


def offer_of(request: PersonRequest, intake: str, pk: int) -> Offer:
    """Their own, told to them; anybody else's does not exist."""
    rows = Offer.objects.filter(application=application_of(request, intake)).exclude(sent_at=None)
    return get_object_or_404(queries.with_people(rows), pk=pk)


def shown(request: PersonRequest, intake: str, *, refusal: str = "", status: int = 200) -> HttpResponse:
    application = application_of(request, intake)
    offer = queries.offer_told_to(request.user, application.intake)
    now = timezone.now()
    context = {
        "intake": application.intake,
        "application": application,
        "offer": offer,
        "form": ReasonForm(),
        "now": now,
        "answerable": offer is not None and rules.is_answerable(offer, now),
        "places": queries.places_of(application),
        "refusal": refusal,
    }
    return render(request, "offers/mine.html", context, status=status)


@needs_person
@require_safe
def mine(request: PersonRequest, intake: str) -> HttpResponse:
    return shown(request, intake)


@needs_person
@require_POST
def accept(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    try:
        offer = accept_offer(offer=offer_of(request, intake, pk), by=request.user)
    except Refused as refused:
        return shown(request, intake, refusal=str(refused.reason), status=refused.status)
    if offer.state == "accepted":
        messages.success(request, _("You have accepted. We look forward to working with you."))
    else:
        sentence = _("We are sorry: the last seat went a moment before. You are first on its reserve list.")
        messages.warning(request, sentence)
    return redirect("offers:mine", intake=intake)


@needs_person
@require_POST
def decline(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    return _give_up(request, intake, pk, decline_offer, _("You have declined. Thank you for telling us."))


@needs_person
@require_POST
def renege(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    return _give_up(request, intake, pk, renege_offer, _("You have given your seat back. Thank you for telling us."))


def _give_up(request: PersonRequest, intake: str, pk: int, action: object, thanks: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        action(offer=offer_of(request, intake, pk), reason=reason, by=request.user)  # type: ignore[operator]
    except Refused as refused:
        return shown(request, intake, refusal=str(refused.reason), status=refused.status)
    messages.info(request, thanks)
    return redirect("offers:mine", intake=intake)


@needs_person
@require_safe
def letter(request: PersonRequest, intake: str, pk: int) -> HttpResponseBase:
    found = offer_of(request, intake, pk)
    if found.letter is None:
        raise Http404
    return as_download(found.letter)
