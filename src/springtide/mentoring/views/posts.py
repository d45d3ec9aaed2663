"""Who mentors where: posts of a division, given and taken by its recruiters and the lead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from springtide.foundation.accounts.access import PersonRequest, needs_role
from springtide.foundation.accounts.roles import Role
from springtide.foundation.ui.paging import paginate
from springtide.mentoring import queries
from springtide.mentoring.actions.posts import add_post, change_post, remove_post
from springtide.mentoring.forms import MostForm, PostForm
from springtide.mentoring.models import Mentor
from springtide.mentoring.views.rows import attempt
from springtide.planning.queries import intake_for

MANAGERS = (Role.LEAD, Role.RECRUITER)
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@needs_role(*MANAGERS)
@require_safe
def listing(request: PersonRequest, intake: str) -> HttpResponse:
    season = intake_for(request.user, intake)
    page = paginate(queries.posts_for(request.user, season), request.GET.get("page"), request.GET.get("per_page"))
    return render(request, "mentoring/posts.html", {"intake": season, "page": page, "rows": queries.rooms(page)})


@needs_role(*MANAGERS)
@form_methods
def add(request: PersonRequest, intake: str) -> HttpResponse:
    season = intake_for(request.user, intake)
    divisions = queries.own_divisions(request.user, season)
    people = queries.possible_mentors(divisions)
    form = PostForm(request.POST or None, intake=season, divisions=divisions, people=people)
    if attempt(request, form, lambda: add_post(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The mentor has the post and is paired with interns to come."))
        return redirect("mentoring:posts", intake)
    context = {"intake": season, "form": form, "post": None}
    return render(request, "mentoring/post.html", context, status=422 if form.errors else 200)


def _post(request: PersonRequest, intake: str, pk: int) -> Mentor:
    return get_object_or_404(queries.posts_for(request.user, intake_for(request.user, intake)), pk=pk)


@needs_role(*MANAGERS)
@form_methods
def change(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    post = _post(request, intake, pk)
    form = MostForm(request.POST or None, initial={"most": post.most})
    if attempt(request, form, lambda: change_post(post=post, by=request.user, **form.cleaned_data)):
        return redirect("mentoring:posts", intake)
    context = {"intake": post.intake, "form": form, "post": post}
    return render(request, "mentoring/post.html", context, status=422 if form.errors else 200)


@needs_role(*MANAGERS)
@require_POST
def remove(request: PersonRequest, intake: str, pk: int) -> HttpResponse:
    remove_post(post=_post(request, intake, pk), by=request.user)
    messages.success(request, _("The post is removed."))
    return redirect("mentoring:posts", intake)
