"""Real postings and a file of our own shape come in through one door: shown first, all or nothing, never twice."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from springtide.foundation.journal.models import Entry
from springtide.foundation.steps.verdicts import Refused
from springtide.planning.actions.postings import import_postings
from springtide.planning.imports.families import guess_family
from springtide.planning.imports.places import places_of
from springtide.planning.imports.reading import Unreadable, decode, read_table
from springtide.planning.imports.report import dry_run
from springtide.planning.models import Family, Opening, Position, Site
from tests.cast import Cast
from tests.springtide.planning.test_pages import at, signed_in

HEAD = "key,division,family,title_en,title_zh,description_en,city,seats,required_skills,wished_skills\n"
GOOD = HEAD + "a,cloud,,Speech engineer,语音工程师,Works on speech.,Hangzhou,3,Python; C++,Rust\n"


def lines(report: object) -> list[tuple[int, str]]:
    return [(problem.line, problem.column) for problem in report.problems]


def test_a_file_of_our_own_becomes_positions_once(cast: Cast) -> None:
    text = GOOD + 'a,cloud,,Speech engineer,,,Dubai,1,,\nb,New unit,Speech,Tuner,,"Two\nlines",巴黎,0,,\n'.replace(
        "巴黎", "Paris"
    )
    report = dry_run(text.encode(), intake=cast.intake)
    assert report.ok and (report.rows, len(report.postings), report.openings, report.seats) == (3, 2, 3, 4)
    assert not Position.objects.exclude(import_key="").exists()
    assert import_postings(intake=cast.intake, report=report, by=cast.lead) == 2
    speech = Position.objects.get(slug="speech-engineer")
    assert (speech.state, speech.required_skills, speech.wished_skills) == ("draft", ["Python", "C++"], ["Rust"])
    assert {o.site.slug: o.seats for o in speech.openings.all()} == {"hangzhou": 3, "dubai": 1}
    assert {t.language: t.title for t in speech.texts.all()} == {"en": "Speech engineer", "zh-hans": "语音工程师"}
    assert Site.objects.get(slug="dubai").zone == "Asia/Dubai"
    assert Position.objects.get(slug="tuner").division.slug == "new-unit"
    again = dry_run(text.encode(), intake=cast.intake)
    assert (len(again.postings), again.already) == (0, 2)
    assert import_postings(intake=cast.intake, report=again, by=cast.lead) == 0
    assert Entry.objects.filter(verb="planning.position_imported").count() == 2


def test_two_windows_import_one_file_once(cast: Cast) -> None:
    reports = [dry_run(GOOD.encode(), intake=cast.intake) for _n in range(2)]
    assert [import_postings(intake=cast.intake, report=r, by=cast.lead) for r in reports] == [1, 0]


@pytest.mark.parametrize("where", [1, 2, 3])
@pytest.mark.parametrize(
    ("bad", "column"),
    [
        ("x,cloud,,T,,,Hangzhou,-1,,", "seats"),
        ("x,cloud,,T,,,Hangzhou,1.5,,", "seats"),
        ("x,cloud,,T,,,Hangzhou,2147483648,,", "seats"),
        ("x,cloud,,,,,Hangzhou,1,,", "title_en"),
        ("x,,,T,,,Hangzhou,1,,", "division"),
        ("x,cloud,,T\0,,,Hangzhou,1,,", "title_en"),
        ("x,cloud,,T,,,Nowhere at all,1,,", "city"),
        ("x,cloud,,T,,,Hangzhou,1,,,,,", ""),
        ('x,cloud,,"T" y,,,Hangzhou,1,,', ""),
    ],
)
def test_one_bad_line_is_named_and_keeps_the_file_out(cast: Cast, bad: str, column: str, where: int) -> None:
    rows = [f"k{n},cloud,,Title {n},,,Hangzhou,1,," for n in (1, 2)]
    rows.insert(where - 1, bad)
    report = dry_run((HEAD + "\n".join(rows)).encode(), intake=cast.intake)
    assert lines(report) == [(where + 1, column)] and not report.ok
    with pytest.raises(Refused, match="problems"):
        import_postings(intake=cast.intake, report=report, by=cast.lead)
    assert not Position.objects.exclude(import_key="").exists()


@pytest.mark.parametrize(
    ("codec", "shown"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("gb18030", "GB18030"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_encoding_is_guessed_and_shown(cast: Cast, codec: str, shown: str, delimiter: str) -> None:
    text = GOOD.replace("Python; C++", "Python").replace(",", delimiter)
    report = dry_run(text.encode(codec), intake=cast.intake)
    assert (report.ok, report.encoding) == (True, shown)
    assert report.postings[0].texts["zh-hans"][0] == "语音工程师"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n ",
        b"\xff\xfe\x00",
        b"\x80\x81\xff",
        b"[{]",
        b'{"jobs": 3}',
        b'[{"a": NaN}]',
        b"[" * 100_000,
        b"[1, 2]",
    ],
)
def test_what_is_no_file_of_postings_is_told_in_a_sentence(cast: Cast, content: bytes) -> None:
    report = dry_run(content, intake=cast.intake)
    assert not report.ok and (report.unreadable or report.problems[0].reason)


def test_json_tells_the_line_of_each_row() -> None:
    table = read_table(b'{"a": 1, "jobs": [\n {"title": "x,]"},\n\n {"title": "[y"}\n]}')
    assert [(row.line, row.values["title"]) for row in table.rows] == [(2, "x,]"), (4, "[y")]


def test_cells_come_back_as_they_were_before_an_export() -> None:
    table = read_table(b"title_en,seats\n'=1+1,'+86\n-Ann,'tis\n")
    assert [list(row.values.values()) for row in table.rows] == [["=1+1", "+86"], ["-Ann", "'tis"]]


def test_bidi_overrides_and_controls_are_taken_out(cast: Cast) -> None:
    row = "a,cloud,,Spe\u202eech\x07 eng\u200bineer,,,Hangzhou,1,,"
    assert dry_run((HEAD + row).encode(), intake=cast.intake).postings[0].texts["en"][0] == "Speech engineer"


def test_bytes_of_no_encoding_name_their_line() -> None:
    with pytest.raises(Unreadable, match="Line 2"):
        decode(b"title\n\xe9,\xff\n")


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("US, CA, Santa Clara", ["santa-clara"]),
        ("USA, Washington, Redmond", ["redmond"]),
        ("South San Francisco", ["south-san-francisco"]),
        ("New York, NY, Durham, NC", ["new-york", "durham"]),
        ("Lake Buena Vista, FL, USA", ["lake-buena-vista"]),
        ("杭州 / 上海", ["hangzhou", "shanghai"]),
        ("Remote, CA", ["remote"]),
        ("Atlantis", []),
    ],
)
def test_places_are_found_in_words(words: str, slugs: list[str]) -> None:
    assert [place.slug for place in places_of(words, "Asia/Shanghai")] == slugs


@pytest.mark.parametrize(
    ("title", "family", "ai"),
    [
        ("Research Intern - LLM", "machine-learning", True),
        ("HTML developer", "software", False),
        ("Human Resources Intern - Digital & AI", "business", False),
        ("iOS engineer, AI-assisted development", "software", False),
        ("大模型算法实习生", "machine-learning", True),
        ("Something", "other", False),
    ],
)
def test_families_are_guessed_from_titles(title: str, family: str, ai: bool) -> None:
    guess = guess_family(title)
    assert (guess.slug, guess.is_ai) == (family, ai) and guess.reasons["en"]


def test_the_143_real_internships_become_positions(cast: Cast, real_input: Path) -> None:
    content = (real_input / "postings" / "ai_interns_usa_2026-07.json").read_bytes()
    report = dry_run(content, intake=cast.intake)
    assert (report.problems, report.shape, report.rows, len(report.postings)) == ([], "listing", 143, 143)
    assert import_postings(intake=cast.intake, report=report, by=cast.lead, publish=True) == 143
    brought = Position.objects.exclude(import_key="")
    assert brought.filter(state="published").count() == 143
    assert Opening.objects.filter(position__in=brought).count() == report.openings >= 143
    assert Family.objects.get(slug="machine-learning").is_ai and Family.objects.get(slug="machine-learning").reason
    assert dry_run(content, intake=cast.intake).already == 143


def test_the_100_real_postings_become_positions_of_one_division(cast: Cast, real_input: Path) -> None:
    content = (real_input / "postings" / "corpus.json").read_bytes()
    report = dry_run(content, intake=cast.intake, division="cloud")
    assert (report.problems, report.shape, len(report.postings)) == ([], "board", 100)
    assert import_postings(intake=cast.intake, report=report, by=cast.lead) == 100
    brought = Position.objects.exclude(import_key="")
    assert set(brought.values_list("division__slug", flat=True)) == {"cloud"}
    jobs = {job["title"]: job for job in json.loads(content)["jobs"]}
    first = brought.get(slug="full-stack-developer")
    assert first.required_skills == [skill["name"] for skill in jobs["Full-stack Developer"]["skills"]]


def test_the_command_shows_first_and_writes_when_told(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(GOOD)

    def run(*words: str) -> str:
        out = StringIO()
        call_command("import_postings", str(file), *words, stdout=out)
        return out.getvalue()

    assert "1 new positions" in run("--dry-run") and "Nothing was written" in run("--dry-run")
    assert not Position.objects.exclude(import_key="").exists()
    assert "Written: 1" in run("--commit", "--intake", "spring", "--publish")
    assert "0 new positions" in run("--dry-run")
    file.write_text(HEAD + "x,cloud,,T,,,Hangzhou,many,,\n")
    with pytest.raises(CommandError, match="in whole or not at all"):
        run("--commit")
    with pytest.raises(CommandError, match="There are: spring"):
        run("--intake", "autumn")


def upload(person: object, content: bytes, **more: object) -> object:
    file = SimpleUploadedFile("plan.csv", content)
    return signed_in(person).post(at("import"), {"file": file, "seats": "1"} | more, follow=True)


def test_a_lead_imports_in_the_browser(cast: Cast) -> None:
    shown = upload(cast.lead, GOOD.encode())
    assert "Speech engineer" in shown.content.decode() and not Position.objects.exclude(import_key="").exists()
    assert "plan.csv" in shown.content.decode()
    address = shown.redirect_chain[-1][0]
    # Somebody else's file is not there for others, not even for another lead.
    assert signed_in(cast.recruiter).get(address).status_code == 404
    done = signed_in(cast.lead).post(address, {"seats": "1", "publish": "on"}, follow=True)
    assert "1 new positions are in the plan" in done.content.decode()
    assert Position.objects.get(slug="speech-engineer").state == "published"
    assert "nothing to write" in upload(cast.lead, GOOD.encode()).content.decode()


def test_problems_are_shown_and_nothing_can_be_written(cast: Cast) -> None:
    shown = upload(cast.lead, (HEAD + "x,cloud,,T,,,Hangzhou,many,,\n").encode())
    assert "seats are a whole number" in shown.content.decode()
    answer = signed_in(cast.lead).post(shown.redirect_chain[-1][0], {"seats": "1"})
    assert answer.status_code == 422 and not Position.objects.exclude(import_key="").exists()
    assert upload(cast.lead, b"").status_code == 422
    assert reverse("planning:import", args=["spring"]) in shown.content.decode()


def test_an_unknown_site_for_unknown_places_is_told_before_anything_is_read(cast: Cast, tmp_path) -> None:
    from django.core.management import call_command
    from django.core.management.base import CommandError

    file = tmp_path / "postings.json"
    file.write_text("[]")
    with pytest.raises(CommandError, match=r"There is no site “mars” in spring. There are: hangzhou, paris"):
        call_command("import_postings", str(file), "--site", "mars")
