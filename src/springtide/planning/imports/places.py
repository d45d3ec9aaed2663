"""“San Jose, CA”, “US, CA, Santa Clara”, “杭州”: words for a place to a city with its country, zone and law."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global
from django.utils.text import slugify

REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
# Cities after which no time zone is named. The zone database brings some 400 more.
CITIES = {
    "Asia/Shanghai": "Hangzhou 杭州, Beijing 北京, Shanghai 上海, Shenzhen 深圳, Guangzhou 广州, "
    "Chengdu 成都, Nanjing 南京, Wuhan 武汉, Xi'an 西安, Suzhou 苏州, "
    "Chongqing 重庆, Hefei 合肥, Xiamen 厦门, Dalian 大连, Tianjin 天津",
    "America/New_York": "New York 纽约, Boston, Cambridge, Washington, Miami, Atlanta, Pittsburgh, "
    "Philadelphia, Durham, Needham, Charlotte",
    "America/Los_Angeles": "San Francisco 旧金山, South San Francisco, San Jose 圣何塞, Seattle 西雅图, Palo Alto, "
    "Mountain View, Sunnyvale, Santa Clara, Menlo Park, Redmond, Bellevue, San Diego, Los Gatos, Los Altos, Cupertino, "
    "Berkeley",
    "America/Chicago": "Austin, Dallas, Houston, San Antonio, Minneapolis, Saint Louis, St. Louis",
    "America/Denver": "Boulder, Lehi, Salt Lake City",
    "America/Toronto": "Waterloo, Montreal, Ottawa",
    "Europe/Berlin": "Munich, München, Hamburg, Cologne, Frankfurt, Stuttgart",
    "Europe/Paris": "Grenoble, Lyon, Toulouse, Lille, Sophia Antipolis",
    "Europe/London": "Oxford, Manchester, Edinburgh",
    "Europe/Zurich": "Geneva, Lausanne",
    "Asia/Kolkata": "Bangalore, Bengaluru, Hyderabad, Mumbai, Pune, New Delhi",
    "Asia/Jerusalem": "Tel Aviv, Haifa",
    "Asia/Tokyo": "Osaka, Kyoto",
    "Asia/Dubai": "Abu Dhabi",
}
STATES = {
    "America/New_York": "CT Connecticut, DE Delaware, FL Florida, GA Georgia, IN Indiana, MA Massachusetts, "
    "MD Maryland, ME Maine, MI Michigan, NC North Carolina, NH New Hampshire, NJ New Jersey, "
    "NY New York, OH Ohio, PA Pennsylvania, "
    "RI Rhode Island, SC South Carolina, VA Virginia, VT Vermont, WV West Virginia, DC District of Columbia, "
    "KY Kentucky",
    "America/Chicago": "AL Alabama, AR Arkansas, IA Iowa, IL Illinois, KS Kansas, LA Louisiana, MN Minnesota, "
    "MO Missouri, MS Mississippi, ND North Dakota, NE Nebraska, OK Oklahoma, SD South Dakota, TN Tennessee, TX Texas, "
    "WI Wisconsin",
    "America/Denver": "CO Colorado, ID Idaho, MT Montana, NM New Mexico, UT Utah, WY Wyoming",
    "America/Phoenix": "AZ Arizona",
    "America/Los_Angeles": "CA California, NV Nevada, OR Oregon, WA Washington",
    "America/Anchorage": "AK Alaska",
    "Pacific/Honolulu": "HI Hawaii",
}
USA = re.compile(r"\b(?:United States of America|United States|USA|US)\b")
NOISE = re.compile(r"\b(?:HQ|on site|onsite|Office|Area|Suite)\b|\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A site to be: `names` by language."""

    slug: str
    country: str
    zone: str
    jurisdiction: str
    names: dict[str, str] = field(hash=False)


def remote(zone: str) -> Place:
    names = {"en": "Remote", "zh-hans": "远程", "fr": "À distance", "ar": "عن بُعد"}
    return Place("remote", country_of(zone), zone, country_of(zone).lower(), names)


def to_be_agreed(zone: str) -> Place:
    """Where a posting tells no place at all."""
    names = {"en": "Place to be agreed", "zh-hans": "地点待定", "fr": "Lieu à convenir", "ar": "المكان يُتفق عليه"}
    return Place("to-be-agreed", country_of(zone), zone, country_of(zone).lower(), names)


