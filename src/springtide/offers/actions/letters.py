"""The letter of an offer: a PDF in the candidate's language, stored and mailed once."""

import io
import json
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from springtide.foundation.files.actions import store_file
from springtide.foundation.files.kinds import PDF
from springtide.foundation.files.models import StoredFile
from springtide.foundation.files.queries import disk_path
from springtide.foundation.mail.actions import Enclosure, queue_letter
from springtide.offers.models import Offer
from springtide.offers.queries import with_people

ROOM = Path(__file__).resolve().parents[1] / "templates" / "offers" / "letter"
FONTS = Path(__file__).resolve().parents[2] / "foundation" / "ui" / "fonts"
DAY = {"en": "j F Y"}


def write_letter(*, offer: Offer) -> None:
    """Typeset, store, mail. Called again: what is done already is not done twice."""
    offer = with_people(Offer.objects.filter(pk=offer.pk)).get()
    if offer.state != "sent":
        return  # answered or taken back before the letter was written
    if offer.letter is None:
        offer.letter = _store(offer)
        Offer.objects.filter(pk=offer.pk).update(letter=offer.letter)
    person, intake = offer.application.candidate.person, offer.application.intake
    content = disk_path(offer.letter).read_bytes()
    queue_letter(
        to=person.email,
        person=person,
        language=person.language,
        time_zone=person.time_zone or intake.zone,
        template="offers/mail/offer.txt",
        kind="offers.offer",
        key=f"offer-{offer.pk}",
        context={
            "name": offer.application.candidate.name,
            "offer": offer,
            "opening": offer.opening,
            "intake": intake,
        },
        enclosures=[Enclosure(offer.letter.name, PDF, content)],
    )


def _store(offer: Offer) -> StoredFile:
    person = offer.application.candidate.person
    return store_file(
        content=io.BytesIO(typeset(letter_of(offer))), name=f"offer-{offer.pk}.pdf", content_type=PDF, owner=person
    )


def letter_of(offer: Offer) -> dict[str, Any]:
    """What the template sets: plain words in the candidate's language."""
    application, opening, intake = offer.application, offer.opening, offer.application.intake
    language = application.candidate.person.language
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    zone = intake.tz
    with translation.override(language):
        when = f"{_moment(offer.answer_by.astimezone(zone), language)} ({intake.zone})"
        names = {
            "name": application.candidate.name,
            "company": intake.company_name,
            "intake": intake.name,
            "when": when,
            "receipt": application.receipt or "",
        }
        said = {key: texts[language].format_map(names) for key, texts in words().items()}
        rows = [
            ("position", opening.position.title),
            ("division", opening.position.division.name),
            ("site", opening.site.name),
            ("period", f"{_day(offer.starts_on, language)} – {_day(offer.ends_on, language)}"),
            ("deadline", when),
        ]
        return {
            "lang": language.partition("-")[0],
            "title": said["title"],
            "company": intake.company_name,
            "about": intake.name,
            "date": _day(timezone.localtime(offer.sent_at or timezone.now(), zone).date(), language),
            "greeting": said["greeting"],
            "before": [said["welcome"]],
            "rows": [(said[key], value) for key, value in rows],
            "after": [said["answer"], said["terms"]],
            "closing": said["closing"],
            "reference": said["reference"],
        }


def typeset(letter: dict[str, Any]) -> bytes:
    """The PDF; the same bytes for the same letter. Raises typst.TypstError on a broken template."""
    told = {"letter": json.dumps(letter, ensure_ascii=False)}
    pdf = _compiler().compile(ROOM / "offer.typ", format="pdf", sys_inputs=told, timestamp=0)
    assert isinstance(pdf, bytes)  # noqa: S101  typst answers with bytes for the format pdf
    return pdf


@cache
def words() -> dict[str, dict[str, str]]:
    return tomllib.loads((ROOM / "words.toml").read_text(encoding="utf-8"))


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=ROOM, font_paths=[FONTS], ignore_system_fonts=True)


def _day(day: date, language: str) -> str:
    return date_format(day, DAY.get(language, "DATE_FORMAT"))


def _moment(moment: datetime, language: str) -> str:
    """With a clock of 24 hours in every language."""
    return f"{date_format(moment, DAY.get(language, 'DATE_FORMAT'))}, {date_format(moment, 'H:i')}"
