"""Names of schools inside a line."""

import re

KEY = (
    r"(?:University|College|Institute|School|Academy|Polytechnic|Universit[äàéy]t?|Universidad"
    r"|Universidade|Hochschule|Politecnico|UNIVERSITY|COLLEGE|INSTITUTE|SCHOOL|ACADEMY)"
)
LATIN = re.compile(
    rf"(?:(?:[A-ZÀ-Þ][\w.'’&-]*|of|the|and|&) )*{KEY}\b(?: (?:of|at|in|for|and|the|de"
    rf"|&|–|[A-ZÀ-Þ][\w.'’&-]*))*"
)
FRENCH = re.compile(
    r"(?:\b(?:Université|École|Ecole|Lycée|Institut|Faculté|Collège|Conservatoire)\b|\bI\.?U\.?T\b"
    r"|\bINSA\b|\bENS\b)(?: (?:de|des|du|d['’]\w+|la|le|les|en|et|à|l['’]\w+|[A-ZÀ-Þ0-9][\w.'’-]*"
    r"|nationale|supérieure|normale|polytechnique|supérieur|national))*"
)
KNOWN = re.compile(
    r"\b(?:MIT|Caltech|UCLA|UCSD|UC [A-Z]\w+(?: [A-Z]\w+)?|ETH Z[üu]rich|EPFL|Georgia Tech"
    r"|Virginia Tech|KAIST|POSTECH|Sciences Po|HEC Paris|ENSIMAG"
    r"|CentraleSupélec|INSEAD|NUS|NTU|HKUST|HKU|NYU|USC|TU \w+|IIT \w+|IIM \w+"
    r"|[A-ZÀ-Þ][\w ]+ for (?:Boys|Girls)|[A-Z ]+ FOR (?:BOYS|GIRLS))\b"
)
HAN = re.compile(
    r"(?:[\u3400-\u9fff]+ )?[A-Za-z]{0,4}[\u3400-\u9fff]{1,16}?(?:科技大学|师范大学|大学|职业技术学院"
    r"|学院(?!大学)|中学|高中|学校|研究院|研究所)(?:\([\u3400-\u9fff]{2,6}\))?"
)
HAN_X = re.compile(r"[A-Za-zX]{1,4}(?:大学|学院)")
ARAB = re.compile(r"(?:ال)?(?:جامعة|معهد|أكاديمية|مدرسة|كلية)(?: [\u0621-\u064a]{2,}){1,5}")
DEPARTMENT = re.compile(
    r"^(?:College|School|Faculty|Department|Institute|Faculté|UFR|كلية|قسم)\b"
    r"|^[\u3400-\u9fff]{2,12}学院$|^学院"
)
CAMPUS = re.compile(
    r"^(?:University of [A-Z]\w+|(?:Indian|National) Institute of Technology|California State University)$"
)
# Praise that names a school without being a stay at it.
PRAISE = re.compile(
    r"奖|优秀|毕业生|荣誉|排名|学生会|社团|比赛|竞赛|scholarship|award|prize|society|club|team|lab\b", re.I
)
ENDS = re.compile(r"\s+(?:of|at|in|for|and|the|de|des|du|la|le|les|en|et|à|&|–)$")
STARTS = re.compile(r"^(?:(?:of|at|in|for|and|the|&) )+")


def find_school(text: str) -> str:
    """The school named in this segment of a line, or nothing."""
    if PRAISE.search(text):
        return ""
    for group in ((FRENCH, LATIN, KNOWN), (HAN_X, HAN), (ARAB,)):
        found = [match[0] for pattern in group for match in pattern.finditer(text)]
        if found:
            name = STARTS.sub("", max(found, key=len)).strip(" .,-–")
            while ENDS.search(name):
                name = ENDS.sub("", name)
            return name
    return ""


def is_department(name: str) -> bool:
    """A college or school within the one already named."""
    return DEPARTMENT.match(name) is not None


def with_campus(name: str, following: str) -> str:
    """University of California + Berkeley."""
    town = following.strip()
    if CAMPUS.match(name) and re.fullmatch(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?", town):
        return f"{name}, {town}"
    return name
