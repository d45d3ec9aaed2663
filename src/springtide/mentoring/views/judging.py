"""What the mentor notes and sends, and what an approver decides: one form each."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.accounts.roles import Role
from springtide.mentoring import rules
from springtide.mentoring.actions.evaluating import note_check_in, rubric_for, send_evaluation
from springtide.mentoring.actions.returning import decide_return, recommend_return
from springtide.mentoring.forms import TITLES, CheckInForm, DecideForm, EvaluationForm, RecommendForm
from springtide.mentoring.models import Evaluation, Internship
from springtide.mentoring.views.rows import attempt, form_page, today_in, visible

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _mentored(request: PersonRequest, intake: str, pk: int) -> Internship:
    internship = visible(request, intake, pk)
    if not rules.mentors(request.user, internship.mentor_person_id):
        raise Http404
    return internship


@needs_role(Role.MENTOR)
@form_methods
def check_in(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    internship = _mentored(request, intake, pk)
    today = today_in(internship.offer.application.intake)
    form = CheckInForm(request.POST or None, initial={"held_on": today})
    if attempt(request, form, lambda: note_check_in(internship=internship, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The talk is noted."))
        return redirect("mentoring:detail", intake, pk)
    lead = _("Read by you, the recruiters of the division and those who oversee the intake; not by the intern.")
    return form_page(request, form, internship, title=_("Note a check-in"), lead=lead, button=_("Note it"))


@needs_role(Role.MENTOR)
@form_methods
def evaluation(request: PersonRequest, intake: str, pk: int, kind: str) -> HttpResponse:
    internship = _mentored(request, intake, pk)
    if kind not in Evaluation.Kind:
        raise Http404
    sent = internship.evaluations.values_list("kind", flat=True)
    rules.can_be_evaluated(internship.state, kind, sent).require()
    form = EvaluationForm(request.POST or None, rubric=rubric_for(internship.offer.application.intake))

    def send() -> Evaluation:
        summary = form.cleaned_data["summary"]
        return send_evaluation(internship=internship, kind=kind, points=form.points(), summary=summary, by=request.user)

    if attempt(request, form, send):
        messages.success(request, _("The evaluation is sent. Thank you."))
        return redirect("mentoring:detail", intake, pk)
    title, lead = TITLES[Evaluation.Kind(kind)], _("The same questions for everybody. Once sent, it stays as it is.")
    return form_page(request, form, internship, title=title, lead=lead, button=_("Send the evaluation"))


@needs_role(Role.MENTOR)
@form_methods
def recommend(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    internship = _mentored(request, intake, pk)
    form = RecommendForm(request.POST or None)
    if attempt(request, form, lambda: recommend_return(internship=internship, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Thank you. An approver decides, and the intern is told then."))
        return redirect("mentoring:detail", intake, pk)
    lead = _("You recommend, somebody else decides. The intern does not read this.")
    return form_page(request, form, internship, title=_("Return offer"), lead=lead, button=_("Hand it over"))


@needs_role(Role.APPROVER)
@form_methods
def decide(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    internship = visible(request, intake, pk)
    found = getattr(internship, "return_offer", None)
    if found is None or not rules.approves(request.user, internship.division.scope):
        raise Http404
    form = DecideForm(request.POST or None)
    if attempt(request, form, lambda: decide_return(return_offer=found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Decided. The intern is told by letter."))
        return redirect("mentoring:detail", intake, pk)
    lead = _("The intern is told by letter as soon as you decide; your reason stays with staff.")
    words = {"title": _("Decide about a return offer"), "lead": lead, "button": _("Decide and tell the intern")}
    return form_page(request, form, internship, return_offer=found, **words)
