"""Spoken languages, by their names in four languages."""

import re
from collections.abc import Sequence

from springtide_engine.resume.profile.headings import Section
from springtide_engine.resume.values import Found

# ISO 639-1 code → how it is called in English, French, Chinese, Arabic.
NAMES = {
    "en": "English|Anglais|英语|英文|الإنجليزية|الانجليزية",
    "fr": "French|Français|法语|الفرنسية",
    "zh": "Chinese|Mandarin|Chinois|中文|汉语|普通话|الصينية",
    "ar": "Arabic|Arabe|阿拉伯语|العربية",
    "es": "Spanish|Espagnol|西班牙语|الإسبانية",
    "de": "German|Allemand|德语|الألمانية",
    "ja": "Japanese|Japonais|日语|اليابانية",
    "ko": "Korean|Coréen|韩语|朝鲜语|الكورية",
    "ru": "Russian|Russe|俄语|الروسية",
    "pt": "Portuguese|Portugais|葡萄牙语|البرتغالية",
    "it": "Italian|Italien|意大利语|الإيطالية",
    "pl": "Polish|Polonais|波兰语|البولندية",
    "he": "Hebrew|Hébreu|希伯来语|العبرية",
    "uk": "Ukrainian|Ukrainien|乌克兰语|الأوكرانية",
    "hi": "Hindi|印地语|الهندية",
    "kk": "Kazakh|哈萨克语",
    "nl": "Dutch|Néerlandais|荷兰语|الهولندية",
    "tr": "Turkish|Turc|土耳其语|التركية",
    "yue": "Cantonese|Cantonais|粤语|广东话",
}
PATTERNS = {code: re.compile(rf"(?<![A-Za-zÀ-ÿ])(?:{names})(?![A-Za-zÀ-ÿ])", re.I) for code, names in NAMES.items()}
LABELLED = re.compile(
    r"^\W*(?:(?:spoken|foreign) )?(?:languages?|langues?|语言(?:能力)?|外语|اللغات)\b\s*:?\s*(.+)$", re.I
)


def find_languages(parts: Sequence[Section]) -> tuple[Found[str], ...]:
    """Values are ISO 639 codes, in the order written."""
    told = [(line.text, 0.95) for part in parts if part.kind == "languages" for line in part.lines]
    told += [
        (match[1], 0.85)
        for part in parts
        for line in part.lines
        if part.kind != "languages" and (match := LABELLED.match(line.text))
    ]
    found: dict[str, Found[str]] = {}
    for text, sure in told:
        for _, code, raw in sorted(
            (match.start(), code, match[0]) for code, words in PATTERNS.items() for match in words.finditer(text)
        ):
            found.setdefault(code, Found(code, raw, sure, "language.named"))
    return tuple(found.values())
