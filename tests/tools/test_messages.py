"""Translations: what the source says is found, what a catalogue lost is named."""

import pytest

from tools import messages


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A small product of its own: one module, one template."""
    root = tmp_path / "src" / "springtide"
    templates = root / "templates" / "offers"
    templates.mkdir(parents=True)
    (root / "rules.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        '_("The offer has %(days)s days left.") % {"days": 3}\n'
        'ngettext("%(n)s seat", "%(n)s seats", 2)\npgettext("verb", "Rank")\n'
    )
    (templates / "offer.html").write_text(
        "{% load i18n %}\n  <p>\n{% translate 'Your offer' %}</p>\n"
        '      <b title="{% translate "Sign" %}">it\'s</b>\n'
        "    {% blocktranslate trimmed count n=seats %}\n  one {{ place }}\n"
        "{% plural %}\n {{ n }} at {{ place }}\n{% endblocktranslate %}\n"
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SOURCE", root)
    monkeypatch.setattr(messages, "LOCALE", root / "locale")
    return root


def po(source):
    return source / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def translate(source, text, translation):
    po(source).write_text(
        po(source).read_text().replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translation}"')
    )


def test_texts_of_code_and_templates_are_found(source):
    found = {message.id for message in messages.texts() if message.id}
    assert found == {
        "The offer has %(days)s days left.",
        ("%(n)s seat", "%(n)s seats"),
        "Rank",
        "Your offer",
        "Sign",
        ("one %(place)s", "%(n)s at %(place)s"),
    }


def test_an_update_keeps_what_is_translated(source):
    messages.update()
    translate(source, "Your offer", "您的录用通知")
    (source / "new.py").write_text('_("Something new")\n')
    assert "zh_Hans: not in the catalogue: 'Something new'" in messages.check()
    messages.update()
    assert "您的录用通知" in po(source).read_text()
    assert not any("not in the catalogue" in fault for fault in messages.check())


def test_a_text_gone_from_the_source_is_named(source):
    messages.update()
    (source / "rules.py").unlink()
    assert "fr: no longer in the source: 'Rank'" in messages.check()


def test_only_a_promised_language_must_be_complete(source):
    messages.update()
    found = messages.check()
    assert "zh_Hans: not translated: 'Sign'" in found
    assert not any(fault.startswith("fr") for fault in found)


@pytest.mark.parametrize(
    ("translation", "fine"), [("还剩 %(days)s 天。", True), ("还剩几天。", False), ("%(tage)s", False)]
)
def test_a_translation_keeps_its_placeholders(source, translation, fine):
    messages.update()
    translate(source, "The offer has %(days)s days left.", translation)
    assert any("placeholders differ" in fault for fault in messages.check()) is not fine


def test_compiled_catalogues_speak(source):
    from gettext import GNUTranslations

    messages.update()
    translate(source, "Sign", "签字")
    messages.compile_all()
    with po(source).with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Sign") == "签字"
