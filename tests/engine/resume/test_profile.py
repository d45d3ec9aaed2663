"""From lines to fields, in the shapes people write them."""

from datetime import date

import pytest

from springtide_engine.resume.profile import read_profile
from springtide_engine.resume.reading import graduation
from springtide_engine.resume.values import Hints, Line

TODAY = date(2026, 3, 1)


def read(text, language="en", region=None):
    lines = []
    for row, words in enumerate(text.strip().splitlines()):
        parts = tuple(part.strip() for part in words.split("\t") if part.strip())
        lines.append(Line("\t".join(parts), 1, parts, None, 20.0 if row == 0 else 10.0))
    return read_profile(tuple(lines), (), language, Hints(region, TODAY))


def stays(text, language="en"):
    profile = read(f"Ada Example\n{text}", language)
    return [
        tuple(each.value if each else None for each in (s.institution, s.degree_level, s.field, s.start, s.end))
        for s in profile.education
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Education\nUniversity of Oxford\nDoctor of Philosophy - PhD, Machine Learning · (October 2022 - 2026)",
            [("University of Oxford", "phd", "Machine Learning", "2022-10", "2026")],
        ),
        (
            "EDUCATION\n2022–2026\tBSc (Hons) Computer Science, University of Edinburgh",
            [("University of Edinburgh", "bachelor", "Computer Science", "2022", "2026")],
        ),
        (
            (
                "Education\nB.Tech in Computer Science and Engineering\t2021 - 2025\n"
                "Indian Institute of Technology, Bombay\nCGPA: 9.2/10"
            ),
            [
                (
                    "Indian Institute of Technology, Bombay",
                    "bachelor",
                    "Computer Science and Engineering",
                    "2021",
                    "2025",
                )
            ],
        ),
        (
            (
                "Education\nPeking University, Beijing, China\nMaster of Science, Computer Science, GPA 3.8/4.0\n"
                "Sept. 2023 - Expected June 2026"
            ),
            [("Peking University", "master", "Computer Science", "2023-09", "2026-06")],
        ),
        (
            (
                "Education\nMassachusetts Institute of Technology\tCambridge, MA\n"
                "Master of Engineering in Computer Science\tSep 2024 – Jun 2026\n"
                "Bachelor of Science in Mathematics\tSep '20 – Jun '24"
            ),
            [
                (
                    "Massachusetts Institute of Technology",
                    "master",
                    "Computer Science",
                    "2024-09",
                    "2026-06",
                ),
                ("Massachusetts Institute of Technology", "bachelor", "Mathematics", "2020-09", "2024-06"),
            ],
        ),
    ],
)
def test_english_stays(text, expected):
    assert stays(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "教育背景\n2021.09-2025.06\t浙江大学\t计算机科学与技术(本科)",
            [("浙江大学", "bachelor", "计算机科学与技术", "2021-09", "2025-06")],
        ),
        (
            "教育经历\n浙江大学 | 软件工程 | 硕士 | 2023.09 - 至今\n浙江大学 | 软件工程 | 本科 | 2019.09 - 2023.06",
            [
                ("浙江大学", "master", "软件工程", "2023-09", "present"),
                ("浙江大学", "bachelor", "软件工程", "2019-09", "2023-06"),
            ],
        ),
        (
            "教育背景 Education\n学校:清华大学 专业:电子信息工程 学历:本科 毕业时间:2026年7月",
            [("清华大学", "bachelor", "电子信息工程", None, "2026-07")],
        ),
    ],
)
def test_chinese_stays(text, expected):
    assert stays(text, "zh-hans") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Formation\n2023 – 2026 : Diplôme d’ingénieur en informatique, INSA Lyon\n"
                "2021 : Baccalauréat général, mention très bien, Lycée Victor Hugo"
            ),
            [
                ("INSA Lyon", "engineer", "informatique", "2023", "2026"),
                ("Lycée Victor Hugo", "highschool", None, None, "2021"),
            ],
        ),
        (
            "FORMATION\nSorbonne Université\tsept. 2024 – en cours\nMaster en Intelligence artificielle",
            [("Sorbonne Université", "master", "Intelligence artificielle", "2024-09", "present")],
        ),
    ],
)
def test_french_stays(text, expected):
    assert stays(text, "fr") == expected


