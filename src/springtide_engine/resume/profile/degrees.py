"""Degrees: which level the words mean, and which field they name."""

import re

# First match wins, so the narrow ones stand first: 硕士 before 研究生, Ph.D. before D.
LEVELS = {
    "phd": r"\bph\.?\s?d\b\.?(?: candidate| student)?|\bdoctora(?:l|te?)\b(?: (?:degree|student))?"
    r"|\bdoctor of\b|\bd\.?phil\b\.?|博士(?:研究生|后)?|直博|دكتوراه",
    "exchange": r"\bexchange (?:student|program(?:me)?|semester)\b|\bstudy abroad\b|\bsemestre (?:d'échange"
    r"|à l'étranger)\b|\b[ée]rasmus\b|(?:国家留学基金委公派)?交换(?:生|学习)?|تبادل طلابي",
    "minor": r"\bminor(?:s)?\b(?= in|:)|辅修",
    "engineer": r"\b(?:diplôme d['’])?ing[ée]nieure?s?\b(?: d['’]état| diplômée?)?|\bcycle ing[ée]nieur\b",
    "master": r"\bmaster(?:['’]?s)?\b(?: degree| recherche| professionn?el)?|\bm\.?\s?sc\b\.?"
    r"|\bm\.\s?[sa]\b\.?"
    r"|\bM[SA]\b|\bm\.?eng\b\.?|\bmba\b|\bm\.?phil\b\.?|\bll\.?m\b\.?|\bmast[èe]re\b|\bbac\s?\+\s?5"
    r"|\bM[12]\b|(?:在读)?硕士(?:研究生|学位)?|研究生|[工理文法]学硕士|ماجستير|الماجستير",
    "bachelor": r"\bbachelor(?:['’]?s)?\b(?: degree)?|\bb\.?\s?sc\b\.?(?: ?\(?hons\.?\)?)?|\bb\.\s?[sae]\b\.?"
    r"|\bB[SA]\b|\bBE\b|\bb\.?eng\b\.?|\bb\.?tech\b\.?|\bb\.?f\.?a\b\.?|\bbba\b|\bll\.?b\b\.?"
    r"|\bundergraduate(?: degree)?\b|\blicence(?: professionnelle| fondamentale)?\b|\bbac\s?\+\s?3"
    r"|\bBUT\b|(?:在读)?本科(?:生|学历)?|[工理文法经管农医]?(?:济|)学?学士|学士(?:学位)?|بكالو ?ريوس"
    r"|البكالوريوس|ليسانس|إجازة",
    "associate": r"\bassociate(?:['’]?s)?\b(?: degree| of (?:arts|science))?|\ba\.[as]\.|\bAAS\b|\bbts\b"
    r"|\bdut\b"
    r"|\bdeug\b|\bbac\s?\+\s?2|大专|专科|高职|دبلوم متوسط",
    "secondary-vocational": r"中专|职高|\bbac pro\w*\b|\bvocational school\b",
    "highschool": r"\bhigh school(?: diploma)?\b|\bsecondary school\b|\bbaccalaur[ée]at\b(?: général"
    r"| technologique| professionnel)?|\ba[- ]levels?\b"
    r"|\babitur\b|\blycée\b|高中|الثانوية(?: العامة)?|بكالوريا",
    "diploma": r"\bdiploma\b|\bdiplôme\b|\bcfc\b|دبلوم",
    "certificate": r"\bcertificates?\b|\bcertificat(?:ion)?\b|\bbootcamp\b|\bnanodegree\b|شهادة",
}
PATTERNS = {level: re.compile(words, 0 if level == "never" else re.I) for level, words in LEVELS.items()}
# MS, BA and their like are degrees only in capitals; "be" and "ma" are words.
SHOUTED = {"ms", "ma", "bs", "ba", "be", "m1", "m2", "but", "aas"}

