"""The offer letter: in the reader's language, names in every script, data never read as source."""

import pypdfium2 as pdfium
import pytest

from springtide.foundation.mail.models import Letter
from springtide.offers.actions import write_letter
from springtide.offers.actions.letters import letter_of, typeset, words
from springtide.offers.models import Offer
from springtide.offers.queries import with_people
from tests.cast import Cast
from tests.springtide.offers.scenes import over_offered, three_for_one_seat

TITLES = {"en": "Internship offer", "zh-hans": "实习录用通知书", "fr": "Proposition de stage", "ar": "عرض"}


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    assert len(document) == 1
    return document[0].get_textpage().get_text_range()


def told(cast: Cast, language: str, name: str) -> dict:
    offer = over_offered(cast, cast.models, 1)[0]
    candidate = offer.application.candidate
    candidate.name = name
    candidate.save()
    candidate.person.language = language
    candidate.person.save()
    return letter_of(with_people(Offer.objects.all()).get())


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Ann Lee"), ("zh-hans", "王伟"), ("fr", "Émile Œuvré"), ("ar", "فاطمة")]
)
def test_each_language_has_its_letter(cast: Cast, language: str, name: str) -> None:
    letter = told(cast, language, name)
    text = text_of(typeset(letter))
    assert letter["title"].startswith(TITLES[language]) and name in letter["greeting"]
    if language != "ar":  # extracted Arabic comes in the order of the glyphs
        assert name in text and TITLES[language] in text
    assert "23:59" not in letter["rows"][3][1] and "Asia/Shanghai" in letter["rows"][4][1]
    assert typeset(letter) == typeset(letter)


def test_every_word_is_there_in_every_language() -> None:
    assert {frozenset(texts) for texts in words().values()} == {frozenset(TITLES)}


def test_what_people_type_is_set_not_run(cast: Cast) -> None:
    name = '#import "x": * $ *Bo* {name} \\u{41} <script>'
    assert name in text_of(typeset(told(cast, "en", name))).replace("\r\n", " ")


def test_a_letter_is_written_once_and_not_after_the_answer(cast: Cast) -> None:
    three_for_one_seat(cast)
    offer = Offer.objects.get(state="sent")
    letter, file = Letter.objects.get(key=f"offer-{offer.pk}"), offer.letter
    write_letter(offer=offer)
    offer.refresh_from_db()
    assert (offer.letter, Letter.objects.filter(kind="offers.offer").get()) == (file, letter)
    assert "Portal engineer" in letter.body and "UTC+0800" in letter.body
    Offer.objects.update(state="declined", letter=None)
    write_letter(offer=offer)
    assert Offer.objects.get().letter is None
