"""A job family guessed from the words of a title, with the reason: a guess that can be read can be corrected."""

import re
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True)
class Guess:
    """`word` is what decided; `reasons` say why the family counts as AI or not."""

    slug: str
    is_ai: bool
    word: str
    names: dict[str, str] = field(hash=False)
    reasons: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Rule:
    slug: str
    is_ai: bool
    words: str
    names: tuple[str, str]
    reasons: tuple[str, str]


# The first rule that finds a word decides: business work stays business work where AI is only its subject.
RULES = (
    Rule(
        "business",
        False,
        "recruiting|recruiter|talent operations|people operations|human resources|account management|account executive"
        "|accounting|marketer|marketing|sales|social media|business analyst|business operations|process analyst|mba"
        "|customer success|portfolio management|education|招聘|人力|市场|销售|财务",
        ("Business and operations", "商务与运营"),
        ("Business work: AI in the title is its subject or its tool.", "商务类工作：标题中的人工智能只是对象或工具。"),
    ),
    Rule(
        "robotics",
        True,
        "robotics|robot|dexterous|autonomous|self-driving|vla|slam|onboard|state estimation|machine perception"
        "|physical ai|机器人|自动驾驶",
        ("Robotics and autonomous systems", "机器人与自动驾驶"),
        ("Machines that perceive and act by learned models.", "以学习模型感知并行动的机器。"),
    ),
    Rule(
        "machine-learning",
        True,
        "machine learning|deep learning|reinforcement learning|ml|llm|llms|nlp|nextgen llm|genai|generative|multimodal"
        "|omni-modal|computer vision|vision|foundation model|foundation models|recommendation|applied science"
        "|applied scientist|post-training|model pruning|inference|digital twins|ai research|research intern"
        "|ai researcher|voice ai|algorithm|机器学习|深度学习|大模型|自然语言|计算机视觉|推荐|多模态|算法",
        ("Machine learning and research", "机器学习与研究"),
        ("Builds, trains or studies models.", "构建、训练或研究模型。"),
    ),
    Rule(
        "quantitative",
        False,
        "quant|quantitative|risk management",
        ("Quantitative research", "量化研究"),
        (
            "Mathematics of markets; models may be used but are not what is built.",
            "市场数学；可能用到模型，但不以其为产出。",
        ),
    ),
    Rule(
        "applied-ai",
        True,
        "ai|artificial intelligence|agentic|ai/ml|ai‑ready|人工智能|智能体",
        ("Applied AI", "应用人工智能"),
        ("Puts models to work in products and processes.", "让模型在产品与流程中发挥作用。"),
    ),
    Rule(
        "data",
        False,
        "data|analytics|databricks|数据",
        ("Data science and analytics", "数据科学与分析"),
        ("Evidence from data; not counted as AI unless the title says so.", "以数据为据；标题未注明者不计为人工智能。"),
    ),
    Rule(
        "hardware",
        False,
        "hardware|silicon|soc|embedded|mechanical|optical|quantum|kernel|芯片|硬件",
        ("Hardware and devices", "硬件与设备"),
        ("Devices and circuits, whatever runs on them.", "设备与电路，不论其上运行何物。"),
    ),
    Rule(
        "product",
        False,
        "product manager|product & engineering|designer|design|developer advocate|devrel|developer relations|产品|设计",
        ("Product and design", "产品与设计"),
        ("Decides what is built and how it feels.", "决定做什么、体验如何。"),
    ),
    Rule(
        "software",
        False,
        "software|engineer|engineers|engineering|developer|full-stack|fullstack|full stack|frontend|backend|sre|devops"
        "|platform|technical|swe|cto|technologist|开发|工程师|后端|前端",
        ("Software engineering", "软件工程"),
        ("Software in general: the title names no work on models.", "通用软件：标题未提及模型相关工作。"),
    ),
    Rule(
        "research",
        False,
        "research|scientist|研究",
        ("Research", "研究"),
        ("Research whose title does not say that it is on AI.", "标题未注明与人工智能相关的研究。"),
    ),
)
OTHER = Rule(
    "other",
    False,
    "",
    ("Other work", "其他"),
    ("No word of the title tells the field.", "标题中没有表明领域的词。"),
)


def guess_family(title: str) -> Guess:
    """The family of the first rule that finds one of its words in the title."""
    for rule, pattern in _patterns():
        if match := pattern.search(title):
            return _guess(rule, match.group())
    return _guess(OTHER, "")


@cache
def _patterns() -> list[tuple[Rule, re.Pattern[str]]]:
    return [(rule, re.compile(_words(rule.words), re.IGNORECASE)) for rule in RULES]


def _words(words: str) -> str:
    """Latin words stand apart (no “ml” in “html”, no “AI” in “AI-assisted”); Chinese ones stand anywhere."""
    found = ((re.escape(word), word.isascii()) for word in words.split("|"))
    return "|".join(rf"(?<!\w){word}(?!\w|-assisted)" if latin else word for word, latin in found)


def _guess(rule: Rule, word: str) -> Guess:
    english, chinese = rule.reasons
    return Guess(
        rule.slug,
        rule.is_ai,
        word,
        {"en": rule.names[0], "zh-hans": rule.names[1]},
        {"en": english, "zh-hans": chinese},
    )
