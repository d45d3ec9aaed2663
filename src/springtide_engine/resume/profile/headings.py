"""Headings in four languages, and the sections they open."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from springtide_engine.resume.values import Line

# One pattern for each section, matched against the whole heading, case folded.
WORDS = {
    "education": r"(?:my )?(?:education|educational|academic)(?: (?:background|history|qualifications?"
    r"|experience"
    r"|and training))?"
    r"|academics?|education (?:and|&) (?:certifications?|training|courses)|studies|degrees?"
    r"|教育(?:背景|经历|情况|信息|程度)?|学习经历|学历(?:背景|信息)?|求学经历"
    r"|formations?(?: (?:académiques?|universitaires?|et diplômes|initiale))?|éducation|etudes|études"
    r"|diplômes?|parcours (?:académique|scolaire|universitaire)"
    r"|التعليم|المؤهلات(?: (?:العلمية|الأكاديمية|الدراسية))?|المؤهل العلمي|الدراسة|الشهادات العلمية"
    r"|التحصيل العلمي",
    "experience": r"(?:(?:professional|work|working|relevant|research|career|industry|employment"
    r"|internship|other"
    r"|teaching|leadership) )*(?:experiences?|history)"
    r"|employment|internships?|career|work|(?:工作|实习|实践|职业|科研|校园|项目|社会|研究)(?:经历"
    r"|经验|实践)(?:[/、](?:工作|实习|项目|科研)经历)?|实习与工作|任职经历"
    r"|(?:expériences?|experiences?)(?: professionn?elles?)?|parcours professionnel|stages?|emplois?"
    r"|الخبر(?:ة|ات)(?: (?:العملية|المهنية|الوظيفية))?|التدريب",
    "skills": r"(?:(?:technical|core|key|professional|soft|hard|additional|computer|it|relevant|other"
    r"|software"
    r"|featured) )*(?:skills?|competenc(?:e|ie)s|proficienc(?:y|ies)|expertise)"
    r"(?: (?:summary|set|and (?:tools|interests|abilities|expertise))| ?& ?(?:tools|abilities"
    r"|interests|expertise))?|skillset|technologies|tech(?:nical)? stack|programming(?: languages)?"
    r"|tools(?: (?:and|&) technologies)?|languages (?:and|&) (?:technologies|frameworks)"
    r"|(?:专业|个人|技术|职业|核心|it|相关|掌握)?(?:技能|能力|技术栈|特长)(?:特长|清单|掌握|及证书"
    r"|证书|与证书|评价)?|掌握技术|技能[/与、&]?(?:证书|语言|其他|爱好)|技术(?:背景|能力)"
    r"|技能证书及其他"
    r"|comp[ée]tences?(?: (?:techniques|informatiques|clés|professionnelles"
    r"|linguistiques et informatiques|transversales))?|savoir-faire|informatique|outils"
    r"|(?:ال)?مهارات(?: (?:التقنية|الشخصية|الفنية|المهنية|الحاسوبية))?|المهارات والأدوات",
    "languages": r"(?:spoken |foreign )?languages?(?: skills)?|语言(?:能力|技能|水平)?|外语(?:能力|水平)"
    r"|langues?(?: étrangères)?|(?:ال)?لغات|اللغة",
    "projects": r"(?:(?:personal|selected|key|side|academic|open.?source|notable|featured|major|relevant"
    r"|research) )*projects?(?: experience)?|open source|portfolio"
    r"|(?:个人|开源|科研|主要|校园|重点)?项目(?:经历|经验|实践|介绍|作品)?|个人作品|开源贡献"
    r"|projets?(?: (?:personnels?|& associations|et associations|académiques))?|réalisations|المشاريع"
    r"|مشاريع",
    "summary": r"(?:(?:professional|career|executive|personal) )*(?:summary|profile|objective|statement)"
    r"|about(?: me)?|objective|info|personal (?:info|information|details|data)"
    r"|(?:个人|自我)(?:总结|简介|评价|介绍|信息|优势|概述|陈述)|基本信息|求职意向|简介"
    r"|profil(?: professionnel)?|à propos(?: de moi)?|résumé|objectif|présentation"
    r"|(?:ال)?ملخص(?: (?:المهني|الشخصي))?|نبذة(?: (?:شخصية|عني|مختصرة))?|الهدف(?: الوظيفي)?"
    r"|المعلومات الشخصية|البيانات الشخصية",
    "contact": r"contacts?(?: (?:info|information|details|me))?|联系(?:方式|我)?|coordonnées|me contacter"
    r"|(?:بيانات |معلومات )?(?:ال)?(?:اتصال|تواصل)",
    "links": r"links?|(?:social|online)(?: (?:profiles|media|links|presence))?|websites?|liens|链接|روابط",
    "awards": r"(?:(?:scholastic|academic|selected|key) )*(?:awards?|honou?rs?|achievements?|accomplishments"
    r"|scholarships?)(?: (?:(?:and|&) )?(?:awards?|honou?rs?|achievements?|publications"
    r"|scholarships))*"
    r"|(?:竞赛|获奖|荣誉|所获|奖项|个人|主要|奖励)(?:获奖|荣誉|经历|奖项|情况|证书|奖励"
    r"|成果)*(?:[/与、].*)?|奖项|证书|prix(?: et distinctions)?|distinctions|récompenses|الجوائز"
    r"|الإنجازات",
    "publications": r"(?:selected )?publications?(?: (?:and|&) \w+)?|papers|patents?|论文(?:发表|成果)?"
    r"|发表论文|专利"
    r"|学术成果|المنشورات|الأبحاث",
    "certificates": r"(?:(?:professional|licenses?|relevant) )*(?:(?:&|and) )?certifications?|certificates?"
    r"|courses?(?:work)?|relevant coursework|training|licenses?|证书|资格证书|培训经历|certificats"
    r"|الشهادات|الدورات(?: التدريبية)?",
    "interests": r"(?:interests?|hobbies)(?: (?:and|&) (?:interests?|hobbies))?|activities|activites"
    r"|activités"
    r"|passions|volunteer(?:ing)?(?: (?:experience|work))?|extracurriculars?(?: activities)?"
    r"|兴趣(?:爱好)?|爱好|社区参与(?:.*)?|社会实践|校园经历|学生工作|centres d.intérêt|loisirs"
    r"|(?:ال)?هوايات|الاهتمامات|الأنشطة",
    "references": r"references?|referees|other(?: information)?|additional(?: information)?|miscellaneous"
    r"|research(?: interests)?|teaching|service|presentations|focus areas|strengths|références|divers"
    r"|forces|atouts|其他|المراجع",
}
PATTERNS = {section: re.compile(rf"(?:{words})", re.I) for section, words in WORDS.items()}
# A list under one school, not the end of all of them.
COURSES = re.compile(r"(?:relevant |selected )?courses?(?:work)?|cours|(?:主修|相关|核心)?课程", re.I)
LONGEST = 48
EDGES = re.compile(r"^[\W\d_]+|[\W_]+$")
# What an icon font may leave in front of a heading.
ICON = re.compile(
    r"^(?:tasks|laptop|language|book|graduation-cap|suitcase|briefcase|info|quote-left|\+|[a-zA-Z]) ", re.I
)
TWIN = re.compile(r"^([\u3400-\u9fff]{2,8})[\s/|·]*([A-Za-z &]+)$")


@dataclass(frozen=True)
class Section:
    """The lines under one heading; `kind` is empty before the first heading."""

    kind: str
    lines: tuple[Line, ...]
    title: str = ""


def heading(text: str) -> str | None:
    """The kind of section these words open, or None if they are no heading."""
    if len(text) > LONGEST:
        return None
    bare = EDGES.sub("", text).strip()
    for candidate in (bare, bare.replace(" ", ""), ICON.sub("", bare)):
        for section, pattern in PATTERNS.items():
            if candidate and pattern.fullmatch(candidate):
                return section
    twin = TWIN.match(bare)
    return heading(twin[1]) if twin else None


def sections(lines: Sequence[Line]) -> Iterator[Section]:
    """Lines cut at their headings. A heading in a rail beside its first line opens the section too."""
    kind, title, held = "", "", list[Line]()
    for line in lines:
        opened, rest = _opens(line)
        if kind == "education" and COURSES.fullmatch(line.text.strip(" :")):
            opened = None
        if opened:
            yield Section(kind, tuple(held), title)
            kind, title, held = opened, line.parts[0], [rest] if rest else []
        else:
            held.append(line)
    yield Section(kind, tuple(held), title)


def _opens(line: Line) -> tuple[str | None, Line | None]:
    whole = heading(" ".join(line.parts))
    if whole:
        return whole, None
    if len(line.parts) < 2:
        return None, None
    beside = heading(line.parts[0])
    # A label inside a section, as "Languages    Python, Go" under Skills, is told by its colon or its place.
    if beside is None or line.parts[0].rstrip().endswith(":"):
        return None, None
    rest = line.parts[1:]
    return beside, Line("\t".join(rest), line.page, rest, line.box, line.size)
