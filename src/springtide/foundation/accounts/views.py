"""A person's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from springtide.foundation.accounts.access import PersonRequest, needs_person
from springtide.foundation.accounts.actions import set_preferences
from springtide.foundation.accounts.forms import PersonForm


@needs_person
@require_http_methods(["GET", "POST"])
def person(request: PersonRequest) -> HttpResponse:
    me = request.user
    initial = {
        "name": me.name,
        "language": me.language or translation.get_language(),
        "time_zone": me.time_zone or timezone.get_current_timezone_name(),
    }
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_preferences(person=me, **form.cleaned_data)
        messages.success(request, _("Saved. Letters and times follow these settings from now on."))
        return redirect("account_person")
    return render(request, "accounts/person.html", {"form": form}, status=422 if form.errors else 200)
