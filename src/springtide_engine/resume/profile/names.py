"""The owner's name: said by a label, or the largest words at the top that look like one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from springtide_engine.resume.profile.headings import heading
from springtide_engine.resume.values import Found, Line

LABEL = re.compile(
    r"^\s*(?:姓\s*名|名字|(?:full )?name|nom(?: et prénom| complet)?|الاسم(?: الكامل)?)\s*:?\s*(.*)$", re.I
)
SPLIT = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+|\t")
LATIN = re.compile(r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*)){0,4}")
# 何昕 Harry He, 张三的简历: the part in Chinese is the name.
TWO_SCRIPTS = re.compile(r"^\s*([\u3400-\u9fff]{2,4}?)\s*(的?(?:个人)?简历$|[A-Z][a-z]+(?: [A-Z][a-z]+)*$)")
HAN = re.compile(r"[\u3400-\u9fff]{2,6}|[\u3400-\u9fff]{1,6}·[\u3400-\u9fff]{1,8}")
ARAB = re.compile(r"[\u0621-\u064a]{2,}(?: [\u0621-\u064a]{2,}){1,4}")
PARTICLES = {
    "de",
    "da",
    "di",
    "du",
    "del",
    "van",
    "von",
    "der",
    "den",
    "la",
    "le",
    "el",
    "al",
    "bin",
    "ibn",
    "ben",
    "y",
}
NOT_A_NAME = re.compile(
    r"\b(?:engineer|developer|manager|student|architect|analyst|designer|scientist|consultant"
    r"|director|lead|leader|intern"
    r"|specialist|assistant|officer|programmer|administrator|curriculum|vitae|cv|r[ée]sum[ée]|updated"
    r"|page|university|college"
    r"|institute|school|street|avenue|road|phone|email|e-mail|mobile|address|residence|experience"
    r"|software|data|full.?stack"
    r"|frontend|backend|web|senior|junior|ing[ée]nieure?|d[ée]velopp\w+|architecte|étudiante?"
    r"|alternance|permis|stage"
    r"|physicien|languages?|python|java|phd|mba|welcome|background)\b"
    r"|简历|求职|意向|工程师|大学|学院|应聘|个人|专业|党员|مهندس|مطور|السيرة|جامعة|القاهرة",
    re.I,
)
SURNAMES = set(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "司徒",
)
TITLE = re.compile(r"curriculum vitae|cv|r[ée]sum[ée]|(?:个人)?简历|السيرة الذاتية|last updated.*|page \d+.*", re.I)
LOOK = 14


@dataclass(frozen=True)
class Candidate:
    text: str
    size: float
    rank: int


def find_name(top: Sequence[Line], emails: Iterable[Found[str]]) -> Found[str] | None:
    """None where nothing looks like a name: a wrong name is worse than an empty field."""
    labelled = _labelled(top)
    if labelled:
        return labelled
    addresses = " ".join(email.value.split("@")[0].casefold() for email in emails)
    candidates = _candidates(top, addresses)
    if not candidates:
        return None
    usual = median(line.size for line in top)
    largest = max(candidate.size for candidate in candidates)
    scored = [(_score(candidate, largest, usual, addresses), candidate) for candidate in candidates]
    score, best = max(scored, key=lambda pair: (pair[0], -pair[1].rank))
    if score < 1.5:
        return None
    value = best.text.title() if best.text.isupper() and best.text.isascii() else best.text
    return Found(value, best.text, min(0.97, 0.5 + score / 8), "name.top")


def _labelled(top: Sequence[Line]) -> Found[str] | None:
    for line in top[:LOOK]:
        for part, after in pairwise((*line.parts, "")):
            match = LABEL.match(part)
            value = (match[1] or after).strip() if match else ""
            if value and _looks_like_a_name(value):
                return Found(value, line.text, 0.97, "name.label")
    return None


def _candidates(top: Sequence[Line], addresses: str) -> list[Candidate]:
    lines = [line for line in top if not TITLE.fullmatch(line.text.strip())][:LOOK]
    found = [
        Candidate(part.strip(), line.size, rank)
        for rank, line in enumerate(lines)
        for part in SPLIT.split(TWO_SCRIPTS.sub(r"\1\t\2", line.text))
        if _looks_like_a_name(part, addresses)
    ]
    least = min((line.size for line in lines), default=0.0)
    for rank, (one, two) in enumerate(pairwise(lines)):
        both = f"{one.text} {two.text}"
        set_large = one.size == two.size and one.size > 1.3 * least
        if set_large and both.count(" ") == 1 and LATIN.fullmatch(both) and _looks_like_a_name(both):
            found.append(Candidate(both, one.size, rank))
    return found


def _looks_like_a_name(text: str, addresses: str = "") -> bool:
    text = text.strip()
    if not text or heading(text):
        return False
    if NOT_A_NAME.search(text) and not all(word in addresses for word in text.casefold().split()):
        return False
    if HAN.fullmatch(text) or ARAB.fullmatch(text):
        return True
    if not LATIN.fullmatch(text) or ("." in text.strip(".")[2:] and " " not in text):
        return False
    words = text.split()
    return all(word[0].isupper() or word.casefold() in PARTICLES for word in words) and words[0][0].isupper()


def _score(candidate: Candidate, largest: float, usual: float, addresses: str) -> float:
    """Large, early, of a usual length, and met again in the address: each says a little."""
    text = candidate.text
    words = text.casefold().split()
    stands_out = candidate.size >= 0.98 * largest and (largest > 1.1 * usual or candidate.rank == 0)
    score = 2.0 * stands_out + 1.0 / (1 + candidate.rank)
    score += 1.0 * any(len(word) > 2 and word in addresses for word in words)
    if HAN.fullmatch(text):
        score += 0.8 * (text[0] in SURNAMES or text.startswith(DOUBLE_SURNAMES)) - 0.5 * (len(text) > 4)
    else:
        score += 0.8 * (2 <= len(words) <= 4)
    return score