def test_arabic_stay_with_arabic_digits():
    found = stays("التعليم\nماجستير في علوم البيانات، جامعة محمد الخامس، ٢٠٢٢ - ٢٠٢٤", "ar")
    assert found == [("جامعة محمد الخامس", "master", "علوم البيانات", "2022", "2024")]


def test_an_expected_graduation_is_known_as_one():
    profile = read("Ada Example\nEducation\nUniversity of Bath\nBSc Physics, expected May 2027")
    end = graduation(profile)
    assert end is not None
    assert (end.value, profile.education[0].end_is_expected) == ("2027-05", True)


def test_a_chinese_year_of_graduation_ends_the_open_stay():
    profile = read("何昕\n2026届毕业生\n教育背景\n浙江大学 计算机科学与技术专业 本科", "zh-hans")
    end = graduation(profile)
    assert end is not None
    assert end.value == "2026"


def test_an_exchange_graduates_nobody():
    text = "教育背景\n浙江大学,软件工程,本科\t2022.09 - 2026.06\n莱顿大学,软件工程,交换生\t2027.02 - 2027.06"
    end = graduation(read(f"何昕\n{text}", "zh-hans"))
    assert end is not None
    assert end.value == "2026-06"


@pytest.mark.parametrize(
    ("top", "name"),
    [
        ("JORDAN BLAKE\njordan.blake@example.com", "Jordan Blake"),
        ("Curriculum Vitae\nMaría del Carmen Núñez\nSoftware Engineer", "María del Carmen Núñez"),
        ("何昕 Harry He\n手机:138-0013-8000", "何昕"),
        ("个人简历\n姓名:欧阳明\t性别:男", "欧阳明"),
        ("محمد إبراهيم الجمال\nمهندس برمجيات", "محمد إبراهيم الجمال"),
        ("Nguyễn Thị Minh\nData Analyst", "Nguyễn Thị Minh"),
        ("Senior Software Engineer\n10 years of experience", None),
    ],
)
def test_names(top, name):
    found = read(f"{top}\nSkills\nPython").name
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("line", "region", "number"),
    [
        ("Tel: 138-0013-8000", "CN", "+8613800138000"),
        ("(+86) 138 0013 8000", None, "+8613800138000"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("+ 971 50 123 4567", None, "+971501234567"),
        ("٠٦ ١٢ ٣٤ ٥٦ ٧٨", "FR", "+33612345678"),
        ("born 1998-2026", "US", None),
    ],
)
def test_phones_become_e164_and_the_original_is_kept(line, region, number):
    phones = read(f"Ada Example\n{line}", region=region).phones
    assert [phone.value for phone in phones] == ([number] if number else [])


def test_a_referee_is_not_the_candidate():
    profile = read("Ada Example\nada@example.com\nReferences\nProf. Someone, someone@example.org, +33 6 12 34 56 78")
    assert [email.value for email in profile.emails] == ["ada@example.com"]
    assert profile.phones == ()


def test_skills_and_languages_are_told_apart():
    profile = read("Ada Example\nSkills\nProgramming: Python, Go, C/C++\nLanguages: English, French (B2)\nTools: Git")
    assert [skill.value for skill in profile.skills] == ["Python", "Go", "C/C++", "Git"]
    assert [language.value for language in profile.languages] == ["en", "fr"]


def test_links_come_without_scheme_and_once():
    profile = read("Ada Example\nhttps://www.linkedin.com/in/ada/ | github.com/ada | GitHub: @ada | Node.js")
    assert [link.value for link in profile.links] == ["linkedin.com/in/ada", "github.com/ada"]


def test_nothing_said_nothing_found():
    assert read("...").name is None
    assert read("").education == ()
