"""Skills as the lists in a résumé name them; sentences are left alone."""

import re
from collections.abc import Iterator, Sequence

from springtide_engine.resume.profile.headings import Section
from springtide_engine.resume.profile.languages import LABELLED, PATTERNS
from springtide_engine.resume.values import Found, Line

BULLET = re.compile(r"^\s*[•◦‣▪●○*–-]\s*")
LABEL = re.compile(r"^[^:;(]{2,42}:\s*(?!//)")
# Lists that stand outside a section of skills, told by the label before them.
TELLING = re.compile(
    r"^\W*(?:programming(?: languages)?|web|frameworks?|librar(?:y|ies)|databases?|systems?|tools?"
    r"|environments?\b[^:]{0,20}"
    r"|technologies(?: (?:&|and) frameworks)?|collaboration tools|operating systems|skills?"
    r"|tech(?:nical)? (?:skills|stack)"
    r"|languages and technologies|编程语言|技能|技术栈|compétences|outils|langages|المهارات)\s*:\s*",
    re.I,
)
# Labels some designs set without a colon.
BARE_LABEL = re.compile(
    r"^(?:Lang(?:u)?ages? de programmation|Frameworks?|Bases de données|Outils de développement|Middleware"
    r"|Systèmes d['’]exploitation|Autres|Tech Stack|操作系统|掌握|熟悉|了解|精通)[\s\t]+(?=\S)"
)
NOT_SKILLS = re.compile(r"^\W*(?:centres d['’]intérêt|interests|hobbies|loisirs|langues)\b", re.I)
SPLIT = re.compile(r"[,;•|·،、\t]|\s{3,}")
INNER = re.compile(r"\(([^()]*)\)?")
VERBS = re.compile(
    r"^(?:熟练掌握|熟练使用|熟练运用|能够使用|使用过|掌握|熟悉|熟练|了解|精通|具备|会用|knowledge of"
    r"|proficient in|experience with|familiar with|working knowledge of|and\b|et\b)\s*",
    re.I,
)
TAILS = re.compile(
    r"(?:等.*|有[^,]{1,6}经验.*|框架使用.*|编程技术.*|框架使用|框架|内容|开发工具|数据库|使用|编程|, etc\.?)$"
)
LEVEL_WORDS = {
    "frontend", "backend", "ops", "programming", "familiar", "advanced", "intermediate", "beginner", "tools",
    "other", "devops", "databases", "cloud", "languages", "frameworks", "document", "itemize", "expert", "outils",
}  # fmt: skip
MOST = 80


def find_skills(parts: Sequence[Section]) -> tuple[Found[str], ...]:
    """Each once, in the order written."""
    found: dict[str, Found[str]] = {}
    for part in parts:
        if part.kind == "skills":
            lists = _joined(part.lines)
        elif part.kind in {"education", "languages", "contact"}:
            continue
        else:
            lists = [line.text for line in part.lines if TELLING.match(line.text)]
        for text in lists:
            for item in _items(text):
                found.setdefault(item.casefold(), Found(item, text, 0.8, "skill.listed"))
    return tuple(found.values())[:MOST]


def _joined(lines: Sequence[Line]) -> list[str]:
    """One text for each bullet or label, with the lines it is wrapped over."""
    marked = any(BULLET.match(line.text) or LABEL.match(line.text) for line in lines)
    texts: list[str] = []
    for line in lines:
        starts = BULLET.match(line.text) or LABEL.match(line.text) or not marked or len(line.parts) > 2
        if texts and (not starts or texts[-1].count("(") > texts[-1].count(")")):
            texts[-1] += _glue(texts[-1], line.text) + line.text
        else:
            texts.append(line.text)
    return texts


def _glue(before: str, after: str) -> str:
    """What a line break stands for: nothing in Chinese, the end of an item in a dotted list, else a space."""
    if " • " in before or " · " in before:
        return "\t"
    return "" if re.match(r"[\u3400-\u9fff]", after) else " "


def _items(text: str) -> Iterator[str]:
    text = BULLET.sub("", text)
    if NOT_SKILLS.match(text) or (LABELLED.match(text) and _speaks(text)):
        return
    text = BARE_LABEL.sub("", LABEL.sub("", text))
    inner = [content for content in INNER.findall(text) if "," in content]
    for chunk in (INNER.sub(" ", text), *inner):
        for piece in SPLIT.split(chunk):
            yield from filter(None, map(_item, _by_slash(piece.rsplit(": ", 1)[-1])))


def _speaks(text: str) -> bool:
    return any(pattern.search(text) for pattern in PATTERNS.values())


def _by_slash(piece: str) -> list[str]:
    """Linux/macOS/MySQL is a list, HTML/CSS a pair people name together."""
    tight = piece.split("/")
    return tight if len(tight) > 2 and " / " not in piece else [piece]


def _item(raw: str) -> str:
    item = BULLET.sub("", raw).strip(" \t.,;:")
    item = TAILS.sub("", VERBS.sub("", item)).strip(' \t.,;:"“”')
    if not item or item.casefold() in LEVEL_WORDS or len(item.split()) > 4 or item.isdigit():
        return ""
    han = re.findall(r"[\u3400-\u9fff]", item)
    return "" if len(han) > 10 or len(item) > 40 or re.search(r"[\[\]=@]", item) else item
