"""The public site of an intake."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from springtide.careers import queries
from springtide.careers.caching import for_everybody
from springtide.careers.catalogue import lay_cards, look
from springtide.careers.forms import read_filters, searched
from springtide.careers.markdown import as_html
from springtide.careers.structured import as_json_ld

PER_PAGE = 20


@require_safe
@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    intakes = list(queries.intakes_to_show()[:20])
    if len(intakes) == 1:
        return redirect("careers:list", intake=intakes[0].slug)
    return render(request, "careers/home.html", {"intakes": intakes, "now": timezone.now()})


@require_safe
@for_everybody
def positions(request: HttpRequest, intake: str) -> HttpResponse:
    shown = queries.public_intake(intake)
    names, rows = queries.names_in(shown), queries.rows_of(shown)
    filters = read_filters(request.GET, names, queries.found_by(shown, searched(request.GET)))
    found = look(rows, filters.wanted, names)
    page = Paginator(found.positions, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "intake": shown,
        "filters": filters,
        "found": found,
        "page": page,
        "cards": lay_cards(queries.titles_of(page.object_list), rows, names),
        "all_seats": sum(row.seats for row in rows),
        "all_ai": sum(row.seats for row in rows if row.ai),
        "cities": len({row.site for row in rows}),
        "open": shown.takes_applications(),
        "now": timezone.now(),
    }
    template = "careers/parts/results.html" if request.headers.get("HX-Request") else "careers/list.html"
    return render(request, template, context)


@require_safe
@for_everybody
def position(request: HttpRequest, intake: str, slug: str) -> HttpResponse:
    shown = queries.public_intake(intake)
    found = queries.public_position(shown, slug)
    context = {
        "intake": shown,
        "position": found,
        "description": as_html(found.description),
        "json_ld": as_json_ld(found),
        "open": shown.takes_applications(),
        "now": timezone.now(),
    }
    return render(request, "careers/position.html", context)


@require_safe
@for_everybody
def how_to_apply(request: HttpRequest, intake: str) -> HttpResponse:
    shown = queries.public_intake(intake)
    return render(request, "careers/how_to_apply.html", {"intake": shown, "open": shown.takes_applications()})


@require_safe
@for_everybody
def news(request: HttpRequest, intake: str) -> HttpResponse:
    shown = queries.public_intake(intake)
    page = Paginator(queries.announcements(shown), 10).get_page(request.GET.get("page"))
    entries = [(entry, as_html(entry.body)) for entry in page]
    return render(request, "careers/news.html", {"intake": shown, "page": page, "entries": entries})


@require_safe
@for_everybody
def about(request: HttpRequest, intake: str) -> HttpResponse:
    shown = queries.public_intake(intake)
    return render(request, "careers/about.html", {"intake": shown, "text": as_html(shown.about_text)})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /console/", "Disallow: /me/", "Disallow: /account/", "Disallow: /outbox/"]
    text = "\n".join([*lines, f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    intakes = [intake.slug for intake in queries.intakes_to_show()[:100]]
    context = {"site": settings.SITE_URL, "intakes": intakes, "positions": queries.sitemap_positions()[:45_000]}
    return HttpResponse(render_to_string("careers/sitemap.xml", context), content_type="application/xml")
