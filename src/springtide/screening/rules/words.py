"""Words that have no place in a judgement: what a person is, not what they show."""

from itertools import pairwise

from springtide.foundation.text.search import tokens

# Beginnings of words; Chinese in pairs, as the tokenizer cuts them. Short on purpose: a question, not a ban.
PERSONAL = (
    *("pregnan", "maternity", "disab", "handicap", "illness", "sick", "depress", "foreigner", "ethnic", "religio"),
    *("muslim", "christian", "jewish", "married", "girl", "gay", "lesbian", "elderly"),
    *("怀孕", "生育", "残疾", "疾病", "外国", "民族", "宗教", "已婚", "女生", "年龄", "太老"),
    *("enceinte", "grossesse", "malad", "etranger", "ethnie", "mariee"),
    *("حامل", "معاق", "مريض", "اجنبي", "متزوج"),
)
PHRASES = (("too", "old"), ("too", "young"), ("trop", "age"), ("trop", "vieux"), ("trop", "jeune"))


def personal_words(*texts: str) -> list[str]:
    """Words of the texts that speak of health, family, origin, belief or age, each once, in order."""
    words = [word for text in texts for word in tokens(text)]
    found = [word for word in words if word.startswith(PERSONAL)]
    found += [" ".join(pair) for pair in pairwise(words) if pair in PHRASES]
    return list(dict.fromkeys(found))