GENERIC = re.compile(
    r"^\s*(?:of|en|in|ès|d['’]|of the)?\s*(?:science|sciences|arts|engineering|technology|philosophy"
    r"|business administration|fine arts|applied science)s?\b\s*(?=$|in\b|en\b|,|:|\()",
    re.I,
)
JOINT = re.compile(
    r"^[\s:,.'’-]*(?:(?:degree|student|candidate|diploma|of|in|en|de|des|du|d['’]|ès|major(?:ing)?|في"
    r"|:|–|-)(?:\s+|(?<=['’:])))*",
    re.I,
)
HONOURS = re.compile(
    r"\b(?:magna |summa )?cum laude\b|\b(?:with )?(?:first[- ]class )?hono(?:u)?rs\b|\bhons\b"
    r"|\bgpa\b.*|\bmention (?:très )?(?:bien|assez bien)\b|\b\d[.\d]*\s*/\s*\d.*|\bexpected\b"
    r"|\bgraduated?\b|\bgrad\.|\bawarded\b|在读|应届",
    re.I,
)
MARKED = re.compile(
    r"\b(?:major(?:ing)?|specializ(?:ing|ation)|specialis(?:ing|ation)|field of study|filière"
    r"|mention(?! (?:très |assez )?bien))\b"
    r"\s*(?:(?:in|en)\b|:)?\s*(?P<en>[^;,|\t()]+)"
    r"|专业\s*:\s*(?P<zh1>[^\s,;|()]{2,20})|(?P<zh2>[\u3400-\u9fff()与]{2,16})专业"
    r"|تخصص\s*:?\s*(?P<ar>[\u0621-\u064a ]{3,40})",
    re.I,
)
# Where a narrower choice within the field begins.
NARROWER = re.compile(r"\s(?:option|spécialité|parcours|filière|mention|concentration|with a|minor)\b.*", re.I)
SUBJECTS = re.compile(
    r"science|computer|engineering|mathemati|physics|chemistry|biology|economics|statistic|finance|accounting"
    r"|marketing|management|business|law|design|history|philosophy|psychology|linguistic|literature"
    r"|architecture|medicine|communication|informatics|robotics|computing|software|development"
    r"|technology|studies"
    r"|learning|intelligence|informatique|math|physique|chimie|biologie|économie|gestion"
    r"|droit|lettres|électronique"
    r"|mécanique|télécom|réseaux|génie|données|commerce"
    r"|计算机|工程|科学|数学|物理|化学|经济|金融|会计|管理|软件|电子|通信|自动化|机械|统计|人工智能"
    r"|英语|法学|设计|材料|生物|信息|技术|数据"
    r"|علوم|هندسة|حاسوب|إدارة|رياضيات|اقتصاد|محاسبة|فيزياء|برمجيات|معلومات",
    re.I,
)


def find_degree(text: str) -> tuple[str, re.Match[str]] | None:
    """(level, match) of the degree that stands first in the text."""
    found = [
        (match.start(), order, level, match)
        for order, (level, pattern) in enumerate(PATTERNS.items())
        for match in pattern.finditer(text)
        if match[0].casefold() not in SHOUTED or match[0].isupper()
    ]
    if not found:
        return None
    _, _, level, match = min(found, key=lambda each: (each[0], each[1]))
    return level, match


def field_after(text: str) -> str:
    """What is studied, from the words right after a degree: ` of Science in Physics` → `Physics`."""
    rest = HONOURS.sub(" ", GENERIC.sub("", text, count=1))
    return tidy(NARROWER.sub("", JOINT.sub("", rest)))


def marked_field(text: str) -> str:
    """What the words themselves call the major: `Majoring in Physics`, `物理专业`."""
    match = MARKED.search(text)
    if not match:
        return ""
    named = next(group for group in match.groups() if group is not None)
    return tidy(HONOURS.sub(" ", named))


def is_subject(text: str) -> bool:
    return SUBJECTS.search(text) is not None


def tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" \t.,;:|-–—·•'’\"“”()")