def country_of(zone: str) -> str:
    """Two letters; ZZ for a zone of no country."""
    code = get_global("zone_territories").get(zone, "ZZ")
    return code if len(code) == 2 and code.isalpha() else "ZZ"


def places_of(text: str, zone: str) -> list[Place]:
    """Every place that the words name, in their order; none where nothing is recognised. `zone` is for remote work."""
    if re.search(r"\bremote\b|远程", text, re.IGNORECASE):
        return [remote(zone)]
    state = _state(text)
    found = list(_cities(text, state)) or list(_by_state(text, state))
    if not found and USA.search(text):
        found = [Place("united-states", "US", "America/New_York", "us", {"en": "United States", "zh-hans": "美国"})]
    return list({place.slug: place for place in found}.values())


@cache
def _known() -> dict[str, tuple[str, dict[str, str]]]:
    """{casefolded name: (zone, names)}; a city under several names has the first one's."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for zone in sorted(available_timezones()):
        region, _slash, city = zone.rpartition("/")
        if region.startswith(REGIONS) and len(city) > 3:
            name = city.replace("_", " ")
            found[name.casefold()] = (zone, {"en": name})
    for zone, cities in CITIES.items():
        for words in cities.split(", "):
            name, chinese = _split_chinese(words)
            names = {"en": name} | ({"zh-hans": chinese} if chinese else {})
            found[name.casefold()] = (zone, names)
            if chinese:
                found[chinese] = (zone, names)
    found["new york city"] = found["new york"]
    return found


def _split_chinese(words: str) -> tuple[str, str]:
    match = re.search(r"[\u3400-\u9fff]+$", words)
    return (words[: match.start()].strip(), match.group()) if match else (words, "")


@cache
def _pattern() -> re.Pattern[str]:
    """Longer names first, so that South San Francisco is not San Francisco."""
    names = sorted(_known(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in names if name.isascii())
    chinese = "|".join(name for name in names if not name.isascii())
    return re.compile(rf"\b(?:{latin})\b|{chinese}", re.IGNORECASE)


def _cities(text: str, state: tuple[str, str] | None) -> Iterator[Place]:
    matches = list(_pattern().finditer(text))
    for match in matches:
        zone, names = _known()[match.group().casefold()]
        # “USA, Washington, Redmond”: the state is not the city.
        if len(matches) > 1 and state == ("WA", "Washington") and match.group() == "Washington":
            continue
        country = country_of(zone)
        if country == "US" and state and len(matches) == 1:
            zone = _zone_of_state(state[0])
        yield Place(slugify(names["en"]), country, zone, country.lower(), names)


@cache
def _states() -> dict[str, tuple[str, str, str]]:
    """{letters: (letters, name, zone)}"""
    found = {}
    for zone, states in STATES.items():
        for words in states.split(", "):
            letters, name = words.split(" ", 1)
            found[letters] = (letters, name, zone)
    return found


def _zone_of_state(letters: str) -> str:
    return _states()[letters][2]


def _state(text: str) -> tuple[str, str] | None:
    """(letters, name) of a state of the US; letters only in capitals and apart: “IN” is no “in”."""
    for letters, name, _zone in _states().values():
        if re.search(rf"\b{name}\b", text) and name not in ("New York", "Washington"):
            return letters, name
    for letters in re.findall(r"\b([A-Z]{2})\b", text):
        if letters in _states():
            return letters, _states()[letters][1]
    for letters, name in (("WA", "Washington"), ("NY", "New York")):
        if name in text:
            return letters, name
    return None


def _by_state(text: str, state: tuple[str, str] | None) -> Iterator[Place]:
    """A city nobody listed, placed by its state: “Lake Buena Vista, FL, USA”."""
    if state is None:
        return
    letters, name = state
    rest = NOISE.sub(" ", USA.sub(" ", re.sub(rf"\b(?:{letters}|{name})\b", " ", text)))
    words = re.sub(r"[^\w' .-]+", " ", rest).split()
    city = " ".join(words[-3:] if len(words) <= 3 else words[-1:]) or name
    yield Place(
        slugify(city)[:50] or letters.lower(), "US", _zone_of_state(letters), f"us-{letters.lower()}", {"en": city}
    )
