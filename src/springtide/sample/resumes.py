"""Résumés of invented people: what they say, and their typesetting."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import typst

from springtide.sample.people import SamplePerson
from springtide.sample.words import LANGUAGES, ROOT, Table, skill_name, table

LAYOUTS = ("single", "sidebar", "table", "columns")
FONTS = Path(__file__).resolve().parents[1] / "foundation" / "ui" / "fonts"
TEMPLATES = ROOT / "resumes"


@dataclass(frozen=True)
class Resume:
    """One résumé: the content given to the template, its layout and language."""

    layout: str
    language: str
    content: Table

    @property
    def text(self) -> str:
        """The words of the résumé, line by line, as a reader would extract them."""
        content = self.content
        lines = [content["name"], content["email"], content["city"]]
        for part in ("education", "experience", "projects"):
            lines.append(content["headings"][part])
            for item in content[part]:
                lines += [f"{item['title']} {item['when']}", item["place"], *item["lines"]]
        for part in ("skills", "languages"):
            lines += [content["headings"][part], ", ".join(content[part])]
        return "\n".join(line for line in lines if line)


def _deeds(skills: tuple[str, ...], rng: np.random.Generator, language: int) -> list[str]:
    """Six things done, those that match the skills first."""
    deeds = table("resumes/words.toml")["deeds"]
    luck = rng.random(len(deeds))
    rank = sorted(range(len(deeds)), key=lambda i: (-len(set(skills) & set(deeds[i]["skills"])), luck[i]))
    return [deeds[i]["text"][language].replace("{n}", str(int(rng.integers(12, 48)))) for i in rank[:6]]


def _education(person: SamplePerson, words: Table, language: int) -> Table:
    field = table("study.toml")["fields"][person.field]["name"][LANGUAGES[language]]
    years = {"phd": 4, "master": 3, "engineer": 3}.get(person.degree, 4)
    until = person.graduation
    return {
        "title": person.school,
        "place": f"{words['degrees'][person.degree][language]}, {field}",
        "when": f"{until.year - years}.09 – {until:%Y.%m} ({words['headings']['expected'][language]})",
        "lines": [],
    }


def write_resume(person: SamplePerson, seed: int) -> Resume:
    """The same résumé for the same person and seed, in the person's language."""
    rng = np.random.default_rng([seed, person.index])
    words, language = table("resumes/words.toml"), LANGUAGES.index(person.language)
    deeds = _deeds(person.skills, rng, language)
    places = [words["places"][int(index)] for index in rng.choice(len(words["places"]), 2, replace=False)]
    project = words["projects"][int(rng.integers(len(words["projects"])))]
    year = person.graduation.year
    content: Table = {
        "name": person.name,
        "email": person.email,
        "city": person.city,
        "language": person.language,
        "lang": person.language.partition("-")[0],
        "headings": {key: texts[language] for key, texts in words["headings"].items()},
        "education": [_education(person, words, language)],
        "experience": [
            {
                "title": place["name"][language],
                "place": place["post"][language],
                "when": f"{year - ago}.06 – {year - ago}.09",
                "lines": deeds[2 * ago - 2 : 2 * ago],
            }
            for ago, place in enumerate(places, start=1)
        ],
        "projects": [{"title": project["name"][language], "place": "", "when": str(year - 1), "lines": deeds[4:]}],
        "skills": [skill_name(key, person.language) for key in person.skills],
        "languages": [words["spoken"][key][language] for key in person.languages],
    }
    return Resume(LAYOUTS[int(rng.integers(len(LAYOUTS)))], person.language, content)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=TEMPLATES, font_paths=[FONTS], ignore_system_fonts=True)


def typeset(resume: Resume) -> bytes:
    """The PDF of a résumé; the same bytes for the same résumé. Raises typst.TypstError on a broken template."""
    told = {"person": json.dumps(resume.content, ensure_ascii=False)}
    pdf = _compiler().compile(TEMPLATES / f"{resume.layout}.typ", format="pdf", sys_inputs=told, timestamp=0)
    assert isinstance(pdf, bytes)  # noqa: S101  typst answers with bytes for the format pdf
    return pdf
