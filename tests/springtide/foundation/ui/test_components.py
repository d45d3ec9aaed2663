"""Components: nothing typed is lost, nothing typed becomes markup, nothing is told by colour alone."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfoNotFoundError

import lucide
import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from springtide.foundation.ui.icons import icon_svg
from springtide.foundation.ui.styleguide import SpecimenForm
from springtide.foundation.ui.templatetags.ui import in_zone

SRC = Path(__file__).resolve().parents[4] / "src/springtide"
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
COMPONENT = re.compile(r"<c-([\w.-]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
VARS = re.compile(r"[\s:]([\w-]+)=")
COLON = re.compile(r"(?<=\s):([\w-]+)=(\"[^\"]*\"|'[^']*')")


def draw(source: str, **context: object) -> str:
    compiler = engines["django"].engine.template_loaders[0].loaders[0].cotton_compiler
    return engines["django"].from_string("{% load ui i18n %}" + compiler.process(source)).render(context)


@pytest.fixture
def refused() -> SpecimenForm:
    return SpecimenForm({"name": '"><script>x</script>', "email": "li.na@", "degree": "m", "transfer": "yes"})


def test_what_was_typed_comes_back_as_text(refused: SpecimenForm) -> None:
    html = draw('<c-field :field="form.name" />', form=refused)
    assert 'value="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"' in html
    assert "<script>" not in html


def test_an_error_is_tied_to_its_field_and_so_is_the_help(refused: SpecimenForm) -> None:
    html = draw('<c-field :field="form.email" />', form=refused)
    assert 'aria-invalid="true"' in html
    assert re.findall(r'aria-describedby="([^"]*)"', html) == ["id_email_error"]
    assert 'id="id_email_error"' in html
    help_text = draw('<c-field :field="form.name" />', form=refused)
    assert 'aria-describedby="id_name_helptext"' in help_text
    assert 'id="id_name_helptext"' in help_text


def test_choices_are_a_group_with_a_name_and_keep_the_choice(refused: SpecimenForm) -> None:
    html = draw('<c-field :field="form.transfer" />', form=refused)
    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('class="radio radio-sm radio-primary"') == 2
    assert re.search(r'value="yes"[^>]* checked', html)


def test_only_what_may_stay_empty_is_marked(refused: SpecimenForm) -> None:
    assert "(optional)" in draw('<c-field :field="form.essay" />', form=refused)
    assert "(optional)" not in draw('<c-field :field="form.name" />', form=refused)


def test_the_summary_of_errors_leads_to_the_fields(refused: SpecimenForm) -> None:
    html = draw('<c-errors :form="form" />', form=refused)
    assert 'href="#id_email"' in html
    assert 'href="#id_consent"' in html
    assert 'href="#id_name"' not in html
    assert draw('<c-errors :form="form" />', form=SpecimenForm()).strip() == ""


def test_a_value_given_to_a_component_is_escaped_once() -> None:
    html = draw('<c-stat label="{{ name }}" value="3" />', name="R&D <b>")
    assert "R&amp;D &lt;b&gt;" in html


def test_no_component_gets_an_undeclared_object_or_an_evaluated_value() -> None:
    declared = {
        path.as_posix().split("/cotton/")[1].removesuffix(".html"): set(VARS.findall(path.read_text().split("/>")[0]))
        for path in TEMPLATES
        if "cotton" in path.parts
    }
    guilty = []
    for path in TEMPLATES:
        for name, attributes in COMPONENT.findall(path.read_text()):
            known = declared.get(name.replace(".", "/").replace("-", "_"), set())
            guilty += [
                f"{path.name}: <c-{name} :{attribute}={value}>"
                for attribute, value in COLON.findall(attributes)
                if name not in {"vars", "slot"} and (attribute not in known or "{{" in value)
            ]
    assert guilty == []


def test_every_icon_named_in_a_template_exists() -> None:
    with ZipFile(Path(lucide.__file__).with_name("lucide.zip")) as drawer:
        drawings = {name.removesuffix(".svg") for name in drawer.namelist()}
    named = re.compile(r"{% icon \"([\w-]+)\"|<c-[^>]*\bicon=\"([\w-]+)\"|<c-icon name=\"([\w-]+)\"")
    guilty = {f"{p.name}: {''.join(m)}" for p in TEMPLATES for m in named.findall(p.read_text())} - {""}
    assert {g for g in guilty if g.split(": ")[1] not in drawings} == set()
    in_python = re.compile(r"(?:MenuItem|Panel)\([^)]*?\bicon=\"([\w-]+)\"")
    guilty = {f"{p}: {m}" for p in SRC.rglob("*.py") for m in in_python.findall(p.read_text()) if m not in drawings}
    assert guilty == set()


def test_a_wrong_icon_costs_the_ornament_not_the_page() -> None:
    assert "<circle" in icon_svg("no-such-icon")


def test_an_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in icon_svg("check")
    assert 'role="img" aria-label="a &quot;b&quot;"' in icon_svg("check", label='a "b"')


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Paris", ("31 Mar 2027, 23:59", "CEST (UTC+02:00)")),
        ("Asia/Shanghai", ("1 Apr 2027, 05:59", "CST (UTC+08:00)")),
        ("Asia/Dubai", ("1 Apr 2027, 01:59", "UTC+04:00")),
        ("Asia/Kolkata", ("1 Apr 2027, 03:29", "IST (UTC+05:30)")),
        ("America/New_York", ("31 Mar 2027, 17:59", "EDT (UTC-04:00)")),
        ("UTC", ("31 Mar 2027, 21:59", ">UTC<")),
    ],
)
def test_a_moment_is_told_with_its_zone(zone: str, words: tuple[str, str]) -> None:
    html = in_zone(datetime(2027, 3, 31, 21, 59, 59, tzinfo=UTC), zone)
    assert all(word in html for word in words)
    assert 'datetime="2027-03-31T21:59:59+00:00"' in html


def test_a_moment_is_told_in_the_readers_language() -> None:
    with override("zh-hans"):
        assert "2027年4月1日" in in_zone(datetime(2027, 3, 31, 21, 59, tzinfo=UTC), "Asia/Shanghai")


def test_the_day_of_a_moment_is_that_of_the_reader() -> None:
    late = datetime(2027, 3, 31, 21, 59, tzinfo=UTC)
    with timezone.override("Asia/Shanghai"):
        assert draw("{{ late|day }} {{ late|zone_name }}", late=late) == "1 Apr 2027 CST (UTC+08:00)"


def test_no_moment_is_no_words_and_an_unknown_zone_is_a_mistake() -> None:
    assert in_zone(None, "UTC") == ""
    with pytest.raises(ZoneInfoNotFoundError):
        in_zone(datetime(2027, 3, 31, tzinfo=UTC), "Atlantis/Capital")


def test_a_language_may_be_chosen_without_javascript(rf: RequestFactory) -> None:
    html = engines["django"].get_template("ui/parts/languages.html").render({}, rf.get("/styleguide/?q=1"))
    assert 'action="/language/" method="get"' in html
    assert 'name="next" value="/styleguide/?q=1"' in html
    assert re.findall(r'name="to" value="([\w-]+)"', html) == ["en", "zh-hans", "fr", "ar"]
