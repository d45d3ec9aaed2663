"""A position as schema.org JobPosting (JSON-LD), for search engines and aggregators."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from springtide.careers.markdown import as_html
from springtide.planning.models import Position


def job_posting(position: Position) -> dict[str, Any]:
    """One JobPosting with a place for each opening; valid until the deadline that candidates are shown."""
    intake = position.intake
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": position.title,
        "description": str(as_html(position.description)),
        "identifier": {"@type": "PropertyValue", "name": intake.company_name, "value": position.slug},
        "datePosted": position.created.date().isoformat(),
        "validThrough": intake.shown_deadline.astimezone(intake.tz).isoformat(),
        "employmentType": "INTERN",
        "hiringOrganization": {"@type": "Organization", "name": intake.company_name},
        "url": f"{settings.SITE_URL}/{intake.slug}/positions/{position.slug}/",
        "totalJobOpenings": sum(opening.seats for opening in position.openings.all()),
        "jobLocation": [
            {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": opening.site.name,
                    "addressCountry": opening.site.country,
                },
            }
            for opening in position.openings.all()
        ],
    }


def as_json_ld(position: Position) -> SafeString:
    """The element that holds it; nothing in the JSON can close it."""
    text = json.dumps(job_posting(position), ensure_ascii=False)
    for char, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(char, escaped)
    # Escaped above: the three characters that could leave the element. Data, so the policy on scripts lets it be.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
